import type { AskedFor } from "./asked-row";

/** Keys that tell where somebody writes: each stands in one section only. */
const IN_APP = "publicPaths";
const IN_ENTRA = "signInGroups";
const AT_TOP = "authCheck";

const ONE_TENANT =
  "people of one tenant sign in; invite people of others as guests into it, and add them to the group";

/** Keys and words that people write and a config file has not; each is a sentence of its own. */
export const ASKED_KEYS: readonly AskedFor[] = [
  // Who people are, and who may enter.
  {
    asked: /^(azure-?(ad|tenant|active-directory).*|aad|azuread|microsoft.*|entra-.+|msal)$/,
    beside: AT_TOP,
    why: 'people who sign in with Microsoft Entra ID are described under "entra", its tenant by "entra.tenantId"',
  },
  {
    asked: /^(azure-)?tenant(-name|-domain)?$/,
    beside: IN_ENTRA,
    why: 'the tenant is named by its id; write "tenantId"',
  },
  {
    asked: /^(multi-?tenant.*|tenants|(allowed|other|extra)-tenants?|sign-in-audience|issuers)$/,
    why: `several tenants are not possible, because groups are of one tenant alone: ${ONE_TENANT}`,
  },
  {
    asked: /^((entra-)?external-id|(azure-ad-)?b2c.*|ciam|user-flow|policy-name|customers)$/,
    why: `External ID and B2C are not possible, because their issuers and group claims are others: ${ONE_TENANT}`,
  },
  {
    asked: /^(google|okta|keycloak|ldap|saml|cognito|auth0|gitlab|oidc|dex|bitbucket|identity|idp)$/,
    beside: AT_TOP,
    why: 'people sign in with "entra" or "github"; another identity is a class of your own in TypeScript (docs/library.md)',
  },
  {
    asked: /^(allowed-)?(e-?mail-)?domains?$/,
    why: 'a domain of mail addresses is no guard, because guests and other tenants can have such addresses; write everybody: members under "entra" for all members of the tenant, or name a group, in "entra.accessGroup" or in "access" of an app',
  },
  {
    asked:
      /^(every(one|-one|-body)|any(one|-one|body|-user)|all-(users|members|employees|staff)|whole-tenant|tenant-wide|(allow-)?all|employees|company)$/,
    why: 'all people of the tenant are let in by everybody: members, or with its guests by everybody: membersAndGuests, under "entra" or under "access" of an app',
  },
  {
    asked: /^(allow-|with-|include-|deny-|exclude-|no-)?(guests?|externals?|external-users|b2b)(-users)?$/,
    why: "guests are people of the tenant like others: name them or their group, or write everybody: membersAndGuests, or everybody: members without them",
  },
  {
    asked: /^group-(display-)?names?$|^groups?-(name-)?(format|claim-type)$|^emit-group-names$/,
    why: 'names of groups are not handed on: tokens have them only in the place of ids and for assigned groups, and two groups may have one name; give the app roles instead ("entra.roles"), whose values it gets as they are',
  },
  {
    asked: /^(require-)?(mfa|multi-factor.*|conditional-access.*)$/,
    why: "a second factor is asked for by Entra; write a Conditional Access policy there, for the application that this stack registers",
  },
  {
    asked:
      /^(allow(ed)?-|deny-)?(user|group|role|service-principal|team)s?$|^(authorization|authorize|rbac|policy|rules?)$/,
    beside: IN_APP,
    why: 'who may enter an app stands under "access" of it, such as access: { groups: [...] }',
  },
  {
    asked: /^allowed-(groups?|users?|roles?|emails?)$|^whitelist(ed)?-users?$/,
    why: 'who may sign in stands under "entra.accessGroup", and who may enter an app under "access" of it',
  },
  {
    asked: /^federated(-.*)?$|^managed-identity$|^azure-workload-identity$/,
    beside: "workloadIdentity",
    why: "a federated token of the cluster takes the place of a secret with workloadIdentity: { issuer }, which is the address of the cluster's issuer of tokens",
  },
  {
    asked: /^(members?|people|emails?|upns?)$/,
    beside: "usersFrom",
    why: 'the people of a group stand in "users", each by user principal name or object id, or in a file that "usersFrom" names',
  },
  {
    asked: /^(upn|user-name|login|email)$/,
    beside: "userPrincipalName",
    why: 'write "userPrincipalName", or "mail" where that is another address',
  },

  // What is let through, and what apps get.
  {
    asked:
      /^(public|anonymous|unauthenticated|no-auth|open|bypass|exclude(d)?|ignore|skip|white-?list|allow-?list)(-(paths?|urls?|routes?))?$/,
    beside: IN_APP,
    why: 'paths that everybody may reach stand in "publicPaths"',
  },
  {
    asked: /^rewrite(s|-target|-path)?$|^(strip|replace)-(prefix|path)(-regex)?$|^base-path$|^path-prefix$/,
    why: "a path reaches the app as it was asked for: rewriting turns the paths of a host into patterns, so that a public path could cover more than it says; let the app serve below the path it has outside, or give it a host of its own",
  },
  {
    asked: /-?snippets?$/,
    why: "snippets can rewrite the auth check, and are not possible; name what they should set by an annotation of its own",
  },
  {
    asked:
      /^(proxy-(body-size|buffering|connect-timeout|read-timeout|send-timeout|request-buffering)|session-cookie-.+|limit-.+|(allow|white|deny)list-source-range|backend-protocol|affinity|upstream-hash-by|service-upstream|load-balance)$/,
    beside: IN_APP,
    why: 'annotations stand in "extraAnnotations" under their whole names, such as "nginx.ingress.kubernetes.io/proxy-body-size"',
  },
  {
    asked: /^(ingress-)?annotations$/,
    beside: IN_APP,
    why: 'annotations of an app\'s Ingress stand in "extraAnnotations"',
  },
  {
    asked: /^(ingress-)?class(-name)?$/,
    beside: IN_APP,
    why: 'another class is an edge of its own: describe it under "edges" at the top, and name it with "edge" in the app',
  },
  {
    asked: /^(https-|external-|public-|visible-|node-|listen-)?port$/,
    beside: "httpsPort",
    why: 'the port at which people reach the edge, where it is not 443, is "httpsPort"',
  },
  {
    asked: /^(https|external|public|visible|node)-port$/,
    why: 'the port at which people reach the edge is said of that, by "httpsPort" under "ingressController" or "gateway"',
  },
  {
    asked: /^(previews?|preview-hosts?|wildcards?|wildcard-hosts?|return-domains?|whitelist(ed)?-domains?)$/,
    why: 'hosts that come and go share one sign-in: an app whose host is such as "*.preview.example.com", whose Ingresses others own (externalIngress: true), below the "cookieDomain" of "signIn"',
  },
  {
    asked: /^((login|domain|home-realm(-discovery)?|hrd)-hint|whr)$/,
    why: 'the domain to whose sign-in page people are led is "entra.domainHint"',
  },
  {
    asked: /^(url|fqdn|hosts|hostnames?|domains?|dns-name)$/,
    beside: IN_APP,
    why: 'an app has one "host"; make an app of each further one',
  },
  {
    asked: /^(upstreams?|backends?|target|service-(name|port)|port|namespace)$/,
    beside: IN_APP,
    why: "where requests go is said by service: { namespace, name, port }",
  },
  {
    asked: /^(https|ssl|certificate|cert|tls-secret(-name)?|secret-name|cluster-issuer|cert-manager)$/,
    beside: IN_APP,
    why: "the certificate is said by tls: { secretName }, or tls: { issuer: { name } } for one of cert-manager",
  },
  {
    asked: /^web-?sockets?$/,
    why: "WebSockets pass as they are, once their first request has been checked; nothing has to be said",
  },
  {
    asked: /^grpc$|^protocol$/,
    beside: IN_APP,
    why: 'the protocol to the app is said by the annotation "nginx.ingress.kubernetes.io/backend-protocol" in "extraAnnotations"',
  },
  {
    asked: /^((extra|custom|inject|set|request|pass)-)?headers$/,
    why: 'what apps are told of people is said by "authProxy.identityHeaders"; further headers are not possible, because they would stand beside those that say who somebody is',
  },
  {
    asked: /^api-(keys?|tokens?)$|^basic-auth$/,
    why: 'keys that an app checks itself reach it at its "optionalSignInPaths", where people are known if they have a session; programs without one come in with tokens of Entra: name them in "entra.machineClients", or as "servicePrincipals" of a group',
  },
  {
    asked: /^(access-tokens?|pass-access-token|graph|on-behalf-of|scopes?|extra-scopes)$/,
    why: 'an access token, with which an app calls an API for the person, is handed to apps by accessToken: { scope } under "authProxy", such as scope: User.Read for Microsoft Graph and scope: self for the API of this application; the ID token by identityHeaders: token there',
  },

  // The session.
  {
    asked: /^((session|idle|cookie|login|absolute)-)?(timeout|ttl|expir(e|y|es|ation)|max-age|duration)$/,
    why: 'how long people stay signed in is said by "authProxy.session.lifetime"',
  },
  {
    asked: /^(cookie-)?same-?site$/,
    why: 'the session\'s cookie is "Lax", which pages of other sites cannot make use of; an app that is to be framed has to be framed by a page of the same domain',
  },
  {
    asked: /^(valkey|redis-(url|host|connection-url)|session-store|cache)$/,
    why: 'sessions in Redis or Valkey are said by session: { store: { redis: { url } } } under "authProxy"',
  },
  {
    asked: /^(single-sign-on|sso|shared-(sign-in|login|cookie))$/,
    why: 'several hosts share one sign-in with "signIn"',
  },
  {
    asked: /^(logout|log-out|sign-?out)(-url)?$/,
    why: 'people can sign out with "signOut" at the top',
  },
  {
    asked:
      /^(prompt|acr-values|((request|auth|standard)-)logging(-format)?|errors-to-info-log|exclude-logging-path|redis-connection-idle-timeout|request-id-header)$/,
    why: 'that is a flag of oauth2-proxy, which stands in "authProxy.extraFlags", such as { "request-logging": false }',
  },

  // The edge and the rest.
  {
    asked:
      /^(haproxy|kong|contour|f5|nginx-plus|nginx-inc|alb|agic|application-gateway|azure-application-gateway|appgw|cilium|apisix|emissary|ambassador|skipper|gce|caddy)$/,
    beside: "ingress-nginx",
    why: "that one is not known to keep the auth check, and can be described in TypeScript (docs/library.md)",
  },
  {
    asked: /^(kube-?context|kube-?config-?(path)?|kubernetes)$/,
    beside: AT_TOP,
    why: "how Terraform reaches the cluster is said by cluster: { kubeconfig, context }",
  },
  {
    asked: /^(backend|terraform|remote-state)$/,
    beside: AT_TOP,
    why: "where Terraform keeps its state is said by state: { backend, arguments }",
  },
  {
    asked: /^(subscription|resource-group|location|region)(-id|-name)?$/,
    why: "nothing is made in a subscription of Azure, only in the tenant and in the cluster; nothing has to be said",
  },
];
