import type { AskedFor } from "./asked-row";

/** What fits so much that a key, too, may have it in its name. */
const FLAGS_ALONE = "extraFlags";

/** Why flags of oauth2-proxy cannot be added, and what gives the same; each completes `flag "x"`. */
export const REFUSED_FLAGS: readonly AskedFor[] = [
  {
    asked: /^skip-auth-preflight$/,
    why: 'lets requests past the check; for preflight requests of other origins use "cors" of an app',
  },
  {
    asked: /^skip-auth-|^api-route$/,
    why: 'lets requests past the check; use "publicPaths", "optionalSignInPaths", "api" or "apiPaths" of an app',
  },
  {
    asked: /^trusted-ip$/,
    why: 'lets requests past the check by an address, which can be forged; use "publicPaths" of an app, or machine clients for programs',
  },
  {
    asked: /^extra-jwt-issuers$/,
    why: "lets tokens of another issuer in, and with them whoever it names; no key does that",
  },
  {
    asked: /^oidc-extra-audience$/,
    why: 'lets in tokens that were made for other applications; use "extraAudiences", which keeps the check of groups',
  },
  {
    asked: /^oidc-(issuer-url|jwks-url|public-key-file)$|^(login|redeem|profile|validate|pubjwk)-url$/,
    why: 'says who is believed, and follows from the tenant; for another Microsoft cloud use "cloud", and for its parameter domain_hint "domainHint" of entra; further parameters are not possible yet',
  },
  {
    asked: /^htpasswd-|^display-htpasswd-form$/,
    why: "decides who gets in, by passwords beside the identity provider; no key does that",
  },
  {
    asked: /^github-(?!token)/,
    why: 'decides who gets in; use "github" in place of "entra", with its organization, teams or users',
  },
  {
    asked: /^email-domain$/,
    why: 'decides who gets in, and a domain of mail addresses is no guard, because guests can have such addresses; write everybody: members under "entra" for all members of the tenant, or name a group, in "entra.accessGroup" or in "access" of an app',
  },
  {
    asked:
      /^(allowed-|authenticated-emails-file|email-domain|bearer-token-login-fallback|entra-id-allowed-tenant)/,
    why: "decides who gets in; the library sets it from the access group, the roles and the rules of the apps",
  },
  {
    beside: FLAGS_ALONE,
    asked: /insecure|skip-oidc-discovery|^oidc-(audience-claim|enabled-signing-alg)$/,
    why: "weakens the check of tokens or of certificates; no key does that",
  },
  {
    asked: /^show-debug-on-error$/,
    why: "shows visitors what belongs into the log; read it there",
  },
  {
    asked: /^skip-jwt-bearer-tokens$/,
    why: 'says whether programs come in with tokens of their own; use "bearerTokens"',
  },
  {
    asked: /^pass-access-token$/,
    why: 'hands apps an access token; use "accessToken: { scope }" of authProxy, which says what it is for, with a Redis store and a refresh; for the ID token use "identityHeaders"',
  },
  {
    asked: /^client-secret/,
    why: 'is how the proxy proves itself; use "credential" of entra or "clientSecret" of github, which name a Secret',
  },
  {
    asked: /^entra-id-federated-token-auth$/,
    why: 'is how the proxy proves itself without a secret; use "workloadIdentity" of the credential of entra',
  },
  {
    asked: /^cookie-secret/,
    why: 'carries a secret, which the stack makes itself; for one of your own use "cookieSecret: { existingSecret }" of authProxy, which names a Secret',
  },
  {
    asked: /^redis-password$/,
    why: 'carries a secret, which must not be an argument; use "passwordSecret" of session.store.redis',
  },
  {
    asked: /^redis-.*sentinel/,
    why: 'belongs to the session store; use "sentinel" of session.store.redis, with its master, addresses and passwordSecret',
  },
  {
    asked: /^redis-username$/,
    why: 'belongs to the session store; write the user into the "url" of session.store.redis',
  },
  {
    asked: /^redis-/,
    why: 'belongs to the session store; use "session.store.redis" with its url, cluster, sentinel and caSecret',
  },
  {
    beside: FLAGS_ALONE,
    asked: /secret|password|signature-key|jwt-key|-token$/,
    why: "carries a secret, which must not be an argument, for a feature that this stack does not use",
  },
  {
    asked: /^(gitlab|google|keycloak|bitbucket|azure)-|^(resource|force-code-challenge-method)$/,
    why: "belongs to another identity provider than this stack's",
  },
  {
    asked: /^(ping-user-agent|gcp-healthchecks)$/,
    why: "takes /ping from the probes; such a User-Agent has been a way past the check in oauth2-proxy before",
  },
  {
    asked: /^(ping|ready)-path$|^silence-ping-logging$/,
    why: "belongs to the probes of the Pod, which the library sets",
  },
  {
    asked: /^cookie-(expire|refresh)$/,
    why: 'belongs to the session, whose parts depend on one another; use "session.lifetime" and "session.refresh"',
  },
  {
    asked: /^session-/,
    why: 'belongs to the session, whose parts depend on one another; use "session.store"',
  },
  {
    asked: /^scope$/,
    why: 'follows from what the session needs; use "session.refresh" or "groupOverage", and for a token with which an app calls an API "accessToken: { scope }" of authProxy',
  },
  {
    asked: /^cookie-(name|domain)$/,
    why: 'follows from the name of the proxy and from "signIn", where several hosts share one sign-in',
  },
  {
    asked: /^cookie-|^code-challenge-method$|^encode-state$/,
    why: "protects the session or the sign-in, and has the safest value already",
  },
  {
    asked: /^(set-xauthrequest|set-authorization-header|pass-|set-basic-auth|prefer-email-to-user)/,
    why: 'is what apps are told; use "identityHeaders"',
  },
  {
    asked: /^(oidc-email-claim|oidc-groups-claim|user-id-claim|skip-claims-from-profile-url)$/,
    why: "says by which claim a person or a group is known, on which the rules of the apps depend",
  },
  { asked: /^(config|alpha-config)$/, why: "would bring settings past every check" },
  {
    asked: /^(version|config-test|convert-config-to-alpha)$/,
    why: "makes oauth2-proxy end at once instead of answering",
  },
  {
    asked: /^provider-ca-file$|^use-system-trust-store$/,
    why: 'is for a certificate authority of your own; use "caBundle", which mounts its file from a ConfigMap or a Secret',
  },
  {
    asked: /^metrics-/,
    why: 'opens a port that no Service and no NetworkPolicy lets anybody reach; use "metrics", which says who scrapes',
  },
  {
    asked: /^logging-(filename|max-age|max-backups|max-size|compress)$/,
    why: "is for a log file, which the read-only file system of the Pod cannot take; the log goes to the output of the Pod, where the cluster's collector finds it",
  },
  {
    asked: /^logging-local-time$/,
    why: "changes nothing, because the Pod has no other time zone than UTC",
  },
  {
    asked: /^(banner|footer|custom-sign-in-logo|provider-display-name)$/,
    why: 'is for a page that nobody sees: people are sent straight to the identity provider; the pages for refused and signed-out people have a name and a logo by "authProxy.pages", and whom to ask by "contact"',
  },
  {
    asked: /^custom-templates-dir$/,
    why: 'names a folder that cannot be mounted in the Pod; pages of your own are not possible yet, but "authProxy.pages" puts a name and a logo on those that there are, and "contact" says whom to ask',
  },
  {
    asked: /^(disable-keep-alives|flush-interval|upstream|proxy-websockets|ssl-upstream)/,
    why: 'is for apps that oauth2-proxy serves itself; where it stands before an app, it lets requests pass as they are, and otherwise the ingress controller sends them, which "extraAnnotations" of an app set up',
  },
  {
    asked: /^(https?-address|tls-|force-https$)/,
    why: "is about the proxy's own port, to which the Service, the probes and the NetworkPolicy lead; certificates belong to the ingress controller",
  },
  {
    asked: /^(reverse-proxy|trusted-proxy-ip|real-client-ip-header)$/,
    why: 'says whose headers are believed; use "trustedAddresses" of the ingress controller',
  },
  {
    asked: /^(redirect-url|relative-redirect-url|whitelist-domain)$/,
    why: 'follows from the hosts of the apps and "signIn"',
  },
  {
    asked: /^proxy-prefix$/,
    why: 'is the path of the auth proxy\'s Ingresses and of the redirect URIs as well; use "proxyPrefix"',
  },
  {
    asked: /^(backend-logout-url|skip-provider-button)$/,
    why: 'belongs to signing out; use "signOut"',
  },
  { asked: /^approval-prompt$/, why: 'is an older form of "prompt"; use that' },
  {
    asked: /^(client-id|provider)$/,
    why: 'follows from "entra" or "github", and from "application" in it',
  },
  {
    asked: /^(force-json-errors|allow-query-semicolons|auth-request-response-mode)$/,
    why: "changes the answers on which the ingress controller, the browser or the refusal page rely",
  },
];
