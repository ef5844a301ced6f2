import type { IngressPath } from "../../model/route-plan";
import type { ClusterObject } from "../../terraform/cluster-object";
import type { GatewayProps } from "./gateway";

/** A path of a host as an HTTPRoute says it. */
export interface HttpRouteProps {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly gateway: Pick<GatewayProps, "name" | "namespace" | "sectionName">;
  readonly host: string;
  readonly path: IngressPath;
  /** What happens to a request before the Service sees it, in order. @default - nothing */
  readonly filters?: readonly object[];
  /** A Service of the same namespace. */
  readonly service: { readonly name: string; readonly port: number };
}

/** An HTTPRoute of one path. */
export function httpRoute(props: HttpRouteProps): ClusterObject {
  const { name, namespace, annotations, gateway, host, path, filters = [], service } = props;
  const { sectionName } = gateway;
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name, namespace, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      parentRefs: [
        {
          name: gateway.name,
          namespace: gateway.namespace,
          ...(sectionName === undefined ? {} : { sectionName }),
        },
      ],
      hostnames: [host],
      rules: [
        {
          matches: [{ path: { type: path.pathType === "Exact" ? "Exact" : "PathPrefix", value: path.path } }],
          ...(filters.length === 0 ? {} : { filters }),
          backendRefs: [{ name: service.name, port: service.port }],
        },
      ],
    },
  };
}

/** Takes headers out of a request; at most 16. */
export function removeHeaders(names: readonly string[]): object {
  return { type: "RequestHeaderModifier", requestHeaderModifier: { remove: [...names] } };
}
