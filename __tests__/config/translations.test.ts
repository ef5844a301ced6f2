import { App, Testing } from "cdktf";
import { configuredStack } from "../../lib";
import { parseConfig } from "../../lib/config";

/*
 * Set-ups of oauth2-proxy with Entra that people published as Terraform, Helm values and YAML, said as a config file.
 */

type Block = Record<string, unknown>;

interface Made {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

function made(text: string): Made["resource"] {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  const stack = configuredStack(app, parseConfig(text, {}));
  return (JSON.parse(Testing.synth(stack, true)) as Made).resource;
}

function all(resource: Made["resource"], type: string): Block[] {
  return Object.values(resource[type] ?? {});
}

/** What the auth proxy is started with. */
function argsOf(resource: Made["resource"]): string[] {
  const [deployment] = all(resource, "kubernetes_deployment_v1") as {
    spec: { template: { spec: { container: { args: string[] }[] } } };
  }[];
  return deployment?.spec.template.spec.container.flatMap(({ args }) => args) ?? [];
}

const GROUP = "00000000-0000-4000-8000-000000000001";
const SERVICE = "service: { namespace: web, name: web, port: 80 }";

describe("a set-up from elsewhere is said in a file", () => {
  it("with two hosts behind two classes, programs with tokens, and people who have to be assigned", () => {
    const resource = made(`
entra:
  application: { name: contoso-auth, assignmentRequired: true, adminConsent: true }
  groups: [{ name: contoso-users }]
edges:
  default: { ingressController: { kind: ingress-nginx, className: nginx-hub } }
  ui: { ingressController: { kind: ingress-nginx, className: nginx-ui } }
authProxy: { bearerTokens: true }
apps:
  - { name: hub, host: hub.example.com, access: { groups: [{ name: contoso-users }] }, ${SERVICE} }
  - { name: ui, host: ui.example.com, edge: ui, access: { groups: [{ name: contoso-users }] }, ${SERVICE} }
`);
    const classes = all(resource, "kubernetes_ingress_v1").map(
      ({ spec }) => (spec as { ingress_class_name: string }).ingress_class_name,
    );

    expect(new Set(classes)).toEqual(new Set(["nginx-hub", "nginx-ui"]));
    expect(argsOf(resource)).toContain("--skip-jwt-bearer-tokens=true");
  });

  it("with groups that exist, and tokens that list the groups of this application alone", () => {
    const resource = made(`
entra:
  application: { name: portal, assignmentRequired: true, groupClaim: assigned }
  accessGroup: { objectId: ${GROUP} }
ingressController: { kind: traefik, className: nginx }
apps: [{ name: home, host: home.example.com, ${SERVICE} }]
`);

    expect(all(resource, "azuread_application")[0]?.group_membership_claims).toEqual(["ApplicationGroup"]);
    expect(all(resource, "azuread_app_role_assignment")).toHaveLength(1);
  });

  it("with one sign-in host, an app at a path alone, and no secret in the Pods", () => {
    const resource = made(`
entra:
  accessGroup: { objectId: ${GROUP} }
  credential: { workloadIdentity: { issuer: "https://oidc.example.com/cluster" } }
ingressController: { kind: ingress-nginx }
signIn: { host: login.example.com, cookieDomain: example.com }
authProxy: { namespace: { name: web }, podLabels: { "azure.workload.identity/use": "true" } }
apps: [{ name: app, host: app.example.com, paths: [/custom/path/], ${SERVICE} }]
`);

    expect(all(resource, "azuread_application_federated_identity_credential")).toHaveLength(1);
    expect(all(resource, "azuread_application_password")).toEqual([]);
    expect(argsOf(resource)).toContain("--cookie-domain=example.com");
  });

  it("with Traefik's own checks, sessions in Redis, and the ID token for the app", () => {
    const resource = made(`
entra: { everybody: members }
ingressController: { kind: traefik, resource: IngressRoute }
signIn: { host: login.example.com, cookieDomain: example.com }
authProxy:
  identityHeaders: token
  session: { store: { redis: { url: "redis://redis.sessions.svc.cluster.local:6379" } } }
apps: [{ name: app, host: app.example.com, ${SERVICE} }]
`);
    const kinds = all(resource, "kubernetes_manifest").map(
      ({ manifest }) => (manifest as { kind: string }).kind,
    );

    expect(kinds).toEqual(expect.arrayContaining(["IngressRoute", "Middleware"]));
    expect(argsOf(resource)).toContain("--session-store-type=redis");
  });

  it("with Istio's Gateway and no secret", () => {
    const resource = made(`
entra:
  accessGroup: { name: store-users }
  credential: { workloadIdentity: { issuer: "https://oidc.example.com/cluster" } }
gateway: { kind: istio, name: gateway, namespace: istio-ingress }
authProxy:
  namespace: { name: web }
  identityHeaders: token
  session: { store: { redis: { url: "redis://redis.sessions.svc.cluster.local:6379" } } }
apps: [{ name: store, host: store.example.com, ${SERVICE} }]
`);
    const kinds = all(resource, "kubernetes_manifest").map(
      ({ manifest }) => (manifest as { kind: string }).kind,
    );

    expect(kinds).toEqual(expect.arrayContaining(["AuthorizationPolicy", "HTTPRoute"]));
  });

  it("with an application, an account and a secret that are there, and metrics", () => {
    const resource = made(`
entra:
  application: { clientId: 00000000-0000-4000-8000-000000000005 }
  accessGroup: { objectId: ${GROUP} }
  credential: { existingSecret: { name: oauth2-proxy, key: client-secret } }
ingressController: { kind: ingress-nginx }
authProxy:
  namespace: { name: web }
  replicas: 1
  serviceAccount: { name: proxy }
  metrics: { scrapedBy: { namespace: monitoring, podLabels: { app: prometheus } } }
apps: [{ name: web, host: web.example.com, ${SERVICE} }]
`);

    expect(argsOf(resource)).toContain("--metrics-address=0.0.0.0:44180");
    expect(all(resource, "kubernetes_service_account_v1")).toEqual([]);
    expect(all(resource, "azuread_application")).toEqual([]);
  });

  it("with client secret and cookie secret from one Secret of a vault, and a name on the pages", () => {
    const resource = made(`
entra:
  tenantId: 00000000-0000-4000-8000-000000000000
  application: { clientId: 00000000-0000-4000-8000-000000000005 }
  accessGroup: { objectId: ${GROUP} }
  credential: { existingSecret: { name: vault, key: client_secret } }
ingressController: { kind: ingress-nginx }
authProxy:
  namespace: { name: web }
  cookieSecret: { existingSecret: { name: vault, key: cookie_secret } }
  session: { lifetime: 12h }
  pages: { title: Contoso SSO }
apps: [{ name: docs, host: docs.example.com, ${SERVICE} }]
`);

    expect(all(resource, "random_password")).toEqual([]);
    expect(JSON.stringify(all(resource, "kubernetes_deployment_v1"))).toContain('"key":"cookie_secret"');
  });
});
