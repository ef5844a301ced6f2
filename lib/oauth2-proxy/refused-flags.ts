/** Why a flag of oauth2-proxy cannot be added, and what gives the same. */
interface Refusal {
  readonly pattern: RegExp;
  /** Follows `flag "x"`; ends with the way out, or with why there is none. */
  readonly why: string;
}

const NOT_YET = "this is not possible yet";

/** The first that matches counts. */
const REFUSALS: readonly Refusal[] = [
  {
    pattern: /^skip-auth-preflight$/,
    why: 'lets requests past the check; for preflight requests of other origins use "cors" of an app',
  },
  {
    pattern: /^skip-auth-|^api-route$/,
    why: 'lets requests past the check; use "publicPaths", "api" or "apiPaths" of an app',
  },
  {
    pattern: /^trusted-ip$/,
    why: 'lets requests past the check by an address, which can be forged; use "publicPaths" of an app, or machine clients for programs',
  },
  {
    pattern: /^extra-jwt-issuers$/,
    why: "lets tokens of another issuer in, and with them whoever it names; no key does that",
  },
  {
    pattern: /^oidc-extra-audience$/,
    why: 'lets in tokens that were made for other applications; use "extraAudiences", which keeps the check of groups',
  },
  {
    pattern: /^oidc-(issuer-url|jwks-url|public-key-file)$|^(login|redeem|profile|validate|pubjwk)-url$/,
    why: 'says who is believed, and follows from the tenant; for another Microsoft cloud use "cloud"; further parameters of such an address are not possible yet',
  },
  {
    pattern: /^htpasswd-|^display-htpasswd-form$/,
    why: "decides who gets in, by passwords beside the identity provider; no key does that",
  },
  {
    pattern: /^github-(?!token)/,
    why: 'decides who gets in; use "github" in place of "entra", with its organization, teams or users',
  },
  {
    pattern:
      /^(allowed-|authenticated-emails-file|email-domain|bearer-token-login-fallback|entra-id-allowed-tenant)/,
    why: "decides who gets in; the library sets it from the access group, the roles and the rules of the apps",
  },
  {
    pattern: /insecure|skip-oidc-discovery|^oidc-(audience-claim|enabled-signing-alg)$/,
    why: "weakens the check of tokens or of certificates; no key does that",
  },
  {
    pattern: /^show-debug-on-error$/,
    why: "shows visitors what belongs into the log; read it there",
  },
  {
    pattern: /^skip-jwt-bearer-tokens$/,
    why: 'says whether programs come in with tokens of their own; use "bearerTokens"',
  },
  {
    pattern: /^pass-access-token$/,
    why: 'hands out tokens for other APIs, which is not possible yet; for the ID token use "identityHeaders"',
  },
  {
    pattern: /^client-secret/,
    why: 'is how the proxy proves itself; use "credential" of entra or "clientSecret" of github, which name a Secret',
  },
  {
    pattern: /^entra-id-federated-token-auth$/,
    why: `is how the proxy proves itself without a secret; ${NOT_YET}`,
  },
  {
    pattern: /^cookie-secret/,
    why: 'carries a secret, which the stack makes itself; for one of your own use "cookieSecret: { existingSecret }" of authProxy, which names a Secret',
  },
  {
    pattern: /^redis-password$/,
    why: 'carries a secret, which must not be an argument; use "passwordSecret" of session.store.redis',
  },
  {
    pattern: /^redis-.*sentinel/,
    why: 'belongs to the session store; use "sentinel" of session.store.redis, with its master, addresses and passwordSecret',
  },
  {
    pattern: /^redis-username$/,
    why: 'belongs to the session store; write the user into the "url" of session.store.redis',
  },
  {
    pattern: /^redis-/,
    why: 'belongs to the session store; use "session.store.redis" with its url, cluster, sentinel and caSecret',
  },
  {
    pattern: /secret|password|signature-key|jwt-key|-token$/,
    why: "carries a secret, which must not be an argument, for a feature that this stack does not use",
  },
  {
    pattern: /^(gitlab|google|keycloak|bitbucket|azure)-|^(resource|force-code-challenge-method)$/,
    why: "belongs to another identity provider than this stack's",
  },
  {
    pattern: /^(ping-user-agent|gcp-healthchecks)$/,
    why: "takes /ping from the probes; such a User-Agent has been a way past the check in oauth2-proxy before",
  },
  {
    pattern: /^(ping|ready)-path$|^silence-ping-logging$/,
    why: "belongs to the probes of the Pod, which the library sets",
  },
  {
    pattern: /^cookie-(expire|refresh)$/,
    why: 'belongs to the session, whose parts depend on one another; use "session.lifetime" and "session.refresh"',
  },
  {
    pattern: /^session-/,
    why: 'belongs to the session, whose parts depend on one another; use "session.store"',
  },
  {
    pattern: /^scope$/,
    why: 'follows from what the session needs; use "session.refresh" or "groupOverage"; scopes of other APIs are not possible yet',
  },
  {
    pattern: /^cookie-(name|domain)$/,
    why: 'follows from the name of the proxy and from "signIn", where several hosts share one sign-in',
  },
  {
    pattern: /^cookie-|^code-challenge-method$|^encode-state$/,
    why: "protects the session or the sign-in, and has the safest value already",
  },
  {
    pattern: /^(set-xauthrequest|set-authorization-header|pass-|set-basic-auth|prefer-email-to-user)/,
    why: 'is what apps are told; use "identityHeaders"',
  },
  {
    pattern: /^(oidc-email-claim|oidc-groups-claim|user-id-claim|skip-claims-from-profile-url)$/,
    why: "says by which claim a person or a group is known, on which the rules of the apps depend",
  },
  { pattern: /^(config|alpha-config)$/, why: "would bring settings past every check" },
  {
    pattern: /^(version|config-test|convert-config-to-alpha)$/,
    why: "makes oauth2-proxy end at once instead of answering",
  },
  {
    pattern: /^provider-ca-file$|^use-system-trust-store$/,
    why: 'is for a certificate authority of your own; use "caBundle", which mounts its file from a ConfigMap or a Secret',
  },
  {
    pattern: /^metrics-/,
    why: `opens a port that no Service and no NetworkPolicy lets anybody reach; ${NOT_YET}`,
  },
  {
    pattern: /^logging-(filename|max-age|max-backups|max-size|compress)$/,
    why: "is for a log file, which the read-only file system of the Pod cannot take; the log goes to the output of the Pod, where the cluster's collector finds it",
  },
  {
    pattern: /^logging-local-time$/,
    why: "changes nothing, because the Pod has no other time zone than UTC",
  },
  {
    pattern: /^(banner|footer|custom-sign-in-logo|provider-display-name)$/,
    why: 'is for a page that nobody sees: people are sent straight to the identity provider, and the pages for refused and signed-out people are the library\'s own; use "contact" for whom they should ask',
  },
  {
    pattern: /^custom-templates-dir$/,
    why: 'names a folder that cannot be mounted in the Pod; pages of your own are not possible yet, but "contact" says on the refusal page whom to ask',
  },
  {
    pattern: /^(disable-keep-alives|flush-interval|upstream|proxy-websockets|ssl-upstream)/,
    why: 'is for apps that oauth2-proxy serves itself; where it stands before an app, it lets requests pass as they are, and otherwise the ingress controller sends them, which "extraAnnotations" of an app set up',
  },
  {
    pattern: /^(https?-address|tls-|force-https$)/,
    why: "is about the proxy's own port, to which the Service, the probes and the NetworkPolicy lead; certificates belong to the ingress controller",
  },
  {
    pattern: /^(reverse-proxy|trusted-proxy-ip|real-client-ip-header)$/,
    why: 'says whose headers are believed; use "trustedAddresses" of the ingress controller',
  },
  {
    pattern: /^(redirect-url|relative-redirect-url|whitelist-domain)$/,
    why: 'follows from the hosts of the apps and "signIn"',
  },
  {
    pattern: /^proxy-prefix$/,
    why: 'is the path of the auth proxy\'s Ingresses and of the redirect URIs as well; use "proxyPrefix"',
  },
  {
    pattern: /^(backend-logout-url|skip-provider-button)$/,
    why: 'belongs to signing out; use "signOut"',
  },
  { pattern: /^approval-prompt$/, why: 'is an older form of "prompt"; use that' },
  {
    pattern: /^(client-id|provider)$/,
    why: 'follows from "entra" or "github", and from "application" in it',
  },
  {
    pattern: /^(force-json-errors|allow-query-semicolons|auth-request-response-mode)$/,
    why: "changes the answers on which the ingress controller, the browser or the refusal page rely",
  },
];

/** Why a flag that is known cannot be added. */
export function refusedFlag(name: string): string | undefined {
  return REFUSALS.find(({ pattern }) => pattern.test(name))?.why;
}
