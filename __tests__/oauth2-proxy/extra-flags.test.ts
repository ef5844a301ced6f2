import { IDENTITIES } from "../../lib/identity";
import {
  EXTRA_FLAGS,
  extraFlagProblems,
  flagName,
  idleFlagProblems,
  type FlagValue,
} from "../../lib/oauth2-proxy/extra-flags";

/** What is said of flags, by their place. */
function said(flags: Readonly<Record<string, FlagValue>>): Record<string, string> {
  return Object.fromEntries(extraFlagProblems(flags).map(({ path, message }) => [path.join("."), message]));
}

describe("an extra flag", () => {
  it.each<[string, FlagValue]>([
    ["acr-values", "urn:contoso:strong"],
    ["acr-values", "$(OAUTH2_PROXY_COOKIE_SECRET)"],
    ["--auth-logging", false],
    ["-auth-logging-format", "{{.Timestamp}} {{ .Username }} {{- .Status -}}"],
    ["errors-to-info-log", "true"],
    ["exclude-logging-path", ["/oauth2/auth", "/oauth2/start"]],
    ["exclude-logging-path", "/oauth2/auth"],
    ["prompt", "select_account"],
    ["prompt", ["login"]],
    ["redis-connection-idle-timeout", 300],
    ["redis-connection-idle-timeout", "300"],
    ["request-id-header", "X-Correlation-Id"],
    ["request-logging", true],
    ["request-logging-format", '{"status":{{.StatusCode}},"uri":{{.RequestURI}}}'],
    ["standard-logging", true],
    ["standard-logging-format", "{{.File}}: {{.Message}}"],
  ])("may be %s with %j", (flag, value) => {
    expect(said({ [flag]: value })).toEqual({});
  });

  it.each([
    [
      "skip-auth-route",
      'lets requests past the check; use "publicPaths", "optionalSignInPaths", "api" or "apiPaths" of an app',
    ],
    [
      "--skip-auth-regex",
      'lets requests past the check; use "publicPaths", "optionalSignInPaths", "api" or "apiPaths" of an app',
    ],
    [
      "api-route",
      'lets requests past the check; use "publicPaths", "optionalSignInPaths", "api" or "apiPaths" of an app',
    ],
    [
      "-skip-auth-preflight",
      'lets requests past the check; for preflight requests of other origins use "cors" of an app',
    ],
    ["trusted-ip", /^lets requests past the check by an address, which can be forged; use "publicPaths"/],
    ["allowed-group", /^decides who gets in; the library sets it from the access group/],
    ["allowed-role", /^decides who gets in/],
    ["email-domain", /^decides who gets in/],
    ["authenticated-emails-file", /^decides who gets in/],
    ["htpasswd-file", /^decides who gets in, by passwords/],
    ["bearer-token-login-fallback", /^decides who gets in/],
    ["entra-id-allowed-tenant", /^decides who gets in/],
    [
      "github-org",
      'decides who gets in; use "github" in place of "entra", with its organization, teams or users',
    ],
    ["google-group", "belongs to another identity provider than this stack's"],
    ["insecure-oidc-allow-unverified-email", /^weakens the check of tokens/],
    ["ssl-insecure-skip-verify", /^weakens the check of tokens/],
    ["redis-insecure-skip-tls-verify", /^weakens the check of tokens/],
    ["skip-oidc-discovery", /^weakens the check of tokens/],
    ["skip-jwt-bearer-tokens", /use "bearerTokens"$/],
    ["show-debug-on-error", "shows visitors what belongs into the log; read it there"],
    ["extra-jwt-issuers", /^lets tokens of another issuer in/],
    ["oidc-extra-audience", /use "extraAudiences", which keeps the check of groups$/],
    ["client-secret", /use "credential" of entra or "clientSecret" of github, which name a Secret$/],
    ["client-secret-file", /use "credential" of entra/],
    ["entra-id-federated-token-auth", /use "workloadIdentity" of the credential of entra$/],
    [
      "cookie-secret",
      'carries a secret, which the stack makes itself; for one of your own use "cookieSecret: { existingSecret }" of authProxy, which names a Secret',
    ],
    ["redis-password", /use "passwordSecret" of session.store.redis$/],
    ["redis-use-sentinel", /use "sentinel" of session.store.redis, with its master, addresses and/],
    ["redis-sentinel-password", /use "sentinel" of session.store.redis/],
    ["redis-connection-url", /use "session.store.redis" with its url, cluster, sentinel and caSecret$/],
    ["signature-key", /^carries a secret, which must not be an argument/],
    ["pass-access-token", /"accessToken: \{ scope \}" of authProxy.*for the ID token use "identityHeaders"$/],
    ["config", "would bring settings past every check"],
    ["alpha-config", "would bring settings past every check"],
    ["cookie-expire", /use "session.lifetime" and "session.refresh"$/],
    ["login-url", /"domainHint" of entra; further parameters are not possible yet$/],
    ["set-xauthrequest", 'is what apps are told; use "identityHeaders"'],
    ["reverse-proxy", /use "trustedAddresses" of the ingress controller$/],
    ["skip-provider-button", 'belongs to signing out; use "signOut"'],
  ])("is not %s, and the reason names what gives the same", (flag, why) => {
    expect(said({ [flag]: "x" })).toEqual({
      [flag]: typeof why === "string" ? `flag "${flag}" ${why}` : expect.stringMatching(afterFlag(flag, why)),
    });
  });

  it.each([
    ["provider-ca-file", 'is for a certificate authority of your own; use "caBundle"'],
    ["use-system-trust-store", "is for a certificate authority of your own"],
    ["metrics-address", "opens a port that no Service and no NetworkPolicy lets anybody reach; use"],
    ["logging-filename", "is for a log file, which the read-only file system of the Pod cannot take"],
    ["logging-max-age", "is for a log file"],
    ["logging-compress", "is for a log file"],
    ["logging-local-time", "changes nothing, because the Pod has no other time zone than UTC"],
    ["banner", "is for a page that nobody sees"],
    ["footer", "is for a page that nobody sees"],
    ["custom-sign-in-logo", "is for a page that nobody sees"],
    ["provider-display-name", "is for a page that nobody sees"],
    ["custom-templates-dir", "names a folder that cannot be mounted in the Pod"],
    ["disable-keep-alives", "is for apps that oauth2-proxy serves itself"],
    ["http-address", "is about the proxy's own port"],
  ])("is not %s, which cannot work in the Pod as it is made", (flag, why) => {
    expect(said({ [flag]: "x" })).toEqual({ [flag]: expect.stringContaining(`flag "${flag}" ${why}`) });
  });

  it.each(["x!", "", "request_logging", "toString"])("is none that nobody read, such as %j", (flag) => {
    expect(said({ [flag]: "x" })[flag]).toMatch(
      /^flag ".*" is not known to work here and to leave the auth check alone.*; those that can be added are acr-values, auth-logging, /,
    );
  });

  it("is guessed where it is misspelt", () => {
    expect(said({ "--request-loging": true })["--request-loging"]).toContain(
      ' (did you mean "request-logging"?); those that can be added are ',
    );
  });

  it("is there once, however it is written", () => {
    expect(["prompt", "-prompt", "--prompt"].map(flagName)).toEqual(["prompt", "prompt", "prompt"]);
    expect(said({ prompt: "login", "--prompt": "consent" })).toEqual({
      "--prompt":
        'is the same flag as "prompt", and oauth2-proxy would take the one or the other; keep one of them',
    });
  });

  it("takes a value that only Terraform will know", () => {
    expect(
      extraFlagProblems({ prompt: "later", "exclude-logging-path": [] }, (value) => value !== "later"),
    ).toEqual([
      { path: ["exclude-logging-path"], message: "is an empty list, which sets nothing; leave the flag out" },
    ]);
  });
});

