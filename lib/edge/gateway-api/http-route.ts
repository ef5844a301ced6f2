import type { IngressPath } from "../../model/route-plan";
import { portNumber, type ServicePort } from "../../rules/kubernetes";
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
  /**
   * Whether a rule of the same path follows that leads nowhere and answers 500, for a Gateway that passes over a rule
   * with a filter that it does not find, and would leave the path to a wider rule. @default false
   */
  readonly closesBehind?: boolean;
  /** A Service of the same namespace. */
  readonly service: { readonly name: string; readonly port: ServicePort };
}

/** An HTTPRoute of one path. */
export function httpRoute(props: HttpRouteProps): ClusterObject {
  const { name, namespace, annotations, gateway, host, path, filters = [], service } = props;
  const { sectionName } = gateway;
  const matches = [{ path: { type: path.pathType === "Exact" ? "Exact" : "PathPrefix", value: path.path } }];
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
          matches,
          ...(filters.length === 0 ? {} : { filters }),
          backendRefs: [{ name: service.name, port: portNumber(service.port) }],
        },
        ...(props.closesBehind === true ? [{ matches }] : []),
      ],
    },
  };
}

/** Takes headers out of a request; at most 16. */
export function removeHeaders(names: readonly string[]): object {
  return { type: "RequestHeaderModifier", requestHeaderModifier: { remove: [...names] } };
}
