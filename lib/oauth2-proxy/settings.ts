import { Fn, Token } from "cdktf";
import type { DecidingClaim } from "../contracts/access";
import type { IdTokenTraits } from "../contracts/identity";
import type { Credential } from "../contracts/credential";
import type { ResolvedSettings } from "../resolver";
import { goDuration } from "../rules/duration";
import { flagName, type FlagValue } from "./extra-flags";
import { frontFlags, type FrontSettings } from "./front-flags";
import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import { inExpression } from "../schema/terraform-text";
import { logFlags, type LogFormat } from "./log-format";
import { redisFlags } from "./redis";
import { type RedisProps } from "./redis-props";

/** The port on which oauth2-proxy listens in its Pod and behind its Service. */
export const PROXY_PORT = 4180;

/** The port at which it serves metrics, in its Pod and behind its Service. */
export const METRICS_PORT = 44180;

/** What it answers outside of its prefix to those who may enter, where the edge asks it there (`--upstream`). */
export const STATIC_ANSWER = "static://200";

/** Where the refusal page is mounted. */
export const TEMPLATES_DIR = "/templates";

/** Where certificates of further certificate authorities are mounted. */
export const CA_BUNDLE_DIR = "/ca-bundle";

/** The file in it. */
export const CA_BUNDLE_FILE = "ca.crt";

const CA_BUNDLE = `${CA_BUNDLE_DIR}/${CA_BUNDLE_FILE}`;

/** Everything that decides oauth2-proxy's flags. Values that only Terraform knows pass through. */
export interface SettingsInput {
  readonly resolved: ResolvedSettings;
  /** To whom tokens are issued. */
  readonly clientId: string;
  /** What the proxy proves itself with. @default - nothing that a flag says */
  readonly credential?: Pick<Credential, "provider" | "flags">;
  /** Where people sign in. @default - where the issuer says */
  readonly signInFlags?: Readonly<Record<string, string | boolean>>;
  /** What ID tokens say. @default - the identity gives no ID tokens */
  readonly idToken?: IdTokenTraits;
  /** What people are let in by. @default "groups" */
  readonly groupsClaim?: DecidingClaim;
  /** The path below which the proxy answers. @default "/oauth2" */
  readonly proxyPrefix?: string;
  /** The hosts on which the callback answers, with their ports: one shared by all apps, or one for each. */
  readonly signInHosts: readonly string[];
  /** Hosts, with their ports, that a sign-in or a sign-out may lead to, beside its own. */
  readonly returnHosts: readonly string[];
  /** Whether `<prefix>/sign_in` is the page that says that somebody is signed out, and starts no sign-in. */
  readonly signedOutPage?: boolean;
  /** Whether it is asked for pages outside of its prefix, and answers 200 or by a redirect. @default false */
  readonly redirects?: boolean;
  /** A path outside of its prefix at which it answers programs, with 200 or 401. @default - none */
  readonly programsPath?: string;
  /** The path at which it is asked where the sign-in is optional, and lets pass who has no session. @default - none */
  readonly optionalPath?: string;
  /** The app that it stands before, in the path of its requests. @default - none: an edge asks it */
  readonly front?: FrontSettings;
  readonly cookieName: string;
  /** Shares the cookie among the hosts of a domain. */
  readonly cookieDomain?: string;
  /** Addresses whose X-Forwarded-* headers count. */
  readonly trustedAddresses: readonly string[];
  /** Whether access tokens of service principals are accepted in the Authorization header. */
  readonly bearerTokens: boolean;
  /** How it writes its log. @default "text" */
  readonly logFormat?: LogFormat;
  /** Whether it serves metrics. @default false */
  readonly metrics?: boolean;
  /** Where sessions are kept, if not in a cookie. */
  readonly redis?: RedisProps;
  /** Whether further certificate authorities are trusted, beside those of the image. @default - those of the image alone */
  readonly caBundle?: object;
  /** Client ids of other applications whose tokens are accepted as well. */
  readonly extraAudiences: readonly string[];
  /** Flags that decide nothing of what is decided here. @default - none */
  readonly extraFlags?: Readonly<Record<string, FlagValue>>;
}

/** The pattern of such a path: oauth2-proxy compares it with a request's path and query together. */
export function programsRoute(path: string): string {
  return `^${path}([?]|$)`;
}