describe("the value of an extra flag", () => {
  it.each<[string, FlagValue, string, string]>([
    ["request-logging", "yes", "request-logging", '"yes" is neither true nor false; write one of them'],
    ["request-logging", 0, "request-logging", '"0" is neither true nor false; write one of them'],
    [
      "prompt",
      "none",
      "prompt",
      '"none" is not what a sign-in can ask for; write one of: login, select_account, consent',
    ],
    ["prompt", ["login", "consent"], "prompt", "takes one value and not several; keep one of them"],
    [
      "redis-connection-idle-timeout",
      "5m",
      "redis-connection-idle-timeout",
      '"5m" is not a number of seconds; write a whole number from 1 up, without a unit',
    ],
    [
      "exclude-logging-path",
      ["/a", '/b"'],
      "exclude-logging-path.1",
      '"/b\\"" is not a path to leave out of the log; write one that starts with "/", without quotes, commas and spaces',
    ],
    [
      "exclude-logging-path",
      [],
      "exclude-logging-path",
      "is an empty list, which sets nothing; leave the flag out",
    ],
    ["acr-values", " ", "acr-values", "is empty; leave the flag out for its default"],
    [
      "acr-values",
      "a\nb",
      "acr-values",
      '"a\\nb" has the control character U+000A at position 2; write it without',
    ],
    [
      "request-id-header",
      "X Id",
      "request-id-header",
      '"X Id" is not the name of a header; write one such as "X-Request-Id"',
    ],
    [
      "request-id-header",
      "Cookie",
      "request-id-header",
      '"Cookie" names a header that carries credentials, and its value would be written into the log and onto the refusal page; write one such as "X-Request-Id"',
    ],
    [
      "standard-logging-format",
      "{{.Message}} {{.Username}}",
      "standard-logging-format",
      '"{{.Message}} {{.Username}}" has something else between double braces than a field such as {{.Timestamp}}; the fields are File, Message, Timestamp',
    ],
  ])("of %s is not %j", (flag, value, place, message) => {
    expect(said({ [flag]: value })).toEqual({ [place]: message });
  });

  it.each([
    "{{.Message",
    "{{if .Message}}x{{end}}",
    "{{",
    "{{.Message | printf}}",
    "{{Message}}",
    "{{{.Message}}}",
    "{{-.Message}}",
  ])("is no format that ends the Pod, such as %j", (format) => {
    expect(said({ "auth-logging-format": format })["auth-logging-format"]).toMatch(
      /has something else between double braces/,
    );
  });
});

describe("an extra flag that changes nothing in the stack", () => {
  const flags = EXTRA_FLAGS.map((name) => `--${name}`);

  it("is refused where sessions are in a cookie, and where people sign in with GitHub", () => {
    expect(idleFlagProblems(flags, { identity: IDENTITIES.github, redis: false })).toEqual([
      {
        path: ["--acr-values"],
        message: "is for Microsoft Entra ID, and GitHub ignores it; leave it out",
      },
      {
        path: ["--redis-connection-idle-timeout"],
        message:
          "is for sessions in Redis, and here they are in a cookie; leave it out, or use session.store.redis",
      },
    ]);
  });

  it("is none of them with Entra and Redis", () => {
    expect(idleFlagProblems(flags, { identity: IDENTITIES.entra, redis: true })).toEqual([]);
  });
});

function afterFlag(flag: string, why: RegExp): RegExp {
  return why.source.startsWith("^") ? new RegExp(`^flag "${flag}" ${why.source.slice(1)}`) : why;
}
