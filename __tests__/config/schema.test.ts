import { stringify } from "yaml";
import { accepted, andThen, complaints, instead, SHORTEST } from "../support/config-texts";

const ID = "11111111-2222-3333-4444-555555555555";
/** Another one. */
const idOf = (n: number): string => `${String(n).repeat(8)}${ID.slice(8)}`;

/** A file that says much; the rules of its values are tested below. */
const EVERYTHING = {
  $schema: "./config.schema.json",
  stack: "auth",
  entra: {
    cloud: "usgovernment",
    tenantId: ID,
    application: {
      name: "proxy",
      homePage: "https://a.example.com",
      owners: ["alice@contoso.com", { userPrincipalName: "b@contoso.com" }, { mail: "c@contoso.com" }],
      redirectUris: ["http://localhost:4180/oauth2/callback"],
      adminConsent: true,
    },
    credential: { clientSecret: { rotation: "30d", lifetime: "60d", propagation: "2m" } },
    accessGroup: {
      name: "users",
      description: "who may enter",
      owners: [ID, { objectId: idOf(2) }],
      users: ["alice@contoso.com"],
      servicePrincipals: ["self", { clientId: ID }, { objectId: idOf(3) }],
      groups: [idOf(4), { objectId: idOf(5) }, { name: "staff" }],
      membership: "authoritative",
    },
  },
  cluster: { kubeconfig: "~/.kube/config", context: "prod" },
  clusterDomain: "cluster.local",
  ingressController: {
    kind: "ingress-nginx",
    className: "internal",
    namespace: "ingress",
    podLabels: { "app.kubernetes.io/name": "ingress-nginx" },
    trustedAddresses: ["10.244.0.0/16", "fd00::/8"],
    requestHeaderLimit: "32k",
  },
  authCheck: "public-host",
  signIn: {
    host: "auth.example.com",
    cookieDomain: "example.com",
    tls: { secretName: "a", proxySecretName: "b", issuer: { name: "letsencrypt", kind: "Issuer" } },
  },
  authProxy: {
    name: "proxy",
    namespace: { name: "auth", create: false },
    proxyPrefix: "/sign-in",
    image: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4",
    replicas: 3,
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "1", memory: "128Mi" } },
    scheduling: {
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations: [{ key: "a", operator: "Equal", value: "b", effect: "NoSchedule" }],
      priorityClassName: "high",
    },
    session: {
      lifetime: "10h",
      refresh: "30m",
      store: {
        redis: {
          url: "rediss://cache:6380",
          passwordSecret: { name: "cache", key: "password" },
          sentinel: {
            master: "mymaster",
            addresses: ["cache-1:6380"],
            passwordSecret: { name: "cache", key: "sentinel" },
          },
        },
      },
    },
    identityHeaders: "token",
    expectedGroups: 150,
    bufferSize: "128k",
    bearerTokens: true,
    contact: "help@contoso.com",
    networkPolicy: false,
    logFormat: "json",
    metrics: {
      scrapedBy: { namespace: "monitoring", podLabels: { app: "prometheus" } },
      serviceMonitor: { labels: { release: "prometheus" } },
      alerts: { labels: { release: "prometheus" } },
    },
    helm: { repository: "oci://registry.example.com/charts", chart: "oauth2-proxy", version: "10.7.0" },
    extraFlags: {
      "acr-values": "x",
      "request-logging": false,
      "redis-connection-idle-timeout": 5,
      prompt: ["login"],
    },
  },
  apps: [
    {
      name: "one",
      host: "one.example.com",
      service: { namespace: "default", name: "one", port: 80 },
      paths: ["/", { path: "/a", pathType: "Exact" }],
      publicPaths: ["/health"],
      api: true,
      tls: "external",
      extraAnnotations: { "example.com/team": "blue" },
      proxyIngressName: "one-oauth2",
    },
    { name: "two", host: "two.example.com", externalIngress: true },
  ],
  state: { backend: "s3", arguments: { bucket: "a", assume_role: { role_arn: "b" } } },
};

