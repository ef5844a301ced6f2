import { stringify } from "yaml";
import type { EdgeFormName } from "../ingress/edge-forms";
import { withEdge } from "../ingress/with-edge";
import { EVERYBODY, type App, type Change } from "./changes";

/** The config file of a stack with these apps. */
export function configText(
  edge: EdgeFormName,
  apps: readonly App[],
  { alone = false, publicHost = false }: Partial<Change>,
): string {
  const text = stringify({
    stack: "changes",
    entra: {
      application: { name: "changes", adminConsent: true },
      accessGroup: { objectId: "${STAFF}" },
    },
    cluster: { kubeconfig: "${KUBECONFIG_PATH:-~/.kube/config}" },
    ingressController: { kind: "traefik", className: "nginx" },
    authCheck: publicHost ? "public-host" : "cluster",
    authProxy: { name: "oauth2-proxy", namespace: { name: "kube-system" }, bearerTokens: true },
    apps: [...apps, ...(alone ? [] : [EVERYBODY])],
  });
  return withEdge(text, edge);
}
