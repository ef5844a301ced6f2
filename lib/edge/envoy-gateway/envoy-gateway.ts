import type { EdgeChoice, EdgeTraits, GatewayObject } from "../../contracts/edge";
import { strictPath } from "../../rules/path";
import { PRIVATE_RANGES } from "../../rules/private-address";
import { checkGateway } from "../gateway-api/check-gateway";
import { gatewayNeeds, servesGateway, type GatewayProps } from "../gateway-api/gateway";
import { asksService, REFUSED_BY_GATEWAY } from "../gateway-api/refused";
import { usableHeader } from "../request-header";
import { routeAnnotation } from "../route-annotation";

/*
 * Envoy Gateway 1.8 or later, whose SecurityPolicies ask the auth proxy. Its objects were admitted by a real API
 * server, and no Envoy has run them here. Plain data: a config file reads it.
 */

/** An edge whose checks are SecurityPolicies of Envoy Gateway. */
export interface EnvoyGatewayEdge extends EdgeTraits {
  /** That it is one. */
  readonly form: "envoy-gateway";
  /** What was said of the Gateway. */
  readonly props: GatewayProps;
}

/** Where Envoy Gateway makes the Envoys of every Gateway, unless it is told otherwise. */
const NAMESPACE = "envoy-gateway-system";
/** Of Envoy, for all headers of a request together. */
const HEADER_LIMIT = "60k";
const API = "gateway.envoyproxy.io/v1alpha1";

const REFUSED: Partial<Record<EdgeChoice, string>> = {
  ...REFUSED_BY_GATEWAY,
  externalIngress:
    'is not possible behind Envoy Gateway, whose SecurityPolicy belongs to an HTTPRoute of the stack; leave it out and name the "service", so that the stack makes both',
  optionalSignInPaths:
    'are not possible behind Envoy Gateway, whose check removes no header that its answer does not have, so that an app would believe whoever forges one where the policy of the output gateway_objects is missing; list them under "publicPaths" where the app needs no identity there, or take an edge such as Traefik or ingress-nginx',
  "authCheck: public-host": asksService("SecurityPolicies"),
  httpsPort:
    "is not possible behind Envoy Gateway, which takes the port out of the Host header before the auth proxy is asked, so that people would be led to port 443; let a load balancer give the Gateway port 443, or take another edge, such as Traefik",
};

/** Envoy Gateway, given what is said of the Gateway. */
export function envoyGateway(props: GatewayProps): EnvoyGatewayEdge {
  const { podNamespace = NAMESPACE, podLabels, trustedAddresses, refusesEncodedSlashes } = props;
  return {
    form: "envoy-gateway",
    kind: "Envoy Gateway",
    section: "gateway",
    props,
    check: (checks, at) => checkGateway(checks, at, props),
    // Envoy tidies a path before it looks for a route, and hands that on.
    matches: "tidied",
    forwards: "tidied",
    refusesEncodedSlashes: refusesEncodedSlashes === true,
    routeObject: "HTTPRoute",
    pathRule: strictPath("Envoy may read such a path otherwise than it is written"),
    objectKey: (namespace, name) => `${namespace}/${name}`,
    serviceKey: ({ namespace, object, service, port }) => `${namespace}/${object}/${service}:${port}`,
    prefersExactPaths: true,
    refusesTakenPaths: false,
    buffersResponseHeader: false,
    returnsAuthCookies: "none",
    redirects: "auth-proxy",
    lets: "200",
    namespace: podNamespace,
    podLabels:
      podLabels ??
      (podNamespace === NAMESPACE
        ? {
            "gateway.envoyproxy.io/owning-gateway-name": props.name,
            "gateway.envoyproxy.io/owning-gateway-namespace": props.namespace,
          }
        : {}),
    httpsPort: props.httpsPort,
    addresses: trustedAddresses ?? PRIVATE_RANGES,
    requestHeaderLimit: usableHeader(props.requestHeaderLimit ?? HEADER_LIMIT),
    annotation: routeAnnotation("HTTPRoute"),
    refuses: REFUSED,
    customResources: [
      { name: "httproutes.gateway.networking.k8s.io", from: "Gateway API 1.4 or later, standard channel" },
      {
        name: "referencegrants.gateway.networking.k8s.io",
        // Version v1 of the kind.
        from: "Gateway API 1.5 or later, standard channel",
      },
      { name: "securitypolicies.gateway.envoyproxy.io", from: "Envoy Gateway 1.8 or later" },
    ],
    serves: servesGateway(props),
    needs: (places) => [
      ...gatewayNeeds(props, places),
      "the ClientTrafficPolicy of the output gateway_objects, without which an app may be told identity headers that a client has forged, and people end at the front page after the sign-in",
    ],
    handsOver: ({ identityHeaders }) => ({ gateway_objects: [clientTrafficPolicy(props, identityHeaders)] }),
  };
}

/**
 * What only the Gateway as a whole can do: a check of Envoy replaces the headers that its answer has and removes no
 * other one, and forgets which page was asked for.
 */
function clientTrafficPolicy(
  { name, namespace, sectionName }: GatewayProps,
  identityHeaders: readonly string[],
): GatewayObject {
  const listener = sectionName === undefined ? {} : { sectionName };
  return {
    apiVersion: API,
    kind: "ClientTrafficPolicy",
    metadata: { name: `${name}-oauth2-proxy`, namespace },
    spec: {
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name, ...listener }],
      headers: {
        earlyRequestHeaders: {
          set: [{ name: "X-Auth-Request-Redirect", value: "%REQ(:PATH)%" }],
          // A program's own token arrives in this one.
          remove: identityHeaders.filter((header) => header !== "Authorization"),
        },
      },
    },
  };
}