/** How many sign-ins may be under way in one browser; each keeps a cookie until it is done. */
const SIGN_INS_AT_ONCE = 10;

/** oauth2-proxy's command line. Secrets and ids come from the environment, never from here. */
export function proxyFlags(input: SettingsInput): string[] {
  const { resolved, proxyPrefix: prefix = DEFAULT_PROXY_PREFIX } = input;
  const { lifetime, refresh } = resolved.times;
  const [onlyHost, ...otherHosts] = input.signInHosts;
  return [
    ...flag("provider", input.credential?.provider ?? resolved.provider),
    ...flag("scope", scopesOf(input).join(" ")),
    ...flags(input.credential?.flags ?? {}),
    ...flags(input.signInFlags ?? {}),
    ...flag("email-domain", "*"),
    ...claimFlags(input),
    ...flag("skip-provider-button", input.signedOutPage !== true),
    ...flag("code-challenge-method", "S256"),
    ...(input.idToken === undefined ? [] : flag("insecure-oidc-skip-nonce", false)),
    ...flag("skip-jwt-bearer-tokens", input.bearerTokens),
    ...flag("oidc-extra-audience", input.extraAudiences),
    ...caFlags(input),

    ...flag("http-address", `0.0.0.0:${PROXY_PORT}`),
    ...(input.metrics === true ? flag("metrics-address", `0.0.0.0:${METRICS_PORT}`) : []),
    ...upstreamFlags(input, prefix),
    ...flag("proxy-prefix", prefix),
    ...forwardedFlags(input),
    // With several hosts the redirect URI follows from the host of the request.
    ...(onlyHost !== undefined && otherHosts.length === 0
      ? flag("redirect-url", `https://${onlyHost}${prefix}/callback`)
      : []),
    ...flag("whitelist-domain", input.returnHosts),

    ...flag("cookie-name", input.cookieName),
    ...(input.cookieDomain === undefined ? [] : flag("cookie-domain", input.cookieDomain)),
    ...flag("cookie-secure", true),
    ...flag("cookie-httponly", true),
    ...flag("cookie-samesite", "lax"),
    ...flag("cookie-expire", goDuration(lifetime)),
    ...flag("cookie-refresh", goDuration(refresh ?? 0)),
    ...flag("cookie-csrf-per-request", true),
    ...flag("cookie-csrf-per-request-limit", SIGN_INS_AT_ONCE),
    ...flag("cookie-csrf-expire", goDuration(15 * 60)),
    ...sessionFlags(input),

    ...headerFlags(input),
    ...flag("custom-templates-dir", TEMPLATES_DIR),
    ...flag("show-debug-on-error", false),
    ...flag("silence-ping-logging", true),
    ...flags(logFlags(input.logFormat ?? "text", prefix)),
    ...Object.entries(input.extraFlags ?? {}).flatMap(([name, value]) => flag(flagName(name), value)),
  ];
}

function scopesOf({ resolved: { scopes, ownScope }, clientId }: SettingsInput): readonly string[] {
  return ownScope === undefined ? scopes : [...scopes, `${clientId}${ownScope}`];
}

/** Where requests go to that may pass. */
function upstreamFlags(
  { front, redirects, programsPath, optionalPath }: SettingsInput,
  prefix: string,
): string[] {
  if (optionalPath !== undefined) {
    return [...flag("upstream", STATIC_ANSWER), ...flag("skip-auth-route", `^${optionalPath}$`)];
  }
  return front === undefined
    ? [
        ...flag("upstream", redirects === true ? STATIC_ANSWER : "file:///dev/null"),
        ...(programsPath === undefined ? [] : flag("api-route", programsRoute(programsPath))),
      ]
    : flags(frontFlags(front, prefix));
}

/**
 * Whose X-Forwarded-* headers count. Where it lets pass who has no session, nobody's do: a client's X-Forwarded-Uri would
 * take the place of the path that is asked.
 */
function forwardedFlags({ optionalPath, trustedAddresses }: SettingsInput): string[] {
  return optionalPath === undefined
    ? [...flag("reverse-proxy", true), ...flag("trusted-proxy-ip", trustedAddresses)]
    : flag("reverse-proxy", false);
}

/**
 * What apps are told: in the answer to an edge, which hands it on; or in the request itself. In front of an app, an
 * answer goes to the browser, which is told nothing.
 */
