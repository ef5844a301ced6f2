import type { KubernetesObject } from "@kubernetes/client-node";
import { GATEWAY } from "../ingress/gateway-name";
import { SECRET } from "./config-file";
import type { EdgeAddress } from "./edges";
import type { ServiceName } from "./ground";

const TRAEFIK_KINDS = "traefik.io/v1alpha1";

/** A route to a Service without any check, of the kinds of objects that the stacks before an edge are of. */
export function marker(
  { form, className }: Pick<EdgeAddress, "form" | "className">,
  host: string,
  { namespace, name, port }: ServiceName,
): KubernetesObject[] {
  const metadata = { name, namespace };
  // Traefik learns of Middlewares by another way than of HTTPRoutes, and passes over a route whose Middleware it lacks.
  const middleware = {
    apiVersion: TRAEFIK_KINDS,
    kind: "Middleware",
    metadata,
    spec: { headers: { customRequestHeaders: { "X-Marker": name } } },
  };
  switch (form) {
    case "traefik":
    case "nginx":
      return [ingress(host, { namespace, name, port }, className)];
    case "traefik-ingress-route": {
      const route = {
        kind: "Rule",
        match: `Host(\`${host}\`)`,
        middlewares: [{ name }],
        services: [{ name, port }],
      };
      return [
        middleware,
        { apiVersion: TRAEFIK_KINDS, kind: "IngressRoute", metadata, ...spec({ routes: [route], tls: {} }) },
      ];
    }
    case "traefik-gateway":
    case "standard": {
      const extensionRef = { group: "traefik.io", kind: "Middleware", name };
      const rules = [{ filters: [{ type: "ExtensionRef", extensionRef }], backendRefs: [{ name, port }] }];
      return [
        middleware,
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "HTTPRoute",
          metadata,
          ...spec({ parentRefs: [GATEWAY], hostnames: [host], rules }),
        },
      ];
    }
  }
}

function ingress(host: string, { namespace, name, port }: ServiceName, className?: string): KubernetesObject {
  const backend = { service: { name, port: { number: port } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name,
      namespace,
      annotations: { "nginx.ingress.kubernetes.io/ssl-redirect": "true" },
    },
    ...spec({
      ingressClassName: className,
      tls: [{ hosts: [host], secretName: SECRET }],
      rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
    }),
  };
}

/** What the client's type of an object of any kind does not have. */
function spec(value: object): object {
  return { spec: value };
}
