import { strictPath } from "../../rules/path";
import { quote } from "../../rules/rule";
import { ingressNginxAnnotation } from "./annotations";
import type { ControllerKind } from "../annotated/controller";
import { nginxAnnotations } from "../annotated/nginx-annotations";

/** The community's ingress-nginx, as its chart and manifests install it. */
export const INGRESS_NGINX: ControllerKind = {
  kind: "ingress-nginx",
  namespace: "ingress-nginx",
  podLabels: { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller" },
  installations: [
    {
      // The application routing add-on of AKS.
      className: "webapprouting.kubernetes.azure.com",
      namespace: "app-routing-system",
      podLabels: { app: "nginx" },
    },
  ],
  // large_client_header_buffers 4 8k: one header line must fit into one buffer.
  requestHeaderLimit: "8k",
  buffersResponseHeader: true,
  // auth_request keeps the first Set-Cookie of the subrequest only.
  returnsAuthCookies: "one",
  // The first TLS section of a host wins, and one without a Secret would win with the default certificate.
  foreignCertificate: "none",
  // Exact paths become locations of their own, which nginx prefers.
  prefersExactPaths: true,
  // A location is compared with the decoded path without "..", and proxy_pass without a path sends the line on as
  // it came.
  matches: "decoded",
  forwards: "raw",
  pathRule: strictPath(
    "ingress-nginx's admission webhook refuses such a path (strict-validate-path-type of its ConfigMap, on by default)",
  ),
  // A location of a path with a slash at the end answers the path without it by a redirect.
  exactPathRule: (path) =>
    path !== "/" && path.endsWith("/")
      ? `${quote(path)} alone ends with a slash, and nginx then answers ${quote(path.slice(0, -1))} as well, by a redirect; write it without the slash, or with everything below it (pathType: Prefix)`
      : undefined,
  objectKey: (namespace, name) => `${namespace}/${name}`,
  // What its upstreams are called.
  serviceKey: ({ namespace, service, port }) => `${namespace}-${service}-${port}`,
  takesPortNames: true,
  // Its admission webhook compares host and path only.
  refusesTakenPaths: true,
  // nginx takes 4,096 bytes for one parameter; quotes and the end of it count.
  longestCheckUrl: 4_090,
  renderer: nginxAnnotations,
  annotation: ingressNginxAnnotation,
};
