import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, Aspects, TerraformResource, TerraformStack, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import {
  AuthProxy,
  EntraIngressAuth,
  Gateway,
  IngressController,
  type EntraIngressAuthProps,
} from "../../lib";
import { ingressesByPath, onlyBlock, type StackJson } from "../support/construct-stack";
import { inTemporaryFolder } from "../support/files";

interface Side extends Partial<EntraIngressAuthProps> {
  readonly tenantId?: string;
  readonly context?: string;
  readonly host?: string;
}

/** Adds a stack with names that follow from its own. */
function addStack(
  app: App,
  name: string,
  { tenantId, context, host, ...props }: Side = {},
): EntraIngressAuth {
  const stack = new TerraformStack(app, name);
  new AzureadProvider(stack, "azuread", { tenantId });
  new KubernetesProvider(stack, "kubernetes", { configContext: context });
  const auth = new EntraIngressAuth(stack, "auth", {
    application: { name },
    accessGroup: { name: `${name}-users` },
    ingressController: IngressController.ingressNginx(),
    authProxy: { name, namespace: { name: "auth" } },
    ...props,
  });
  auth.protect("web", {
    host: host ?? `${name}.example.com`,
    service: { namespace: "web", name: "web", port: 80 },
  });
  return auth;
}

/** What synthesizing the program says is wrong. */
function problems(fill: (app: App) => void): string[] {
  return inTemporaryFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    fill(app);
    try {
      app.synth();
      return [];
    } catch (error) {
      return (error as Error).message.split("\n").filter((line) => line.startsWith("  ["));
    }
  });
}

/** Two stacks of one tenant and cluster, the second with something else than its own. */
function problemsOf(second: Side, first: Side = {}): string[] {
  return problems((app) => {
    addStack(app, "staff", first);
    addStack(app, "partners", second);
  });
}

const SIGN_IN = { host: "auth.example.com", cookieDomain: "example.com" };

describe("two stacks of one program", () => {
  it("live side by side with names of their own", () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Side, string]>([
    [
      "application",
      { application: { name: "staff" } },
      '"staff" is the name of an application of "staff/auth" in the same tenant already; give each its own name, or let both use one by its client id',
    ],
    [
      "access group",
      { accessGroup: { name: "Staff-Users" } },
      '"Staff-Users" is the name of a group of "staff/auth" in the same tenant already; give each its own name, or let both use one by its object id',
    ],
    [
      "auth proxy",
      { authProxy: { name: "staff", namespace: { name: "auth" } } },
      '"auth/staff" is the auth proxy of "staff/auth" in the same cluster already; give each its own name or namespace',
    ],
    [
      "host",
      { host: "staff.example.com" },
      '"staff.example.com" is a host of "staff/auth" in the same cluster already, and a host has one sign-in; protect all apps of a host in one stack',
    ],
  ])("are refused with one %s", (_what, second, message) => {
    expect(problemsOf(second)).toEqual([`  [partners/auth] ${message}`]);
  });

  it("are refused with one machine client", () => {
    const machineClients = [{ name: "batch", credential: { clientSecret: {} } }];

    expect(problemsOf({ machineClients }, { machineClients })).toEqual([
      '  [partners/auth] "batch" is the name of an application of "staff/auth" in the same tenant already; give each its own name, or let both use one by its client id',
    ]);
  });

  it("are refused where both make one namespace", () => {
    const authProxy = (name: string) => ({ name, namespace: { name: "auth", create: true } });

    expect(problemsOf({ authProxy: authProxy("partners") }, { authProxy: authProxy("staff") })).toEqual([
      '  [partners/auth] "auth" is a namespace that "staff/auth" makes in the same cluster already; give each its own namespace, or let one of the two use it without "create"',
    ]);
  });

  it("are refused with one cookie on one domain, in whatever clusters they are", () => {
    const authProxy = { name: "oauth2-proxy", namespace: { name: "auth" } };
    const staff = { authProxy, signIn: SIGN_IN };

    expect(
      problemsOf({ ...staff, context: "other", signIn: { ...SIGN_IN, host: "login.example.com" } }, staff),
    ).toEqual([
      '  [partners/auth] the cookie "__Secure-oauth2-proxy" of "staff/auth" goes to the same hosts, so each sign-in would end the other\'s session; give each auth proxy its own name, which its cookie follows',
    ]);
  });

  it.each<[string, Side]>([
    ["application and groups in two tenants", { tenantId: "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90" }],
    ["auth proxy and host in two clusters", { context: "other" }],
  ])("may have one name for %s", (_what, second) => {
    const names: Side =
      second.tenantId === undefined
        ? { authProxy: { name: "staff", namespace: { name: "auth" } }, host: "staff.example.com" }
        : { application: { name: "staff" }, accessGroup: { name: "staff-users" } };

    expect(problemsOf({ ...names, ...second })).toEqual([]);
  });

  it("may share an auth proxy that neither makes", () => {
    const sides = (app: App): void => {
      for (const name of ["staff", "partners"]) {
        const stack = new TerraformStack(app, `${name}-proxy`);
        const authProxy = AuthProxy.fromService(stack, "proxy", {
          namespace: "auth",
          name: "proxy",
          port: 4180,
        });
        addStack(app, name, { authProxy });
      }
    };

    expect(problems(sides)).toEqual([]);
  });

  it("may share an application and a group that one of them makes, each with an auth proxy of its own", () => {
    inTemporaryFolder((outdir) => {
      const app = new App({ outdir, stackTraces: false });
      const staff = addStack(app, "staff");
      addStack(app, "partners", { application: staff.appRegistration, accessGroup: staff.accessGroup });
      app.synth();
      const [made, shared] = ["staff", "partners"].map(
        (name) => JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as StackJson,
      );

      expect(onlyBlock(made!.resource, "azuread_application")).toMatchObject({
        web: {
          redirect_uris: [
            "https://partners.example.com/oauth2/callback",
            "https://staff.example.com/oauth2/callback",
          ],
        },
      });
      const ingress = ingressesByPath(shared!)["partners.example.com/"] as {
        metadata: { annotations: Record<string, string> };
      };
      expect(ingress.metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]).toMatch(
        /^http:\/\/partners\.auth\.svc\.cluster\.local:4180\/oauth2\/auth\?allowed_groups=\$\{data\.terraform_remote_state\.\S*staff\S*access-group/,
      );
    });
  });

  it("do not collide with stacks of another program", () => {
    expect(problems((app) => addStack(app, "staff"))).toEqual([]);
    expect(problems((app) => addStack(app, "staff"))).toEqual([]);
  });
});

