import type { AuthCheck, EdgeChoice, EdgeTraits, GatewayObject } from "../../contracts/edge";
import { strictPath } from "../../rules/path";
import { PRIVATE_RANGES } from "../../rules/private-address";
import { checkGateway } from "../gateway-api/check-gateway";
import { gatewayNeeds, servesGateway, type GatewayProps } from "../gateway-api/gateway";
import { asksService, REFUSED_BY_GATEWAY } from "../gateway-api/refused";
import { usableHeader } from "../request-header";
import { routeAnnotation } from "../route-annotation";

/*
 * Istio 1.26 or later, whose AuthorizationPolicies have the mesh's external authorizer ask the auth proxy. Its objects
 * were admitted by a real API server, and no Istio has run them here. Plain data: a config file reads it.
 */

/** An edge whose checks are AuthorizationPolicies of Istio. */
export interface IstioGateway extends EdgeTraits {
  /** That it is one. */
  readonly form: "istio";
  /** What was said of the Gateway. */
  readonly props: GatewayProps;
}

/** Of Envoy, for all headers of a request together. */
const HEADER_LIMIT = "60k";

const REFUSED: Partial<Record<EdgeChoice, string>> = {
  ...REFUSED_BY_GATEWAY,
  externalIngress:
    'is not possible behind Istio, whose AuthorizationPolicy belongs to the Gateway and to routes of the stack; leave it out and name the "service", so that the stack makes both',
  cors: "is not possible behind Istio, whose check comes before anything that could answer a preflight request; serve pages and API at one host, or take an edge that answers them, such as Traefik",
  optionalSignInPaths:
    'are not possible behind Istio, which asks at the path of the request itself, so that the auth proxy cannot tell these paths from others; list them under "publicPaths" where the app needs no identity there, or take an edge such as Traefik or ingress-nginx',
  "authCheck: public-host": asksService("AuthorizationPolicies"),
};

/** Istio, given what is said of the Gateway. */
export function istioGateway(props: GatewayProps): IstioGateway {
  const { namespace, podNamespace, podLabels, trustedAddresses, refusesEncodedSlashes } = props;
  return {
    form: "istio",
    kind: "Istio",
    section: "gateway",
    props,
    check: (checks, at) => checkGateway(checks, at, props),
    // It tidies dots, and doubled slashes only where the mesh says so.
    matches: "decoded",
    forwards: "raw",
    refusesEncodedSlashes: refusesEncodedSlashes === true,
    routeObject: "HTTPRoute",
    pathRule: strictPath("Istio may read such a path otherwise than it is written"),
    objectKey: (inNamespace, name) => `${inNamespace}/${name}`,
    serviceKey: ({ namespace: of, object, service, port }) => `${of}/${object}/${service}:${port}`,
    prefersExactPaths: true,
    refusesTakenPaths: false,
    buffersResponseHeader: false,
    returnsAuthCookies: "all",
    redirects: "auth-proxy",
    asksForRules: false,
    // Istio makes the Pods of a Gateway beside it, under its name.
    namespace: podNamespace ?? namespace,
    podLabels:
      podLabels ??
      (podNamespace === undefined || podNamespace === namespace
        ? { "gateway.networking.k8s.io/gateway-name": props.name }
        : {}),
    httpsPort: props.httpsPort,
    addresses: trustedAddresses ?? PRIVATE_RANGES,
    requestHeaderLimit: usableHeader(props.requestHeaderLimit ?? HEADER_LIMIT),
    annotation: routeAnnotation("HTTPRoute"),
    refuses: REFUSED,
    serves: servesGateway(props),
    customResources: [
      { name: "httproutes.gateway.networking.k8s.io", from: "Gateway API 1.4 or later, standard channel" },
      { name: "authorizationpolicies.security.istio.io", from: "Istio 1.26 or later" },
    ],
    needs: (places) => [
      ...gatewayNeeds(props, places),
      "the extension provider of the output mesh_config in the mesh's MeshConfig, without which nobody gets in",
      "the EnvoyFilter of the output gateway_objects, without which an app may be told identity headers that a client has forged",
    ],
    handsOver: (check) => ({
      mesh_config: { extensionProviders: [extensionProvider(check)] },
      gateway_objects: [headerFilter(props, check.identityHeaders)],
    }),
  };
}

/** The name under which the mesh knows the auth proxy. */
export function providerName({ service }: Pick<AuthCheck, "service">): string {
  return `${service.namespace}-${service.name}`;
}

/**
 * How the mesh asks: at the request's own path, so that people land where they wanted to. A path before it with a query
 * in it would be the client's to extend.
 */
function extensionProvider({ service, clusterDomain, identityHeaders }: AuthCheck): object {
  return {
    name: providerName({ service }),
    envoyExtAuthzHttp: {
      service: `${service.name}.${service.namespace}.svc.${clusterDomain}`,
      port: service.port,
      includeRequestHeadersInCheck: ["authorization", "cookie", "accept", "x-forwarded-proto"],
      headersToUpstreamOnAllow: identityHeaders
        .filter((name) => !name.startsWith("X-Forwarded-"))
        .map((name) => name.toLowerCase()),
      headersToDownstreamOnAllow: ["set-cookie"],
      headersToDownstreamOnDeny: ["content-type", "set-cookie", "location"],
    },
  };
}

/** A check of Envoy replaces the headers that its answer has and removes no other one, so they go before it. */
function headerFilter({ name, namespace }: GatewayProps, identityHeaders: readonly string[]): GatewayObject {
  return {
    apiVersion: "networking.istio.io/v1alpha3",
    kind: "EnvoyFilter",
    metadata: { name: `${name}-oauth2-proxy`, namespace },
    spec: {
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name }],
      configPatches: [
        {
          applyTo: "HTTP_FILTER",
          match: {
            context: "GATEWAY",
            listener: { filterChain: { filter: { name: "envoy.filters.network.http_connection_manager" } } },
          },
          patch: {
            operation: "INSERT_FIRST",
            value: {
              name: "envoy.filters.http.header_mutation",
              typed_config: {
                "@type":
                  "type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation",
                mutations: {
                  // A program's own token arrives in Authorization.
                  request_mutations: identityHeaders
                    .filter((header) => header !== "Authorization")
                    .map((header) => ({ remove: header })),
                },
              },
            },
          },
        },
      ],
    },
  };
}
