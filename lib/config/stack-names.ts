import { namespaceMade } from "../oauth2-proxy/proxy-problems";
import type { Place } from "../rules/rule";
import { partOf } from "../contracts/draft";
import type { PlacedText } from "../contracts/identity-file";
import { proxyNames } from "../model/in-path";
import { placedIngresses } from "../model/placed-ingresses";
import { fileModelOf } from "./model";
import type { PlacedName, StackNames } from "../model/side-by-side";
import { sessionCookieName } from "../oauth2-proxy/session-cookie";
import type { CheckedConfig } from "./load";

/** What the stack of a config file calls things that other stacks see, and where that stands. */
export function stackNames({ file, config, locatedAt }: CheckedConfig): StackNames {
  const { cluster, signIn, apps } = config;
  const whole = fileModelOf(config);
  const { identity, proxy, edges, model } = whole;
  const names = identity.names?.(partOf(whole.file, identity.kind), whole.around);
  const clusterPlace = JSON.stringify(cluster ?? {});
  const placedName =
    (place: string) =>
    ({ name, path }: PlacedText): PlacedName => {
      const { line } = locatedAt({ path, message: "" });
      return { name, place, path, line };
    };
  const made = proxy?.isMade === true ? proxy : undefined;
  const namespace =
    made === undefined
      ? undefined
      : namespaceMade(partOf(whole.file, "authProxy"), whole.identity.makesNamespace);
  const proxies = (isMade: boolean, path: Place): PlacedName[] =>
    proxy?.isMade === isMade
      ? proxyNames(model).map((name) =>
          placedName(clusterPlace)({ name: `${proxy.namespace}/${name}`, path }),
        )
      : [];
  return {
    path: file,
    applications: names?.applications.map(placedName(names.directory)) ?? [],
    groups: names?.groups.map(placedName(names.directory)) ?? [],
    namespaces:
      namespace === undefined
        ? []
        : [placedName(clusterPlace)({ name: namespace.name, path: ["authProxy", "namespace"] })],
    authProxies: proxies(true, ["authProxy", "name"]),
    askedProxies: proxies(false, ["authProxy", "service"]),
    cookie:
      made === undefined
        ? undefined
        : {
            name: sessionCookieName(made.name, signIn?.cookieDomain),
            domain: signIn?.cookieDomain,
            path: ["authProxy", "name"],
          },
    ingresses: placedIngresses(model, edges).map(({ path = [], ...ingress }) => ({
      ...ingress,
      ...placedName(clusterPlace)({ name: ingress.name, path }),
    })),
    hosts: [
      ...apps.map(({ host }, i) => ({ name: host, path: ["apps", i, "host"] })),
      ...(signIn === undefined ? [] : [{ name: signIn.host, path: ["signIn", "host"] }]),
    ].map(placedName(clusterPlace)),
  };
}
