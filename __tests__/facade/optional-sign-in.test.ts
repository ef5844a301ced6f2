import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import {
  ControllerDescription,
  Gateway,
  IngressController,
  type AppProps,
  type AuthProxyProps,
  type Edge,
  type EntraIngressAuthProps,
  type IngressRenderer,
} from "../../lib";
import { TRAEFIK } from "../../lib/edge/traefik/traefik";
import { edgeSection } from "../../lib/edge";
import { nginxAnnotations } from "../../lib/edge/annotated/nginx-annotations";
import {
  blocksOf,
  commandLines,
  ingressesByPath,
  inputErrors,
  newStack,
  toJson,
  type StackJson,
} from "../support/construct-stack";
import { app, facadeWith } from "../support/facade";
import { ADMINS, checkOf, FORGEABLE, MIDDLEWARE_EDGES, routesOf, STAFF } from "../support/middleware-routes";

const OPTIONAL = "http://oauth2-proxy-optional.auth.svc.cluster.local:4180/optional";
const GRAFANA: Partial<AppProps> = {
  normalizesPaths: true,
  paths: ["/", { path: "/admin", access: { groups: [ADMINS] } }],
  optionalSignInPaths: ["/api", "/admin/api"],
};

function made(
  edge: Edge,
  props: Partial<EntraIngressAuthProps> = {},
  apps = GRAFANA,
  stack = newStack(),
): StackJson {
  const auth = facadeWith()(stack, {
    accessGroup: { objectId: STAFF },
    authProxy: { namespace: { name: "auth" } },
    ...props,
    ingressController: undefined,
    [edgeSection(edge)]: edge,
  });
  auth.protect("grafana", app(apps));
  auth.protect("shop", app({ host: "web.example.com" }));
  return toJson(stack);
}

const withProxy = (authProxy: AuthProxyProps): Partial<EntraIngressAuthProps> => ({
  authProxy: { namespace: { name: "auth" }, ...authProxy },
});

/** What is said of an app, at once or at synth. */
function refusals(edge: Edge, props: Partial<EntraIngressAuthProps> = {}, apps = GRAFANA): string[] {
  try {
    return inputErrors(() => made(edge, props, apps));
  } catch (error) {
    return error instanceof Error ? error.message.split("\n").filter((line) => line.startsWith("  [")) : [];
  }
}

describe.each([
  ["ingress-nginx", IngressController.ingressNginx],
  ["traefik", IngressController.traefik],
])("paths where the sign-in is optional, before %s", (_, edge) => {
  const annotationsAt = (json: StackJson, path: string): Readonly<Record<string, string>> => {
    const { metadata } = ingressesByPath(json)[`shop.example.com${path}`] as {
      metadata: { annotations: Record<string, string> };
    };
    return Object.fromEntries(
      Object.entries(metadata.annotations).map(([key, value]) => [key.split("/")[1] ?? "", value]),
    );
  };

  it("ask an auth proxy of their own who may enter of those with a session, and lead nobody to the sign-in", () => {
    const json = made(edge());

    expect(annotationsAt(json, "/api")).toMatchObject({ "auth-url": `${OPTIONAL}?allowed_groups=${STAFF}` });
    expect(annotationsAt(json, "/admin/api")).toMatchObject({
      "auth-url": `${OPTIONAL}?allowed_groups=${ADMINS}`,
    });
    expect(annotationsAt(json, "/api")).not.toHaveProperty("auth-signin");
  });

  it("have every forged identity header replaced or removed, and leave the app its Authorization", () => {
    const store = { redis: { url: "rediss://cache.example.com:6380" } };
    const json = made(edge(), withProxy({ identityHeaders: "token", session: { store } }));

    expect(annotationsAt(json, "/")["auth-response-headers"]?.split(",")).toContain("Authorization");
    expect(annotationsAt(json, "/api")["auth-response-headers"]?.split(",").sort()).toEqual(FORGEABLE);
  });

  it("wait for its Service, and not for its Pods, which wait for a Secret that waits for all routes", () => {
    const ingress = ingressesByPath(made(edge()))["shop.example.com/api"];

    expect(ingress?.depends_on).toEqual([
      expect.stringMatching(/^kubernetes_service_v1\.auth_auth-proxy_optional/),
    ]);
  });
});