function headerFlags({
  front,
  optionalPath,
  resolved: { identityHeaders, accessToken },
}: SettingsInput): string[] {
  const answers = front === undefined;
  // Where the sign-in is optional, Authorization is the app's own.
  const tellsToken = identityHeaders === "token" && optionalPath === undefined;
  const tells = identityHeaders !== "none";
  return [
    ...flag("set-xauthrequest", answers && tells),
    ...flag("set-authorization-header", answers && tellsToken),
    ...flag("pass-authorization-header", !answers && tellsToken),
    ...(accessToken === true ? flag("pass-access-token", true) : []),
    ...(answers ? [] : [...flag("pass-user-headers", tells), ...flag("pass-basic-auth", false)]),
  ];
}

function claimFlags({ idToken, groupsClaim = "groups" }: SettingsInput): string[] {
  return idToken === undefined
    ? []
    : [
        ...(idToken.emailClaim === undefined ? [] : flag("oidc-email-claim", idToken.emailClaim)),
        ...flag("oidc-groups-claim", claimName(idToken, groupsClaim)),
        ...(idToken.isComplete === true ? flag("skip-claims-from-profile-url", true) : []),
      ];
}

/** Beside the variable by which all trust these, so that a file without a certificate ends it at its start. */
function caFlags({ caBundle }: SettingsInput): string[] {
  return caBundle === undefined
    ? []
    : [...flag("provider-ca-file", CA_BUNDLE), ...flag("use-system-trust-store", true)];
}

/** What the claim is called in a token that people are let in by. */
export function claimName({ groupsClaim, account }: IdTokenTraits, deciding: DecidingClaim): string {
  return { groups: groupsClaim, roles: "roles", account: account?.claim ?? groupsClaim }[deciding];
}

function sessionFlags(input: SettingsInput): string[] {
  const { resolved, redis } = input;
  switch (resolved.sessionStore) {
    case "cookie-minimal":
      return [...flag("session-store-type", "cookie"), ...flag("session-cookie-minimal", true)];
    case "cookie":
      return [...flag("session-store-type", "cookie"), ...flag("session-cookie-minimal", false)];
    case "redis":
      return flags(redisFlags(redis ?? {}));
  }
}

/**
 * `--name=value`, once for each value; a list that only Terraform knows is one flag with commas. Every flag
 * is spelled out, so that no default of a release decides.
 */
function flag(name: string, value: FlagValue): string[] {
  return valuesOf(value).map((one) => `--${name}=${withoutVariables(one)}`);
}

function flags(values: Readonly<Record<string, FlagValue>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => flag(name, value));
}

function valuesOf(value: FlagValue): readonly string[] {
  if (typeof value !== "object") {
    return [String(value)];
  }
  return Token.isUnresolved(value) ? [Fn.join(",", [...value])] : value;
}

/**
 * Kubernetes puts variables of the container, secrets among them, in the place of `$(NAME)` in an argument and in the
 * value of a variable, and reads two dollars as one.
 */
export function withoutVariables(text: string): string {
  return Token.isUnresolved(text)
    ? Fn.replace(inExpression(text), Fn.rawString("$"), Fn.rawString("$$"))
    : text.replaceAll("$", () => "$$");
}

/** The headers in which oauth2-proxy says who somebody is; a client must never be able to send them itself. */
export const IDENTITY_HEADERS = [
  "X-Auth-Request-User",
  "X-Auth-Request-Email",
  "X-Auth-Request-Preferred-Username",
  "X-Auth-Request-Groups",
  "X-Auth-Request-Access-Token",
] as const;

/**
 * The names under which oauth2-proxy tells the same to apps that it serves itself. Here nobody sends them, and
 * an app that knows them would believe whoever does.
 */
const UPSTREAM_HEADERS = [
  "X-Forwarded-User",
  "X-Forwarded-Email",
  "X-Forwarded-Preferred-Username",
  "X-Forwarded-Groups",
  "X-Forwarded-Access-Token",
] as const;

/** Every header that the controller takes from the auth response, forged ones being replaced or removed. */
export function identityHeadersOf(resolved: Pick<ResolvedSettings, "identityHeaders">): readonly string[] {
  const names = [...IDENTITY_HEADERS, ...UPSTREAM_HEADERS];
  return resolved.identityHeaders === "token" ? [...names, "Authorization"] : names;
}
