import { strictPath } from "../../rules/path";
import { traefikAnnotation } from "./annotations";
import { joinedKey, joinedServiceKey, type ControllerKind } from "../annotated/controller";
import { nginxAnnotations } from "../annotated/nginx-annotations";

/** Traefik 3.7.12 or later with its provider kubernetesIngressNGINX, as its chart installs it. */
export const TRAEFIK: ControllerKind = {
  kind: "traefik",
  namespace: "traefik",
  podLabels: { "app.kubernetes.io/name": "traefik" },
  // Go's limit for a request's whole header.
  requestHeaderLimit: "1m",
  buffersResponseHeader: false,
  returnsAuthCookies: "none",
  // Only an Ingress with a TLS section is served over TLS; the certificate is found by the host's name.
  foreignCertificate: "host-only",
  // The longer rule wins, and the rule of a prefix is longer than that of a path alone.
  prefersExactPaths: false,
  matches: "tidied",
  forwards: "tidied",
  pathRule: strictPath(
    "Traefik skips an Ingress with such a path as a whole (strictValidatePathType of its provider, on by default)",
  ),
  // Routers and backends have names made of namespace and name, in which every run of other characters is one "-".
  objectKey: joinedKey,
  serviceKey: joinedServiceKey,
  takesPortNames: true,
  refusesTakenPaths: false,
  renderer: nginxAnnotations,
  annotation: traefikAnnotation,
};