describe.each(MIDDLEWARE_EDGES)("paths where the sign-in is optional, before %s", (_, edge) => {
  it("ask an auth proxy of their own, and leave the app its Authorization", () => {
    const store = { redis: { url: "rediss://cache.example.com:6380" } };
    const routes = routesOf(made(edge(), withProxy({ identityHeaders: "token", session: { store } })));

    const [page, api, inRule] = ["/", "/api", "/admin/api"].map((path) => checkOf(routes[path]!));
    expect(page?.authResponseHeaders).toContain("Authorization");
    expect(api?.address).toBe(`${OPTIONAL}?allowed_groups=${STAFF}`);
    expect(inRule?.address).toBe(`${OPTIONAL}?allowed_groups=${ADMINS}`);
    expect([...(api?.authResponseHeaders ?? [])].sort()).toEqual(FORGEABLE);
    expect("authorization").not.toMatch(new RegExp(api!.authResponseHeadersRegex.replace("(?i)", ""), "i"));
    expect(api?.trustForwardHeader).toBe(false);
  });

  it("wait for its Service", () => {
    expect(routesOf(made(edge()))["/api"]?.dependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^kubernetes_service_v1\.auth_auth-proxy_optional/) as string,
      ]),
    );
  });
});

describe("the auth proxy for paths where the sign-in is optional", () => {
  const linesOf = (json: StackJson): [string[], string[]] => {
    const [one = [], other = []] = commandLines(json);
    return one.some((flag) => flag.startsWith("--skip-auth")) ? [other, one] : [one, other];
  };

  it("lets pass without a session at its one path, and believes no forwarded header", () => {
    const [, optional] = linesOf(made(IngressController.ingressNginx()));

    expect(optional).toEqual(
      expect.arrayContaining([
        "--upstream=static://200",
        "--skip-auth-route=^/optional$$",
        "--reverse-proxy=false",
      ]),
    );
    expect(optional.filter((flag) => /^--(trusted-proxy-ip|skip-auth-p|api-route)/.test(flag))).toEqual([]);
  });

  it("is another one, so that the one of all other paths is as it is without such paths", () => {
    for (const edge of [IngressController.traefik, IngressController.traefikIngressRoutes]) {
      const [main] = linesOf(made(edge()));
      const [without] = commandLines(made(edge(), {}, { paths: GRAFANA.paths, normalizesPaths: true }));

      expect(main).toEqual(without);
    }
  });

  it("has the sessions of the other one: its Secrets, cookie and account", () => {
    const json = made(IngressController.ingressNginx());
    const [main, optional] = linesOf(json);

    const [one, other] = blocksOf(json.resource, "kubernetes_deployment_v1").map(
      ({ spec }) => (spec as { template: { spec: Record<string, unknown> } }).template.spec,
    );
    const environment = ({ container }: Record<string, unknown> = {}): unknown =>
      (container as { env: unknown }[])[0]?.env;
    expect(environment(one)).toEqual(environment(other));
    expect(one?.service_account_name).toBe(other?.service_account_name);
    expect(blocksOf(json.resource, "kubernetes_service_account_v1")).toHaveLength(1);
    const cookies = (line: string[]) => line.filter((flag) => /^--(cookie|session|redis)-/.test(flag));
    expect(cookies(optional)).toEqual(cookies(main));
  });

  it("is made once, and only where an app has such paths", () => {
    const edge = IngressController.ingressNginx();

    expect(commandLines(made(edge, {}, {}))).toHaveLength(1);
    expect(commandLines(made(edge))).toHaveLength(2);
    expect(blocksOf(made(edge).resource, "kubernetes_network_policy_v1")).toHaveLength(2);
  });

  it("tells no ID token, because Authorization is the app's own there", () => {
    const store = { redis: { url: "rediss://cache.example.com:6380" } };
    const [main, optional] = linesOf(
      made(IngressController.traefik(), withProxy({ identityHeaders: "token", session: { store } })),
    );

    expect(main).toContain("--set-authorization-header=true");
    expect(optional).toContain("--set-authorization-header=false");
    expect(optional).toContain("--set-xauthrequest=true");
  });

  it("is a release of its own where the chart is asked for, with the account of the other one", () => {
    const stack = newStack();
    new HelmProvider(stack, "helm");
    const json = made(IngressController.ingressNginx(), withProxy({ helm: {} }), GRAFANA, stack);

    const releases = blocksOf(json.resource, "helm_release");
    expect(releases.map(({ name }) => name).sort()).toEqual(["oauth2-proxy", "oauth2-proxy-optional"]);
    const [values] = releases.find(({ name }) => name === "oauth2-proxy-optional")?.values as string[];
    expect(values).toContain('"serviceAccount" = {"automountServiceAccountToken" = false, "enabled" = false');
    expect(values).toContain("helm_release.auth_auth-proxy_workload_release");
    expect(values).toContain("--skip-auth-route=^/optional");
  });
});

