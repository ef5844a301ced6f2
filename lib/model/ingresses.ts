import { widestRoute } from "./route-plan";
import { pathClaim } from "../rules/path";
import { quote, type Place } from "../rules/rule";
import { pathIngressName, signInIngressName, type NamedIngress } from "./names";
import type { Model, ModelApp, ModelRoute } from "./model";

/** Every Ingress that a stack makes with a path of its own, by name. */
export function namedIngresses(model: Model): NamedIngress[] {
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
  return [...apps.flatMap((app) => ingressesOf(app, model)), ...signInIngresses(model)];
}

function ingressesOf(
  { name, at, host, service, names, routes }: ModelApp,
  { decision, proxy }: Model,
): NamedIngress[] {
  if (service === undefined) {
    return [];
  }
  const widest = widestRoute(routes);
  return routes.map((route) => ({
    // A route to an auth proxy before the app stands beside that.
    namespace: decision === "in-path" && route.guard.kind === "check" ? proxy.namespace : service.namespace,
    name: (route === widest ? names.ingress : undefined) ?? pathIngressName(host, route),
    service,
    owner: `app ${quote(name)}`,
    path: [...at, ...(route === widest && names.ingress !== undefined ? ["ingressName"] : [route.key])],
    key: "ingressName",
  }));
}

function signInIngresses({ apps, signIn, proxy }: Model): NamedIngress[] {
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
    name: name ?? signInIngressName(proxy.name, host),
    service: proxy,
    owner: `the sign-in at ${quote(host)}`,
    path,
    key: "proxyIngressName",
  }));
}
