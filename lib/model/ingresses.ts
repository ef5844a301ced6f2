import { DEFAULT_EDGE } from "../contracts/edge";
import { widestRoute } from "./route-plan";
import { pathClaim } from "../rules/path";
import { quote, type Place } from "../rules/rule";
import { modelAt } from "./edges";
import { givenName, pathIngressName, signInIngressName, type NamedIngress } from "./names";
import type { Model, ModelApp, ModelRoute } from "./model";

/** Every Ingress that a stack makes with a path of its own for one of its edges, by name. */
export function namedIngresses(whole: Model, edge = DEFAULT_EDGE): NamedIngress[] {
  const model = modelAt(whole, edge);
  const claimed = new Set<string>();
  const isFirst = ({ host }: ModelApp, route: ModelRoute): boolean => {
    const claim = `${host} ${pathClaim(route)}`;
    return !claimed.has(claim) && claimed.add(claim) !== undefined;
  };
  // A path that is claimed twice is wrong in itself.
  const apps = model.apps.map((app) => ({
    ...app,
    routes: app.routes.filter((route) => isFirst(app, route)),
  }));
  return [...apps.flatMap((app) => ingressesOf(app, model, edge)), ...signInIngresses(model, edge)];
}

function ingressesOf(
  { name, at, host, service, names, routes }: ModelApp,
  { decision, proxy }: Model,
  edge: string,
): NamedIngress[] {
  if (service === undefined) {
    return [];
  }
  const widest = widestRoute(routes);
  return routes.map((route) => ({
    // A route to an auth proxy before the app stands beside that.
    namespace: decision === "in-path" && route.guard.kind === "check" ? proxy.namespace : service.namespace,
    name:
      route === widest && names.ingress !== undefined
        ? givenName(names.ingress, edge)
        : pathIngressName(host, route, edge),
    service,
    owner: `app ${quote(name)}`,
    path: [...at, ...(route === widest && names.ingress !== undefined ? ["ingressName"] : [route.key])],
    key: "ingressName",
  }));
}

function signInIngresses({ apps, signIn, proxy }: Model, edge: string): NamedIngress[] {
  const first = new Map<string, { readonly name?: string; readonly path: Place }>();
  if (signIn.host !== undefined) {
    first.set(signIn.host, { path: ["signIn", "host"] });
  } else {
    for (const { host, names, at } of apps) {
      const key = names.proxyIngress === undefined ? "host" : "proxyIngressName";
      first.set(host, first.get(host) ?? { name: names.proxyIngress, path: [...at, key] });
    }
  }
  return [...first].map(([host, { name, path }]) => ({
    namespace: proxy.namespace,
    name: name === undefined ? signInIngressName(proxy.name, host, edge) : givenName(name, edge),
    service: proxy,
    owner: `the sign-in at ${quote(host)}`,
    path,
    key: "proxyIngressName",
  }));
}