describe("paths where the sign-in is optional are refused", () => {
  const GATEWAY = { name: "public", namespace: "gateways" };

  it.each<[string, Edge, string]>([
    ["where the auth proxy stands in the path", Gateway.standard(GATEWAY), "would go on telling the app who"],
    [
      "behind Envoy Gateway",
      Gateway.envoyGateway(GATEWAY),
      "removes no header that its answer does not have",
    ],
    ["behind Istio", Gateway.istio(GATEWAY), "asks at the path of the request itself"],
  ])("%s", (_, edge, reason) => {
    const lines = refusals(edge, {}, { optionalSignInPaths: ["/api"] });

    expect(lines.filter((line) => line.includes("optionalSignInPaths"))).toEqual([
      expect.stringContaining(reason),
    ]);
  });

  it("by a controller whose renderer does not know them, with the way out", () => {
    const { optional: _, ...renderer } = nginxAnnotations;
    const edge = new ControllerDescription({
      ...TRAEFIK,
      kind: "edge-router",
      className: "router",
      renderer,
    });

    expect(refusals(edge, {}, { optionalSignInPaths: ["/api"] })).toEqual([
      expect.stringMatching(/are not known of edge-router.*list the paths under "publicPaths"/),
    ]);
  });

  it.each<[string, IngressRenderer["optional"], string]>([
    [
      "asks nobody",
      ({ identityHeaders }) => ({ "x/y": identityHeaders.join() }),
      "gives a path where the sign-in is optional no annotation that asks",
    ],
    [
      "does not say for whom",
      (check) => nginxAnnotations.optional!(check, { query: "" }),
      "no annotation that says who may enter",
    ],
    [
      "leaves a forged header",
      (check, options) => nginxAnnotations.optional!({ ...check, identityHeaders: [] }, options),
      "would pass on X-Auth-Request-User, X-Auth-Request-Email as a client sends it",
    ],
  ])("by a renderer that %s", (_, optional, reason) => {
    const edge = new ControllerDescription({
      ...TRAEFIK,
      kind: "edge-router",
      className: "router",
      renderer: { ...nginxAnnotations, optional },
    });

    expect(refusals(edge, {}, { optionalSignInPaths: ["/api"] })).toEqual([expect.stringContaining(reason)]);
  });

  it("with a check through the public host, and with an auth proxy of somebody else", () => {
    const edge = IngressController.ingressNginx();
    const service = { namespace: "auth", name: "oauth2-proxy", port: 80 };
    const apps = { optionalSignInPaths: ["/api"] };

    expect(refusals(edge, { authCheck: "public-host" }, apps)).toEqual([
      expect.stringContaining("to which the public host does not lead"),
    ]);
    expect(refusals(edge, { authProxy: { service } }, apps)).toEqual([
      expect.stringContaining("somebody else runs that"),
    ]);
  });

  it("where their auth proxy would have too long a name", () => {
    const name = "a".repeat(55);

    expect(refusals(IngressController.ingressNginx(), withProxy({ name }))).toEqual([
      expect.stringContaining(`would be called "${name}-optional"; that has 64 characters`),
    ]);
  });

  it("where they would be the whole app, or lie below the auth proxy's own path", () => {
    const edge = IngressController.ingressNginx();

    expect(refusals(edge, {}, { optionalSignInPaths: ["/"] })).toEqual([
      expect.stringMatching(/optionalSignInPaths\[0\]: "\/" would open the whole app; list what has to be/),
    ]);
    expect(refusals(edge, {}, { optionalSignInPaths: ["/oauth2/keys"] })).toEqual([
      expect.stringContaining("lies under /oauth2"),
    ]);
    expect(refusals(edge, {}, { paths: ["/login"], optionalSignInPaths: ["/"] })).toEqual([]);
  });
});
