import { Construct } from "constructs";
import type { AuthCheck, NamedEdge } from "../contracts/edge";
import type { EdgeRoutes, MadeRoute, SignInRoute } from "../contracts/route";
import type { Edge } from "../edge";
import type { AppEdge } from "../edge/protected-app-props";
import { checkAt, idAtEdge, routesOf } from "../edge/routes";
import { tlsAt } from "../edge/app-at-edge";
import { edgesOfApp, type EdgeReference } from "../model/edges";
import { givenName, signInIngressName } from "../model/names";
import { keyOfText } from "../terraform/late-key";

/** What a host's own path of the auth proxy is made of, before an edge gives it its name. */
export interface HostSignIn extends Omit<SignInRoute, "name"> {
  /** The name that was given for its object. @default - follows from the auth proxy's name and the host */
  readonly givenName?: string;
}

/** One of a facade's edges: the routes that it serves, and the auth proxy's own path of each host that it serves. */
export class WiredEdge {
  readonly name: string;
  readonly edge: Edge;
  /** What it made of the auth proxy's own paths. */
  readonly signIns: MadeRoute[] = [];
  private readonly routes: EdgeRoutes;
  private readonly signInScope: Construct;
  private readonly hosts = new Set<string>();

  constructor(
    facade: Construct,
    { name, edge }: NamedEdge<Edge>,
    private readonly check: AuthCheck,
  ) {
    this.name = name;
    this.edge = edge;
    this.routes = routesOf(facade, idAtEdge("ingresses", name), edge, check);
    this.signInScope = new Construct(facade, idAtEdge("sign-in", name));
  }

  /** The same as an app needs it. */
  get forApp(): AppEdge {
    return { controller: this.edge, edgeName: this.name, ingresses: this.routes };
  }

  /** Adds the auth proxy's own path of a host, unless it is there already. */
  addSignIn(id: string, { givenName: given, ...route }: HostSignIn): void {
    const hostKey = keyOfText(this.signInScope, route.host);
    if (this.hosts.has(hostKey)) {
      return;
    }
    this.hosts.add(hostKey);
    const name =
      given === undefined
        ? signInIngressName(this.check.service.name, hostKey, this.name)
        : givenName(given, this.name);
    this.signIns.push(this.routes.addSignIn(this.signInScope, id, { ...route, name }));
  }
}

/** Adds the auth proxy's own path of a host to each of the edges that serve it. */
export function addSignIns(edges: readonly WiredEdge[], id: string, host: HostSignIn): void {
  const all = edges.map(({ edge }) => edge);
  for (const one of edges) {
    one.addSignIn(id, { ...host, tls: tlsAt(one.edge, all, host.tls, host.fallbackSecret) });
  }
}

/**
 * Those of the edges on which an app stands. Where it names none that is there, it is refused, with all else that is
 * wrong with it at any edge.
 */
export function edgesFor(
  edges: readonly WiredEdge[],
  said: EdgeReference | undefined,
): readonly [WiredEdge, ...WiredEdge[]] {
  const names = edgesOfApp(
    said,
    edges.map(({ name }) => name),
  );
  const [first = edges[0], ...further] = edges.filter(({ name }) => names.includes(name));
  if (first === undefined) {
    throw new Error("unreachable: props without an edge have been refused");
  }
  return [first, ...further];
}

/** What belongs to the edges as a whole, by the names of outputs; what several have is told by edge. */
export function handedOver(edges: readonly NamedEdge[], check: AuthCheck): Readonly<Record<string, unknown>> {
  const all = edges.flatMap(({ name, edge }) =>
    Object.entries(edge.handsOver?.(checkAt(edge, check)) ?? {}).map(([output, value]) => ({
      name,
      output,
      value,
    })),
  );
  return Object.fromEntries(
    all.map(({ output, value }) => {
      const same = all.filter((one) => one.output === output);
      return [
        output,
        same.length === 1 ? value : Object.fromEntries(same.map((one) => [one.name, one.value])),
      ];
    }),
  );
}
