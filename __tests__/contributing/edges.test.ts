import { filesFor, withAddition, type Edit } from "../support/contributing";

const TIMEOUT = 300_000;

const CONFIG = `
entra:
  application: { name: proxy }
  accessGroup: { name: people, users: [alice@contoso.com] }
ingressController: { kind: KIND, className: nginx }
apps:
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: 80 }
    publicPaths: [/open]
`;

interface Synthesized {
  readonly refused?: string;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** The blocks of one type. */
function blocks(json: unknown, type: string): unknown[] {
  const { refused, resource = {} } = json as Synthesized;
  expect(refused).toBeUndefined();
  return Object.values(resource[type] ?? {});
}

/** Files of the library among those that the page names; tests and generated files are not needed to run. */
function inLib(section: string, name: string): string[] {
  return filesFor(section, name)
    .map(({ path }) => path)
    .filter((path) => path.startsWith("lib/"));
}

describe("an edge that reads annotations", () => {
  const SECTION = "An edge that reads annotations";
  const edits: Readonly<Record<string, Edit>> = {
    "lib/edge/toy/toy.ts": `
import type { ControllerKind } from "../annotated/controller";
import { authUrl } from "../auth-check-address";

export const TOY: ControllerKind = {
  kind: "toy",
  namespace: "toys",
  podLabels: { app: "toy" },
  requestHeaderLimit: "16k",
  buffersResponseHeader: false,
  returnsAuthCookies: "all",
  foreignCertificate: "none",
  prefersExactPaths: true,
  renderer: {
    protect: (check, { api, query }) => ({
      "toy.example/ask": authUrl(check) + query,
      "toy.example/answer": api ? "401" : "sign-in",
      "toy.example/headers": check.identityHeaders.join(","),
    }),
    open: (check) => ({ "toy.example/remove": check.identityHeaders.join(",") }),
    signIn: () => ({}),
    tls: (secure) => ({ "toy.example/tls": String(secure) }),
    cors: ({ origins }) => ({ "toy.example/origins": origins.join(",") }),
  },
};
`,
    "lib/edge/index.ts": (text) =>
      text
        .replace("\n/** What is in front", 'import { TOY } from "./toy/toy";\n\n/** What is in front')
        .replace(
          "} satisfies Record<",
          "  toy: (props?: IngressControllerProps) => new ControllerDescription(TOY, props),\n} satisfies Record<",
        ),
  };

  it("takes the files of CONTRIBUTING.md and no others", () => {
    const files = filesFor(SECTION, "toy");

    expect(inLib(SECTION, "toy").sort()).toEqual(Object.keys(edits).sort());
    expect(files.length).toBeLessThanOrEqual(5);
  });

  it(
    "compiles, and a config file can name it",
    () => {
      withAddition(edits, (copy) => {
        expect(copy.complaints()).toEqual([]);

        const ingresses = blocks(copy.synth(CONFIG.replace("KIND", "toy")), "kubernetes_ingress_v1");
        expect(ingresses).toContainEqual(
          expect.objectContaining({
            metadata: expect.objectContaining({
              annotations: expect.objectContaining({ "toy.example/answer": "sign-in" }) as unknown,
            }) as unknown,
          }),
        );
      });
    },
    TIMEOUT,
  );

  it(
    "is no kind without its row",
    () => {
      const { "lib/edge/index.ts": row, ...others } = edits;
      expect(row).toBeDefined();
      withAddition(others, (copy) => {
        expect(copy.synth(CONFIG.replace("KIND", "toy"))).toEqual({
          refused: expect.stringContaining("ingressController.kind") as unknown,
        });
      });
    },
    TIMEOUT,
  );
});

describe("an edge of another form", () => {
  const SECTION = "An edge of another form";
  const edits: Readonly<Record<string, Edit>> = {
    "lib/edge/toy/toy.ts": `
import type { EdgeTraits } from "../../contracts/edge";
import { strictPath } from "../../rules/path";
import { PRIVATE_RANGES } from "../../rules/private-address";
import type { IngressControllerProps } from "../annotated/controller";

export interface ToyEdge extends EdgeTraits {
  readonly form: "toy";
}

export function toyEdge(props: IngressControllerProps = {}): ToyEdge {
  return {
    form: "toy",
    kind: "toy",
    matches: "tidied",
    forwards: "tidied",
    refusesEncodedSlashes: props.refusesEncodedSlashes === true,
    pathRule: strictPath("the toy reads no such path"),
    objectKey: (namespace, name) => namespace + "/" + name,
    serviceKey: ({ namespace, service, port }) => [namespace, service, port].join("/"),
    prefersExactPaths: true,
    refusesTakenPaths: false,
    annotation: (name) => "annotation " + name + " is not read by the toy",
    namespace: props.namespace ?? "toys",
    podLabels: props.podLabels ?? {},
    addresses: props.trustedAddresses ?? PRIVATE_RANGES,
    requestHeaderLimit: 16_000,
    buffersResponseHeader: false,
    returnsAuthCookies: "all",
  };
}
`,
    "lib/edge/toy/toy-routes.ts": `
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { AuthCheck } from "../../contracts/edge";
import type { EdgeRoutes, GuardedApp, MadeApp, MadeRoute, RouteGuard, SignInRoute } from "../../contracts/route";
import { DEFAULT_PROXY_PREFIX } from "../../model/proxy-prefix";

export class ToyRoutes extends Construct implements EdgeRoutes {
  constructor(scope: Construct, id: string, private readonly check: AuthCheck) {
    super(scope, id);
  }

  protect({ name: app, host, service: { namespace }, routes }: GuardedApp): MadeApp {
    return {
      routes: routes.map(({ path, guard }, i) => {
        const name = app + "-" + String(i);
        const resource = new ConfigMapV1(this, name, {
          metadata: { name, namespace },
          data: { host, path, ...this.handedOver(this, guard) },
        });
        return { resource, guardedBy: [{ kind: "ConfigMap", namespace, name }] };
      }),
    };
  }

  addSignIn(_scope: Construct, id: string, { name, host }: SignInRoute): MadeRoute {
    const { namespace } = this.check.service;
    const data = { host, path: this.check.proxyPrefix ?? DEFAULT_PROXY_PREFIX };
    const resource = new ConfigMapV1(this, "sign-in-" + id, { metadata: { name, namespace }, data });
    return { resource, guardedBy: [] };
  }

  handedOver(_scope: Construct, guard: RouteGuard): Record<string, string> {
    if (guard.kind === "open") {
      return { guard: "open" };
    }
    const { allowed = (): "everybody" => "everybody", without } = guard;
    const ids = (): string => {
      const all = allowed();
      return all === "everybody" ? all : all.map(({ id }) => id).join(" ");
    };
    return { guard: without, allowed: Lazy.stringValue({ produce: ids }) };
  }
}
`,
    "lib/edge/index.ts": (text) =>
      text
        .replace(
          "\n/** What is in front",
          'import { toyEdge, type ToyEdge } from "./toy/toy";\n\n/** What is in front',
        )
        .replace("| OwnEdge;", "| OwnEdge | ToyEdge;")
        .replace("} satisfies Record<", "  toy: toyEdge,\n} satisfies Record<"),
    "lib/edge/routes.ts": (text) =>
      text
        .replace("\n/**", 'import { ToyRoutes } from "./toy/toy-routes";\n\n/**')
        .replace(
          '    case "own":',
          '    case "toy":\n      return new ToyRoutes(scope, id, check);\n    case "own":',
        ),
  };

  it("takes the files of CONTRIBUTING.md and no others", () => {
    const files = filesFor(SECTION, "toy");

    expect(inLib(SECTION, "toy").sort()).toEqual(Object.keys(edits).sort());
    expect(files.length).toBeLessThanOrEqual(5);
  });

  it(
    "compiles, and a config file can name it",
    () => {
      withAddition(edits, (copy) => {
        expect(copy.complaints()).toEqual([]);

        const json = copy.synth(CONFIG.replace("KIND", "toy"));
        expect(blocks(json, "kubernetes_ingress_v1")).toEqual([]);
        expect(blocks(json, "kubernetes_config_map_v1")).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ data: { host: "shop.example.com", path: "/open", guard: "open" } }),
            expect.objectContaining({
              data: {
                host: "shop.example.com",
                path: "/",
                guard: "sign-in",
                allowed: expect.stringMatching(/azuread_group\./) as unknown,
              },
            }),
          ]),
        );
      });
    },
    TIMEOUT,
  );

  it(
    "does not compile where nothing makes its routes",
    () => {
      const { "lib/edge/routes.ts": makes, ...others } = edits;
      expect(makes).toBeDefined();
      withAddition(others, (copy) => {
        expect(copy.complaints()).toEqual([expect.stringContaining("lib/edge/routes.ts")]);
      });
    },
    TIMEOUT,
  );
});