it("a config that says everything is taken as it is", () => {
  expect(accepted(stringify(EVERYTHING))).toEqual(EVERYTHING);
});

it.each([
  [
    "a credential",
    instead(
      "entra:",
      `entra:\n  application: { clientId: ${ID} }\n  credential: { existingSecret: { name: a, key: b } }`,
    ) + "authProxy: { namespace: { name: auth } }\n",
  ],
  ["an application", instead("entra:", `entra:\n  application: { clientId: ${ID} }`)],
  ["a group", instead("name: users", `objectId: ${ID}`)],
  ["an auth proxy", andThen("authProxy: { service: { namespace: a, name: b, port: 1 } }\n")],
  ["a cluster", andThen("cluster: environment\n")],
])("%s may be brought along", (_what, text) => {
  expect(complaints(text)).toEqual([]);
});

// That every key is held against its rule; the rules have tests of their own.
describe("a wrong value is noticed at", () => {
  const NAME = "is not a Kubernetes name";
  const DURATION = "is not a duration";
  const SIZE = "is not a size that nginx reads";
  const QUANTITY = "is not a Kubernetes quantity";
  const KEY = "is not an annotation or label key";

  it.each<[string, unknown, string]>([
    ["stack", "../x", "is not a stack name"],
    ["entra.cloud", "x!", "is not known here"],
    ["entra.tenantId", "x!", "is not a tenant id"],
    ["entra.application.name", "", "is empty; a display name"],
    ["entra.application.homePage", "x!", "is not an https URL"],
    ["entra.application.owners[0]", "x!", "is neither a user principal name"],
    ["entra.application.owners[1].userPrincipalName", "x!", "is neither a user principal name"],
    ["entra.application.owners[2].mail", "x!", "is neither a user principal name"],
    ["entra.application.redirectUris[0]", "x!", "is not a URL"],
    ["entra.credential.clientSecret.rotation", "36h", "is not in whole days"],
    ["entra.credential.clientSecret.lifetime", "30d", 'is not longer than the rotation of "30d"'],
    ["entra.credential.clientSecret.propagation", "x!", DURATION],
    ["entra.accessGroup.name", "", "is empty; a display name"],
    ["entra.accessGroup.owners[1].objectId", "x!", "is not a GUID"],
    ["entra.accessGroup.users[0]", "x!", "is neither a user principal name"],
    ["entra.accessGroup.servicePrincipals[1].clientId", "x!", "is not a GUID"],
    ["entra.accessGroup.servicePrincipals[2].objectId", "x!", "is not a GUID"],
    ["entra.accessGroup.groups[0]", "x!", "is not an object id"],
    ["entra.accessGroup.groups[1].objectId", "x!", "is not a GUID"],
    ["entra.accessGroup.groups[2].name", "", "is empty; a display name"],
    ["entra.accessGroup.membership", "x!", "is not known here"],
    ["cluster.kubeconfig", "", "is empty"],
    ["cluster.context", "", "is empty"],
    ["clusterDomain", "x!", NAME],
    ["ingressController.className", "x!", NAME],
    ["ingressController.namespace", "x!", NAME],
    ["ingressController.podLabels", { "x!": "a" }, KEY],
    ["ingressController.trustedAddresses[1]", "x!", "is not an address range"],
    ["ingressController.requestHeaderLimit", "x!", SIZE],
    ["authCheck", "x!", "is not known here"],
    ["signIn.host", "x!", "is not a DNS name; host"],
    ["signIn.cookieDomain", "x!", "is not a DNS name; cookieDomain"],
    ["signIn.tls.secretName", "x!", NAME],
    ["signIn.tls.proxySecretName", "x!", NAME],
    ["signIn.tls.issuer.name", "x!", NAME],
    ["signIn.tls.issuer.kind", "x!", "is not known here"],
    ["authProxy.name", "x!", NAME],
    ["authProxy.namespace.name", "x!", NAME],
    ["authProxy.image", "x!", "is not an image"],
    ["authProxy.replicas", 0, "is not a number of replicas"],
    ["authProxy.logFormat", "x!", "is not known here"],
    ["authProxy.metrics.scrapedBy.namespace", "x!", NAME],
    ["authProxy.metrics.scrapedBy.podLabels", { "x!": "a" }, KEY],
    ["authProxy.metrics.serviceMonitor.labels", { "x!": "a" }, KEY],
    ["authProxy.metrics.alerts.labels", { "x!": "a" }, KEY],
    ["entra.domainHint", "x!", "is not a domain"],
    ["authProxy.resources.requests.cpu", "x!", QUANTITY],
    ["authProxy.resources.requests.memory", "x!", QUANTITY],
    ["authProxy.scheduling.nodeSelector", { "x!": "a" }, KEY],
    ["authProxy.scheduling.tolerations[0].operator", "x!", "is not known here"],
    ["authProxy.scheduling.tolerations[0].effect", "x!", "is not known here"],
    ["authProxy.scheduling.priorityClassName", "x!", NAME],
    ["authProxy.session.lifetime", "x!", DURATION],
    ["authProxy.session.refresh", "x!", DURATION],
    ["authProxy.session.store.redis.url", "x!", "is not a Redis URL"],
    ["authProxy.session.store.redis.passwordSecret.name", "x!", NAME],
    ["authProxy.session.store.redis.passwordSecret.key", "x!", "is not a key of a Secret"],
    ["authProxy.session.store.redis.sentinel.master", "x!", "is not the name of a master"],
    ["authProxy.session.store.redis.sentinel.addresses[0]", "x!", "is not a host and a port"],
    ["authProxy.session.store.redis.sentinel.passwordSecret.name", "x!", NAME],
    ["authProxy.identityHeaders", "x!", "is not known here"],
    ["authProxy.bufferSize", "x!", SIZE],
    ["authProxy.helm.repository", "x!", "is not a chart repository"],
    ["authProxy.helm.chart", "", "is empty"],
    ["authProxy.helm.version", "", "is empty"],
    ["authProxy.extraFlags", { "x!": "a" }, "is not known to work here"],
    ["apps[0].name", "x!", NAME],
    ["apps[0].service.namespace", "x!", NAME],
    ["apps[0].service.name", "x!", NAME],
    ["apps[0].paths[0]", "x!", 'does not start with "/"'],
    ["apps[0].paths[1].path", "/sign-in", "lies under /sign-in"],
    ["apps[0].publicPaths[0]", "/sign-in", "lies under /sign-in"],
    ["apps[0].extraAnnotations", { "x!": "a" }, KEY],
    ["apps[0].proxyIngressName", "x!", NAME],
    ["authProxy.proxyPrefix", "/", "would take every path"],
    ["state.backend", "x!", "is no backend of Terraform"],
    ["state.arguments", { "x!": "a" }, "is no argument of a backend"],
  ])("%s", (place, value, message) => {
    const lines = complaints(stringify(changed(EVERYTHING, place.split(/[.[\]]+/).filter(Boolean), value)));

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^config\.yaml:\d+:\d+: /);
    expect(lines[0]).toContain(`: ${place}${typeof value === "object" ? ".x!" : ""}: `);
    expect(lines[0]).toContain(message);
  });
});

/** A copy of some data with another value at one place. */
function changed(data: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) {
    return value;
  }
  if (Array.isArray(data)) {
    return data.map((entry: unknown, i) => (String(i) === key ? changed(entry, rest, value) : entry));
  }
  const map = data as Readonly<Record<string, unknown>>;
  return { ...map, [key]: changed(map[key], rest, value) };
}

it("the shortest config needs all that it says", () => {
  const lines = SHORTEST.split("\n").filter((line) => /: /.test(line));

  expect(lines.filter((line) => complaints(SHORTEST.replace(`${line}\n`, "")).length === 0)).toEqual([]);
});
