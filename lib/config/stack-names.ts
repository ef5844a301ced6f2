import { IngressController } from "../edge";
import { placedIngresses } from "../model/placed-ingresses";
import { modelOf } from "./model";
import { DEFAULT_PROXY_NAME } from "../model/names";
import type { PlacedName, StackNames } from "../model/side-by-side";
import { sessionCookieName } from "../oauth2-proxy/session-cookie";
import type { Place } from "../rules/rule";
import { madeGroups } from "./access-checks";
import { proxyOf } from "./auth-proxy";
import type { CheckedConfig } from "./load";
import { madeBy } from "./namespace-checks";
import type { Config } from "./schema";

/** What the stack of a config file calls things that other stacks see, and where that stands. */
export function stackNames({ file, config, locatedAt }: CheckedConfig): StackNames {
  const { entra, cluster, signIn, apps } = config;
  const tenantPlace = JSON.stringify([entra?.tenantId?.toLowerCase(), entra?.cloud ?? "public"]);
  const clusterPlace = JSON.stringify(cluster ?? {});
  const placedName =
    (place: string) =>
    ({ name, path }: Named): PlacedName => {
      const { line } = locatedAt({ path, message: "" });
      return { name, place, path, line };
    };
  const proxy = proxyOf(config);
  const made = proxy?.isMade === true ? proxy : undefined;
  const namespace = made === undefined ? undefined : madeBy({ ...config });
  const proxies = (isMade: boolean, path: Place): PlacedName[] =>
    proxy?.isMade === isMade
      ? [placedName(clusterPlace)({ name: `${proxy.namespace}/${proxy.name}`, path })]
      : [];
  return {
    path: file,
    applications: applicationsOf(config).map(placedName(tenantPlace)),
    groups: madeGroups({ ...config }).map(placedName(tenantPlace)),
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
    ingresses: placedIngresses(
      modelOf(config),
      IngressController.ofKind(config.ingressController.kind, config.ingressController),
    ).map(({ path = [], ...ingress }) => ({
      ...ingress,
      ...placedName(clusterPlace)({ name: ingress.name, path }),
    })),
    hosts: [
      ...apps.map(({ host }, i) => ({ name: host, path: ["apps", i, "host"] })),
      ...(signIn === undefined ? [] : [{ name: signIn.host, path: ["signIn", "host"] }]),
    ].map(placedName(clusterPlace)),
  };
}

interface Named {
  readonly name: string;
  readonly path: Place;
}

/** The applications that a stack makes: its own, and those of machine clients. */
function applicationsOf({ entra }: Config): Named[] {
  if (entra === undefined) {
    return [];
  }
  const { application, machineClients = [] } = entra;
  return [
    ...(application !== undefined && "clientId" in application
      ? []
      : [{ name: application?.name ?? DEFAULT_PROXY_NAME, path: ["entra", "application", "name"] }]),
    ...machineClients.flatMap((client, i) =>
      "clientId" in client ? [] : [{ name: client.name, path: ["entra", "machineClients", i, "name"] }],
    ),
  ];
}
