import { andThen, complaints, instead } from "../support/config-texts";

const HOST = "apps[0].host";
const TAKES = "host takes a name such as podinfo.example.com";
const ID = "11111111-2222-3333-4444-555555555555";
const LABEL =
  'is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit';
const IMAGE = "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4";

const host = (value: string): string => instead("host: podinfo.example.com", `host: ${value}`);
const group = (lines: string): string => instead("name: users", `name: users\n    ${lines}`);
const authProxy = (value: string): string => andThen(`authProxy: ${value}\n`);
const annotation = (key: string): string => andThen(`    extraAnnotations:\n      ${key}: "x"\n`);

// Each row is a config with one mistake, and the one line that is said about it.
describe("a config file is refused for", () => {
  it.each([
    [
      "an unknown key, with the nearest known one",
      andThen("clutser: environment\n"),
      '10:1: clutser: unknown key "clutser" (did you mean "cluster"?); it takes $schema, stack, entra, github, cluster, providers, clusterDomain, ingressController, gateway, edges, authCheck, signIn, signOut, secrets, authProxy, apps, state',
    ],
    [
      "an unknown key inside of a section",
      instead("kind: ingress-nginx", "kind: ingress-nginx\n  clasName: nginx"),
      '6:3: ingressController.clasName: unknown key "clasName" (did you mean "className"?); it takes kind, className, controllerClass, namespace, podLabels, httpsPort, trustedAddresses, refusesEncodedSlashes, resource, requestHeaderLimit',
    ],
    [
      "a value of the wrong type",
      instead("port: 9898", 'port: "9898"'),
      '9:51: apps[0].service.port: "9898" is text; it takes a number; write 9898 without quotes',
    ],
    [
      "a host with a scheme",
      host("https://podinfo.example.com"),
      `8:5: ${HOST}: "https://podinfo.example.com" is a URL; ${TAKES}`,
    ],
    [
      "a host with a port",
      host("podinfo.example.com:8443"),
      `8:5: ${HOST}: "podinfo.example.com:8443" has a port; ${TAKES}, and the port at which people reach the edge is said of that: httpsPort: 8443 under "ingressController", "gateway" or the edge in "edges"`,
    ],
    [
      "a host with a path",
      host("podinfo.example.com/app"),
      `8:5: ${HOST}: "podinfo.example.com/app" has a path; ${TAKES}, paths go into "paths"`,
    ],
    [
      "a host with upper-case letters",
      host("Podinfo.example.com"),
      `8:5: ${HOST}: "Podinfo.example.com" has upper-case letters; write "podinfo.example.com"`,
    ],
    [
      "a host with a dot at its end",
      host("podinfo.example.com."),
      `8:5: ${HOST}: "podinfo.example.com." ends with a dot; write "podinfo.example.com"`,
    ],
    ["an IP address as host", host("10.0.0.1"), `8:5: ${HOST}: "10.0.0.1" is an IP address; ${TAKES}`],
    [
      "two apps on one host and path",
      andThen("  - { name: two, host: podinfo.example.com, externalIngress: true }\n"),
      '10:5: apps[1].paths: "podinfo.example.com/" belongs to app "podinfo" already; give each app a host or path of its own',
    ],
    [
      "an app's path under the proxy's own prefix",
      andThen("    paths: [/, /oauth2/admin]\n"),
      '10:16: apps[0].paths[1]: "/oauth2/admin" lies under /oauth2, where the auth proxy answers on every protected host; use another path, or, where the app itself answers there, give the auth proxy another one: authProxy.proxyPrefix: /auth-proxy',
    ],
    [
      "an app without a service",
      andThen("  - { name: two, host: two.example.com }\n"),
      '10:5: apps[1].service: is missing, so that there is nothing to protect; write service: { namespace, name, port }, or "externalIngress: true" where somebody else owns the Ingress',
    ],
    [
      "a port out of range",
      instead("port: 9898", "port: 98980"),
      "9:51: apps[0].service.port: 98980 is not a port; a port is a whole number from 1 to 65535",
    ],
    [
      "an invalid Kubernetes name",
      instead("name: podinfo,", "name: pod_info,"),
      `9:36: apps[0].service.name: "pod_info" ${LABEL}`,
    ],
    [
      "an invalid namespace",
      authProxy("{ namespace: { name: Kube.System } }"),
      `10:27: authProxy.namespace.name: "Kube.System" ${LABEL}`,
    ],
    [
      "an invalid annotation key",
      annotation("a/b/c"),
      '11:7: apps[0].extraAnnotations.a/b/c: "a/b/c" is not an annotation or label key; write one such as nginx.ingress.kubernetes.io/proxy-body-size',
    ],
    [
      "the annotation auth-url",
      annotation("nginx.ingress.kubernetes.io/auth-url"),
      '11:7: apps[0].extraAnnotations.nginx.ingress.kubernetes.io/auth-url: annotation "nginx.ingress.kubernetes.io/auth-url" decides who gets in; the library sets it, so say who may enter with "access" of the app or path',
    ],
    [
      "the annotation satisfy",
      annotation("nginx.ingress.kubernetes.io/satisfy"),
      '11:7: apps[0].extraAnnotations.nginx.ingress.kubernetes.io/satisfy: annotation "nginx.ingress.kubernetes.io/satisfy" can switch the auth check off; name the paths that are open to everybody in "publicPaths"',
    ],
    [
      "the annotation enable-global-auth",
      annotation("nginx.ingress.kubernetes.io/enable-global-auth"),
      '11:7: apps[0].extraAnnotations.nginx.ingress.kubernetes.io/enable-global-auth: annotation "nginx.ingress.kubernetes.io/enable-global-auth" can switch the auth check off; name the paths that are open to everybody in "publicPaths"',
    ],
    [
      "a snippet annotation",
      annotation("nginx.ingress.kubernetes.io/configuration-snippet"),
      '11:7: apps[0].extraAnnotations.nginx.ingress.kubernetes.io/configuration-snippet: annotation "nginx.ingress.kubernetes.io/configuration-snippet" can rewrite the auth check; name what it should set by an annotation of its own, because a snippet is not possible',
    ],
    [
      "an annotation that the library sets",
      annotation("nginx.ingress.kubernetes.io/proxy-buffer-size"),
      '11:7: apps[0].extraAnnotations.nginx.ingress.kubernetes.io/proxy-buffer-size: annotation "nginx.ingress.kubernetes.io/proxy-buffer-size" is set by the library; use "bufferSize" of the auth proxy',
    ],
    [
      "a flag that lets requests past the check",
      authProxy("{ extraFlags: { skip-auth-route: /x } }"),
      '10:28: authProxy.extraFlags.skip-auth-route: flag "skip-auth-route" lets requests past the check; use "publicPaths", "optionalSignInPaths", "api" or "apiPaths" of an app',
    ],
    [
      "a flag that decides who gets in",
      authProxy("{ extraFlags: { --email-domain: x } }"),
      '10:28: authProxy.extraFlags.--email-domain: flag "--email-domain" decides who gets in, and a domain of mail addresses is no guard, because guests can have such addresses; write everybody: members under "entra" for all members of the tenant, or name a group, in "entra.accessGroup" or in "access" of an app',
    ],
    [
      "a user principal name without @",
      group("users: [alice]"),
      '4:13: entra.accessGroup.users[0]: "alice" is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)',
    ],
    [
      "an object id that is no GUID",
      instead("name: users", "objectId: users"),
      `3:5: entra.accessGroup.objectId: "users" is not a GUID; an id looks like ${ID} (Entra admin center, "Object ID")`,
    ],
    [
      "a group without name or id",
      instead("accessGroup:\n    name: users", "accessGroup: {}"),
      '2:3: entra.accessGroup: is missing "name" or "objectId"; write one of them',
    ],
    [
      "no members where they are authoritative",
      group("membership: authoritative"),
      '4:5: entra.accessGroup.membership: "authoritative" with no members would remove everybody from the group; name the members, or write "additive"',
    ],
    [
      "a redirect URI that is not https",
      instead("entra:", "entra:\n  application: { name: a, redirectUris: [http://a.example.com/b] }"),
      '2:42: entra.application.redirectUris[0]: "http://a.example.com/b" is not https; Entra takes http only for localhost, write one such as https://podinfo.example.com/oauth2/callback',
    ],
    [
      "a duration that is none",
      authProxy("{ session: { lifetime: 8 hours } }"),
      '10:25: authProxy.session.lifetime: "8 hours" is not a duration; write one such as "8h", "30m" or "1h30m" (units d, h, m, s)',
    ],
    [
      "a lifetime shorter than the refresh",
      authProxy("{ session: { lifetime: 1h, refresh: 2h, store: { redis: { url: redis://a:6379 } } } }"),
      "10:39: authProxy.session.refresh: the session's lifetime of 1h is shorter than its refresh of 2h, so it would never refresh; make the lifetime longer or the refresh shorter",
    ],
    [
      "a refresh with a cookie store on a controller that drops cookies",
      instead("ingress-nginx", "traefik") + "authProxy: { session: { refresh: 1h, store: cookie } }\n",
      '10:25: authProxy.session.refresh: traefik does not pass the cookies of the auth check on to the browser, so a refreshed cookie session would be lost; use a Redis or Valkey store ("session.store.redis") or leave "session.refresh" out',
    ],
    [
      "the token header with a minimal session",
      authProxy("{ identityHeaders: token }"),
      '10:14: authProxy.identityHeaders: identityHeaders "token" needs the ID token, which a minimal cookie session does not hold; use a Redis or Valkey store ("session.store.redis"), or store: cookie for few groups, or identityHeaders "user"',
    ],
    [
      "groups beyond the budget",
      authProxy("{ expectedGroups: 200 }"),
      '10:14: authProxy.expectedGroups: with 200 groups the Cookie line has 10.5 kB, and ingress-nginx takes 7.9 kB (Cookie line 10.5 kB, callback header 11.0 kB, auth header 7.7 kB); at most 147 groups fit: use a Redis or Valkey store ("session.store.redis"), whose Cookie line has 0.2 kB, or list only groups of this stack in the token (groupClaim "assigned" of the application, Entra ID P1, direct members only; with 10 of them the Cookie line has 0.8 kB), or lower "expectedGroups", or raise the controller\'s own header buffers and say so in "requestHeaderLimit"',
    ],
    [
      "groups beyond what a check through the public host carries",
      andThen("authProxy: { expectedGroups: 160 }\nauthCheck: public-host\n"),
      '10:14: authProxy.expectedGroups: with 160 groups and authCheck "public-host", the check goes through the public host with all cookies in one line of 8.5 kB, and ingress-nginx takes 7.9 kB: every page would be a 500, also where the browser\'s own request gets through; at most 147 groups fit: use a Redis or Valkey store ("session.store.redis"), whose Cookie line has 0.2 kB, or list only groups of this stack in the token (groupClaim "assigned" of the application, Entra ID P1, direct members only; with 10 of them the Cookie line has 0.8 kB), or lower "expectedGroups", or raise the controller\'s own header buffers and say so in "requestHeaderLimit"',
    ],
    [
      "a shared sign-in host outside of the cookie domain",
      andThen("signIn: { host: auth.example.org, cookieDomain: example.com }\n"),
      '10:11: signIn.host: "auth.example.org" is outside the cookie domain "example.com", so the browser would never send the session there; use a host below example.com, or leave "signIn" out',
    ],
    [
      "an image without a tag",
      authProxy("{ image: quay.io/oauth2-proxy/oauth2-proxy }"),
      `10:14: authProxy.image: "quay.io/oauth2-proxy/oauth2-proxy" has no tag, so its version is anybody's guess; write one such as ${IMAGE}`,
    ],
    [
      "an image older than 7.15.4",
      authProxy("{ image: quay.io/oauth2-proxy/oauth2-proxy:v7.15.3 }"),
      `10:14: authProxy.image: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.3" is older than 7.15.4, which lacks settings that this stack relies on; write ${IMAGE} or a later one`,
    ],
    [
      "a buffer size that the controller would silently ignore",
      authProxy("{ bufferSize: 64kb }"),
      '10:14: authProxy.bufferSize: "64kb" is not a size that nginx reads, and ingress-nginx would silently use 4k instead; write "64k"',
    ],
    [
      "YAML syntax, with line and column",
      andThen("stack: [a\n"),
      "11:1: is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; correct it here or just before",
    ],
    [
      "a key that stands there twice",
      andThen("stack: a\nstack: b\n"),
      '11:1: key "stack" stands here twice; keep one of them',
    ],
    [
      "a Redis without TLS over a public name",
      authProxy("{ session: { store: { redis: { url: redis://sessions.contoso.com:6379 } } } }"),
      '10:43: authProxy.session.store.redis.url: "redis://sessions.contoso.com:6379" has no TLS, and "sessions.contoso.com" is a public name or address: whoever listens on the way reads the password, and with it can end every session; write rediss://, or for a Service of the cluster its name such as redis://redis.sessions.svc:6379, or a private address',
    ],
    [
      "a CA of a Redis without TLS",
      authProxy(
        "{ namespace: { name: auth }, session: { store: { redis: { url: redis://a, caSecret: { name: b, key: c } } } } }",
      ),
      '10:86: authProxy.session.store.redis.caSecret: is for TLS, and "redis://a" has none; write rediss:// or leave caSecret out',
    ],
    [
      "another scope, which could be one without offline_access",
      authProxy("{ extraFlags: { scope: openid } }"),
      '10:28: authProxy.extraFlags.scope: flag "scope" follows from what the session needs; use "session.refresh" or "groupOverage", and for a token with which an app calls an API "accessToken: { scope }" of authProxy',
    ],
    [
      "a flag for a certificate authority, which has a key",
      authProxy("{ extraFlags: { provider-ca-file: /etc/corp-ca/ca.crt } }"),
      '10:28: authProxy.extraFlags.provider-ca-file: flag "provider-ca-file" is for a certificate authority of your own; use "caBundle", which mounts its file from a ConfigMap or a Secret',
    ],
    [
      "a flag for metrics, which have a key",
      authProxy("{ extraFlags: { metrics-address: '0.0.0.0:44180' } }"),
      '10:28: authProxy.extraFlags.metrics-address: flag "metrics-address" opens a port that no Service and no NetworkPolicy lets anybody reach; use "metrics", which says who scrapes',
    ],
    [
      "a flag for a file that cannot be written",
      authProxy("{ extraFlags: { logging-filename: /var/log/access.log } }"),
      '10:28: authProxy.extraFlags.logging-filename: flag "logging-filename" is for a log file, which the read-only file system of the Pod cannot take; the log goes to the output of the Pod, where the cluster\'s collector finds it',
    ],
    [
      "the value of a flag, which oauth2-proxy would end over",
      authProxy("{ extraFlags: { auth-logging-format: '{{.Nobody}}' } }"),
      '10:28: authProxy.extraFlags.auth-logging-format: "{{.Nobody}}" has something else between double braces than a field such as {{.Timestamp}}; the fields are Client, Host, Message, Protocol, RequestID, RequestMethod, Status, Timestamp, UserAgent, Username',
    ],
    [
      "a flag for Redis without Redis",
      authProxy("{ extraFlags: { redis-connection-idle-timeout: 5 } }"),
      "10:28: authProxy.extraFlags.redis-connection-idle-timeout: is for sessions in Redis, and here they are in a cookie; leave it out, or use session.store.redis",
    ],
    [
      "a toleration's value that no taint has",
      authProxy(`{ scheduling: { tolerations: [{ key: dedicated, value: 'x"}], "z" = ["' }] } }`),
      String.raw`10:60: authProxy.scheduling.tolerations[0].value: "x\"}], \"z\" = [\"" is not the value of a label or taint; use at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit`,
    ],
    [
      "a toleration of a value without a key",
      authProxy("{ scheduling: { tolerations: [{ value: spot }] } }"),
      `10:42: authProxy.scheduling.tolerations[0].key: is missing, so that "spot" is the value of no taint; name the taint's key, or write operator: Exists to tolerate every taint`,
    ],
    [
      "a toleration of any value with a value",
      authProxy("{ scheduling: { tolerations: [{ key: spot, operator: Exists, value: x }] } }"),
      '10:73: authProxy.scheduling.tolerations[0].value: goes with no value where the operator is "Exists"; leave it or the operator out',
    ],
    [
      "a node's label",
      authProxy("{ scheduling: { nodeSelector: { pool: '{{ .Values }}' } } }"),
      '10:44: authProxy.scheduling.nodeSelector.pool: "{{ .Values }}" has a template such as Helm\'s in it, which nobody fills in; write the value, or ${NAME} for one of an environment variable',
    ],
    [
      "a sign-out of an auth proxy that somebody else runs",
      andThen("signOut: true\nauthProxy: { service: { namespace: a, name: b, port: 1 } }\n"),
      "10:1: signOut: needs settings of an auth proxy that somebody else runs; leave it out, and have its owner allow redirects to Microsoft's sign-in host",
    ],
    [
      "a variable that is not set",
      instead("name: users", "name: ${GROUP}"),
      "3:5: entra.accessGroup.name: ${GROUP} is not set; set GROUP, or write ${GROUP:-default}",
    ],
  ])("%s", (_what, text, line) => {
    expect(complaints(text)).toEqual([`config.yaml:${line}`]);
  });

  it.each(["", "  \n\n", "# nothing yet\n", "---\n", "~\n"])("having nothing in it: %j", (text) => {
    expect(complaints(text)).toEqual(["config.yaml: is empty; see the README for a first config"]);
  });
});
