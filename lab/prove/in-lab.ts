import type { Config } from "../../lib/config";
import { placeOf } from "../findings";

/** The same stack, in the lab's cluster, with a state there, and with the chart that was found before the start. */
export function inLab(config: Config, kubeconfig: string): Config {
  const moved = { ...config, cluster: { kubeconfig }, state: undefined };
  const { authProxy } = moved;
  const chart = placeOf("helm");
  return authProxy === undefined || !("helm" in authProxy) || chart === undefined
    ? moved
    : { ...moved, authProxy: { ...authProxy, helm: { chart } } };
}

export function usesHelm({ authProxy }: Config): boolean {
  return authProxy !== undefined && "helm" in authProxy;
}