/** Sends what a facade makes in Kubernetes to one cluster of several. */
class InCluster implements IAspect {
  constructor(private readonly provider: KubernetesProvider) {}

  visit(node: IConstruct): void {
    if (node instanceof TerraformResource && node.terraformResourceType.startsWith("kubernetes_")) {
      node.provider = this.provider;
    }
  }
}

/** One stack with a facade for each provider of Kubernetes, all with the same host and auth proxy. */
function oneStack(app: App, contexts: Readonly<Record<string, string>>): void {
  const stack = new TerraformStack(app, "auth");
  new AzureadProvider(stack, "azuread");
  for (const [alias, configContext] of Object.entries(contexts)) {
    const provider = new KubernetesProvider(stack, alias, { alias, configContext });
    const auth = new EntraIngressAuth(stack, `auth-${alias}`, {
      application: { name: `app-${alias}` },
      accessGroup: { name: `staff-${alias}` },
      outputs: false,
      ingressController: IngressController.traefik(),
    });
    auth.protect("web", {
      host: "web.example.com",
      service: { namespace: "web", name: "web", port: 80 },
    });
    Aspects.of(auth).add(new InCluster(provider));
  }
}

describe("two facades of one stack", () => {
  it("are in two clusters where their resources have providers for two", () => {
    expect(problems((app) => oneStack(app, { east: "aks-east", west: "aks-west" }))).toEqual([]);
  });

  it("are in one cluster where two aliases lead to it", () => {
    expect(problems((app) => oneStack(app, { east: "aks", west: "aks" }))).toEqual([
      '  [auth/auth-west] "oauth2-proxy" is a namespace that "auth/auth-east" makes in the same cluster already; give each its own namespace, or let one of the two use it without "create"',
      '  [auth/auth-west] "oauth2-proxy/oauth2-proxy" is the auth proxy of "auth/auth-east" in the same cluster already; give each its own name or namespace',
      '  [auth/auth-west] "web.example.com" is a host of "auth/auth-east" in the same cluster already, and a host has one sign-in; protect all apps of a host in one stack',
    ]);
  });

  it("cannot have two auth proxies of one name, of which one stands before an app", () => {
    const gateway = Gateway.standard({ name: "public", namespace: "gateways" });
    const asked = { authProxy: { name: "staff-web", namespace: { name: "auth" } } };

    expect(problemsOf(asked, { ingressController: undefined, gateway })).toEqual([
      '  [partners/auth] "auth/staff-web" is the auth proxy of "staff/auth" in the same cluster already; give each its own name or namespace',
    ]);
  });
});
