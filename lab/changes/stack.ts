import { stringify } from "yaml";
import { EVERYBODY, type App, type Change } from "./changes";

/** What is in front of the apps while they change. */
export const EDGES = ["traefik", "nginx"] as const;
export type Edge = (typeof EDGES)[number];

const KINDS: Readonly<Record<Edge, string>> = { traefik: "traefik", nginx: "ingress-nginx" };

/** The config file of a stack with these apps. */
export function configText(
  edge: Edge,
  apps: readonly App[],
  { alone = false, publicHost = false }: Partial<Change>,
): string {
  return stringify({
    stack: "changes",
    entra: {
      application: { name: "changes", adminConsent: true },
      accessGroup: { objectId: "${STAFF}" },
    },
    cluster: { kubeconfig: "${KUBECONFIG_PATH:-~/.kube/config}" },
    ingressController: { kind: KINDS[edge], className: "nginx" },
    authCheck: publicHost ? "public-host" : "cluster",
    authProxy: { name: "oauth2-proxy", namespace: { name: "kube-system" }, bearerTokens: true },
    apps: [...apps, ...(alone ? [] : [EVERYBODY])],
  });
}
