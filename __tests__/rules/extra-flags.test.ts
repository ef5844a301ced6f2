import { extraFlag, flagName } from "../../lib/rules";

const PAST = 'lets requests past the check; use "publicPaths" or "api" of an app';
const WHO = "decides who gets in; the library sets it from the access group";
const OTHER = "belongs to another identity provider";
const WEAK = "weakens the check of tokens";
const SECRET = "carries a secret, which must not be an argument";

describe("an extra flag", () => {
  it.each(["request-logging", "--banner", "-footer", "metrics-address", "prompt"])("may be %s", (flag) => {
    expect(extraFlag(flag)).toBeUndefined();
  });

  it.each([
    ["skip-auth-route", PAST],
    ["--skip-auth-regex", PAST],
    ["-skip-auth-preflight", PAST],
    ["skip-auth-strip-headers", PAST],
    ["trusted-ip", PAST],
    ["api-route", PAST],
    ["allowed-group", WHO],
    ["allowed-role", WHO],
    ["email-domain", WHO],
    ["authenticated-emails-file", WHO],
    ["htpasswd-file", WHO],
    ["bearer-token-login-fallback", WHO],
    ["entra-id-allowed-tenant", WHO],
    ["github-org", OTHER],
    ["google-group", OTHER],
    ["insecure-oidc-allow-unverified-email", WEAK],
    ["insecure-oidc-skip-issuer-verification", WEAK],
    ["ssl-insecure-skip-verify", WEAK],
    ["skip-oidc-discovery", WEAK],
    ["show-debug-on-error", WEAK],
    ["extra-jwt-issuers", WEAK],
    ["oidc-extra-audience", WEAK],
    ["client-secret", SECRET],
    ["cookie-secret", SECRET],
    ["redis-password", SECRET],
    ["signature-key", SECRET],
    ["config", "would bring settings past every check"],
    ["alpha-config", "would bring settings past every check"],
  ])("is not %s", (flag, why) => {
    expect(extraFlag(flag)).toBe(`flag "${flag}" ${why}; leave it out`);
  });

  it.each([
    "upstream",
    "cookie-secure",
    "provider",
    "oidc-issuer-url",
    "reverse-proxy",
    "whitelist-domain",
    "",
  ])("is none that the library sets, or that nobody read, such as %j", (flag) => {
    expect(extraFlag(flag)).toMatch(
      new RegExp(
        `^flag "${flag}" is set by the library or none that is known to leave the auth check alone.*; leave it out, or name one of: acr-values, auth-logging, `,
      ),
    );
  });

  it("is guessed where it is misspelt", () => {
    expect(extraFlag("--request-loging")).toMatch(/ \(did you mean "request-logging"\?\); leave it out/);
  });

  it("has the same name however it is written", () => {
    expect(["banner", "-banner", "--banner"].map(flagName)).toEqual(["banner", "banner", "banner"]);
  });
});
