import { didYouMean } from "./nearest";
import { quote, type Rule } from "./rule";

/**
 * The oauth2-proxy flags that may be added. A list of what is harmless fails closed: a flag that a later
 * release adds cannot come through unread.
 */
const HARMLESS = [
  "acr-values",
  "auth-logging",
  "auth-logging-format",
  "banner",
  "custom-sign-in-logo",
  "disable-keep-alives",
  "errors-to-info-log",
  "exclude-logging-path",
  "footer",
  "logging-compress",
  "logging-filename",
  "logging-local-time",
  "logging-max-age",
  "logging-max-backups",
  "logging-max-size",
  "metrics-address",
  "prompt",
  "provider-ca-file",
  "provider-display-name",
  "redis-connection-idle-timeout",
  "request-id-header",
  "request-logging",
  "request-logging-format",
  "standard-logging",
  "standard-logging-format",
  "use-system-trust-store",
];

/** Why a flag is refused, for those that people ask for. The first match counts. */
const RESERVED: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  {
    pattern: /^skip-auth-|^trusted-ip$|^api-route$/,
    why: 'lets requests past the check; use "publicPaths" or "api" of an app',
  },
  {
    pattern:
      /^(allowed-|authenticated-emails-file|email-domain|htpasswd-|bearer-token-login-fallback|entra-id-allowed-tenant)/,
    why: "decides who gets in; the library sets it from the access group",
  },
  {
    pattern: /^(github|gitlab|google|keycloak|bitbucket|azure)-/,
    why: "belongs to another identity provider",
  },
  {
    pattern:
      /insecure|skip-oidc-discovery|show-debug|^extra-jwt-issuers$|^oidc-extra-audience$|^oidc-audience-claim$/,
    why: "weakens the check of tokens",
  },
  {
    pattern: /secret|password|signature-key|jwt-key|-token$/,
    why: "carries a secret, which must not be an argument",
  },
  {
    pattern: /^(ping-user-agent|gcp-healthchecks)$/,
    why: "takes /ping from the probes; such a User-Agent has been a way past the check in oauth2-proxy before",
  },
  {
    pattern: /^(scope|cookie-(expire|refresh)|session-.*|redis-.*)$/,
    why: 'belongs to the session, whose parts depend on one another; use "session"',
  },
  { pattern: /^(config|alpha-config)$/, why: "would bring settings past every check" },
];

/** The bare name of a flag, written as `--name`, `-name` or `name`. */
export function flagName(flag: string): string {
  return flag.replace(/^-{1,2}/, "");
}

/** A flag that may be added to oauth2-proxy's own. */
export const extraFlag: Rule = (flag) => {
  const name = flagName(flag);
  if (HARMLESS.includes(name)) {
    return undefined;
  }
  const reserved = RESERVED.find(({ pattern }) => pattern.test(name));
  if (reserved !== undefined) {
    return `flag ${quote(flag)} ${reserved.why}; leave it out`;
  }
  return `flag ${quote(flag)} is set by the library or none that is known to leave the auth check alone${didYouMean(name, HARMLESS)}; leave it out, or name one of: ${HARMLESS.join(", ")}`;
};
