import { Gateway, type AppProps, type Edge, type EntraIngressAuthProps } from "../../../lib";
import { inputErrors, newStack, toJson, type StackJson } from "../../support/construct-stack";
import {
  ADMINS,
  APP,
  facade,
  FORGEABLE,
  HOST,
  madeWith,
  type Manifest,
} from "../../support/middleware-routes";

const edge = (): Edge => Gateway.istio({ name: "public", namespace: "gateways" });
/** An app as Istio can serve it: one rule for everybody, and no paths for programs. */
const PLAIN: Partial<AppProps> = { paths: ["/"], apiPaths: [] };
const made = (app: Partial<AppProps> = {}, props: Partial<EntraIngressAuthProps> = {}): StackJson =>
  madeWith(edge(), { ...PLAIN, ...app }, props);

interface Operation {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly notPaths: readonly string[];
}

interface Policy {
  readonly address: string;
  readonly namespace: string;
  readonly action: string;
  readonly provider?: string;
  readonly operation: Operation;
}

function policiesOf({ resource }: StackJson): Policy[] {
  return Object.entries(resource.kubernetes_manifest ?? {}).flatMap(([id, block]) => {
    const { kind, metadata, spec } = block.manifest as Manifest;
    if (kind !== "AuthorizationPolicy") return [];
    const { action, provider, rules } = spec as {
      action: string;
      provider?: { name: string };
      rules: { to: { operation: Operation }[] }[];
    };
    return [
      {
        address: `kubernetes_manifest.${id}`,
        namespace: metadata.namespace,
        action,
        provider: provider?.name,
        operation: rules[0]!.to[0]!.operation,
      },
    ];
  });
}

const asking = (json: StackJson): Policy[] => policiesOf(json).filter(({ action }) => action === "CUSTOM");

/** Whether a policy is about a path, as Istio reads lists of paths. */
function isAbout({ operation: { paths, notPaths } }: Policy, path: string): boolean {
  const isIn = (list: readonly string[]): boolean =>
    list.some((one) => (one.endsWith("*") ? path.startsWith(one.slice(0, -1)) : path === one));
  return isIn(paths) && !isIn(notPaths);
}

describe("the routes of a Gateway of Istio", () => {
  it("ask at every path of the app's host but its public ones and the auth proxy's own", () => {
    const json = made();
    const [policy] = asking(json);

    expect(policy!.namespace).toBe("gateways");
    expect(policy!.operation.hosts).toEqual([HOST, `${HOST}:*`]);
    const asked = ["/", "/deep/link", "/healthz/x", "/oauth2x"].map((path) => isAbout(policy!, path));
    expect(asked).toEqual([true, true, true, true]);
    const left = ["/healthz", "/oauth2", "/oauth2/callback"].map((path) => isAbout(policy!, path));
    expect(left).toEqual([false, false, false]);
  });

  it("ask at a path within a public one, whichever app it belongs to", () => {
    const stack = newStack();
    const auth = facade(edge(), stack);
    auth.protect("shop", { ...APP, ...PLAIN, publicPaths: ["/public"] });
    auth.protect("admin", {
      host: HOST,
      service: { namespace: "admin", name: "web", port: 80 },
      paths: ["/public/admin"],
      publicPaths: ["/public/admin/help"],
    });
    const policies = asking(toJson(stack));

    const isAsked = (path: string): boolean => policies.some((policy) => isAbout(policy, path));
    expect(["/public/admin", "/public/admin/x", "/x"].map(isAsked)).toEqual([true, true, true]);
    expect(["/public", "/public/x", "/public/admin/help"].map(isAsked)).toEqual([false, false, false]);
  });

  it("let nobody in where the auth proxy would answer by itself for the app, unless the app says that it is public", () => {
    const closed = (json: StackJson, path: string): boolean =>
      policiesOf(json).some((policy) => policy.action === "DENY" && isAbout(policy, path));

    const json = made();
    expect(["/ping", "/ready", "/robots.txt"].map((path) => closed(json, path))).toEqual([true, true, true]);
    expect(closed(json, "/")).toBe(false);
    const withRobots = made({ publicPaths: ["/robots.txt"] });
    expect(closed(withRobots, "/robots.txt")).toBe(false);
    expect(closed(withRobots, "/ping")).toBe(true);
    expect(policiesOf(made({ paths: ["/work"], publicPaths: [] })).map(({ action }) => action)).toEqual([
      "CUSTOM",
    ]);
  });

  it("are there after their policies, and go before them", () => {
    const json = made();
    const policies = policiesOf(json).map(({ address }) => address);
    const route = Object.values(json.resource.kubernetes_manifest ?? {}).find(({ manifest }) => {
      const { kind, spec } = manifest as Manifest;
      return kind === "HTTPRoute" && JSON.stringify(spec).includes('"value":"/"');
    });

    expect(policies).toHaveLength(2);
    expect(route!.depends_on).toEqual(expect.arrayContaining(policies));
  });

  it("hand the mesh what it has to ask, and the Gateway the removal of forged headers", () => {
    const { output, ...json } = made();

    const { extensionProviders } = output.mesh_config!.value as {
      extensionProviders: { name: string; envoyExtAuthzHttp: Record<string, unknown> }[];
    };
    const [provider] = extensionProviders;
    expect(provider!.name).toBe(asking({ ...json, output })[0]!.provider);
    expect(provider!.envoyExtAuthzHttp).toMatchObject({
      service: "oauth2-proxy.auth.svc.cluster.local",
      port: 4180,
    });
    // With a path before the client's, a query in it would be the client's to extend.
    expect(Object.keys(provider!.envoyExtAuthzHttp)).not.toContain("pathPrefix");
    const [filter] = output.gateway_objects!.value as Manifest[];
    const removed = [...JSON.stringify(filter!.spec).matchAll(/"remove":"([^"]+)"/g)].map(([, name]) => name);
    expect(removed.sort()).toEqual(FORGEABLE);
  });

  it("cannot tell for whom a path is, nor paths for programs", () => {
    const rule = /lets in fewer than may sign in, and the check of this edge does not say for whom it is/;
    const toSynth = (app: Partial<AppProps>): void => void made(app);

    expect(() => toSynth({ paths: ["/", { path: "/admin", access: { groups: [ADMINS] } }] })).toThrow(rule);
    expect(() => toSynth({ apiPaths: ["/api"] })).toThrow(/"\/api" is for programs/);
    expect(() => toSynth({ access: { groups: [ADMINS] } })).toThrow(rule);
  });

  it("have no certificate, no foreign object and nothing that answers preflight requests", () => {
    expect(
      inputErrors(() =>
        made({
          tls: { secretName: "shop-tls" },
          cors: { origins: ["https://other.example.com"] },
          service: undefined,
          externalIngress: true,
        }),
      ),
    ).toEqual(
      expect.arrayContaining([
        expect.stringContaining("tls.secretName: is the business of the Gateway"),
        expect.stringContaining("cors: is not possible behind Istio"),
        expect.stringContaining("externalIngress: is not possible behind Istio"),
      ]),
    );
  });
});
