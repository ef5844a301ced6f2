import type { IngressPath } from "../model/route-plan";

/** The app that an auth proxy stands before. */
export interface FrontSettings {
  /** Where the app answers inside the cluster, such as "http://web.shop.svc.cluster.local:80". */
  readonly upstream: string;
  /** Paths at which a request without a session gets a 401 in place of the sign-in. */
  readonly apiPaths: readonly IngressPath[];
}

/** What an auth proxy before an app does with its requests, by flags and their values. */
export function frontFlags(
  { upstream, apiPaths }: FrontSettings,
  proxyPrefix: string,
): Readonly<Record<string, string | boolean | readonly string[]>> {
  return {
    upstream,
    // How long an app may take, and how its answer flows, is for the edge and the app to say, as without a proxy.
    "upstream-timeout": "0s",
    "flush-interval": "-1ns",
    "proxy-websockets": true,
    "pass-host-header": true,
    // The paths at which it says how it is by default are the app's here.
    "ping-path": `${proxyPrefix}/ping`,
    "ready-path": `${proxyPrefix}/ready`,
    "api-route": apiPaths.map(apiRoute),
  };
}

/** A pattern for a path, segment by segment, with any query. */
function apiRoute({ path, pathType }: IngressPath): string {
  return pathType === "Exact" ? `^${escaped(path)}(\\?|$)` : `^${escaped(path.replace(/\/$/, ""))}(/|\\?|$)`;
}

function escaped(path: string): string {
  return path.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
