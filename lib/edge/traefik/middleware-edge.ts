import type { CustomResource, EdgeChoice, EdgeTraits } from "../../contracts/edge";
import { strictPath } from "../../rules/path";
import { PRIVATE_RANGES } from "../../rules/private-address";
import { allOf, quote, type Rule } from "../../rules/rule";
import type { IngressControllerProps } from "../annotated/controller";
import { checkController } from "../annotated/check-controller-props";
import { checkGateway } from "../gateway-api/check-gateway";
import { gatewayNeeds, servesGateway, type GatewayProps } from "../gateway-api/gateway";
import { asksService, REFUSED_BY_GATEWAY } from "../gateway-api/refused";
import { usableHeader } from "../request-header";
import { routeAnnotation } from "../route-annotation";

/*
 * Traefik 3.7.12 or later, whose Middlewares ask the auth proxy, behind the HTTPRoutes of a Gateway or behind its own
 * IngressRoutes. Plain data: a config file reads it.
 */

/** An edge whose checks are Middlewares of Traefik. */
export interface MiddlewareEdge extends EdgeTraits {
  /** That it is one. */
  readonly form: "traefik-middlewares";
  /** The routes that the Middlewares stand before, and what was said of them. */
  readonly routes:
    | { readonly kind: "HTTPRoute"; readonly props: GatewayProps }
    | { readonly kind: "IngressRoute"; readonly props: IngressControllerProps };
}

const NAMESPACE = "traefik";
const POD_LABELS = { "app.kubernetes.io/name": "traefik" };
/** Go's limit for a request's whole header. */
const HEADER_LIMIT = "1m";

/** Traefik counts 100 for each letter of a path and 100,000 for a path alone, which has to win. */
const LONGEST_PATH = 800;

const notTooLong: Rule = (value) =>
  value.length > LONGEST_PATH
    ? `${quote(value.slice(0, 40))}... has ${value.length} characters, and from ${LONGEST_PATH} on Traefik may prefer it to a path alone; protect a shorter path around it`
    : undefined;

const MIDDLEWARES: CustomResource = { name: "middlewares.traefik.io", from: "Traefik's own definitions" };

const ASKS_SERVICE = asksService("Middlewares");

/** What is the same behind both kinds of routes. */
const COMMON = {
  form: "traefik-middlewares",
  // The entry point tidies a path before any router sees it (sanitizePath, on by default), and hands that on.
  matches: "tidied",
  forwards: "tidied",
  pathRule: allOf(strictPath("Traefik may read such a path otherwise than it is written"), notTooLong),
  objectKey: (namespace, name) => `${namespace}/${name}`,
  serviceKey: ({ namespace, object, service, port }) => `${namespace}/${object}/${service}:${port}`,
  prefersExactPaths: true,
  refusesTakenPaths: false,
  buffersResponseHeader: false,
  returnsAuthCookies: "all",
  redirects: "auth-proxy",
  asksByGuard: true,
} satisfies Partial<MiddlewareEdge>;

/** What cannot be done behind a Gateway. */
const REFUSED_BY_ITS_GATEWAY: Partial<Record<EdgeChoice, string>> = {
  ...REFUSED_BY_GATEWAY,
  externalIngress:
    'is not possible behind a Gateway, whose routes name Middlewares of their own namespace and take no annotations for it; leave it out and name the "service", so that the stack makes the HTTPRoute',
  "authCheck: public-host": ASKS_SERVICE,
};

const REFUSED_BY_INGRESS_ROUTES: Partial<Record<EdgeChoice, string>> = {
  "tls.issuer":
    'asks cert-manager by an annotation, which it does not read on an IngressRoute; make a Certificate for the host in the namespace of the app, and name its Secret in "tls.secretName"',
  externalIngress:
    'is not possible with resource "IngressRoute", whose Middlewares belong to routes of the stack; leave it out and name the "service", or leave "resource" out',
  "authCheck: public-host": ASKS_SERVICE,
};

/** Traefik as the implementation of a Gateway (its provider kubernetesGateway). */
export function traefikGateway(props: GatewayProps): MiddlewareEdge {
  return {
    ...COMMON,
    kind: "the Gateway of Traefik",
    routes: { kind: "HTTPRoute", props },
    routeObject: "HTTPRoute",
    check: (checks, at) => checkGateway(checks, at, props),
    annotation: routeAnnotation("HTTPRoute"),
    section: "gateway",
    refuses: REFUSED_BY_ITS_GATEWAY,
    serves: servesGateway(props),
    needs: (places) => gatewayNeeds(props, places),
    customResources: [
      { name: "httproutes.gateway.networking.k8s.io", from: "Gateway API 1.4 or later, standard channel" },
      MIDDLEWARES,
    ],
    ...installationOf({ ...props, namespace: props.podNamespace }),
  };
}

/** Traefik with IngressRoutes (its provider kubernetesCRD). */
export function traefikIngressRoutes(props: IngressControllerProps): MiddlewareEdge {
  return {
    ...COMMON,
    kind: "traefik with IngressRoutes",
    takesPortNames: true,
    routes: { kind: "IngressRoute", props },
    routeObject: "IngressRoute",
    check: (checks, at) => checkController(checks, at, props),
    annotation: routeAnnotation("IngressRoute"),
    serves:
      props.className === undefined
        ? "IngressRoutes of any class"
        : `IngressRoutes of the class ${quote(props.className)}`,
    refuses: REFUSED_BY_INGRESS_ROUTES,
    customResources: [{ name: "ingressroutes.traefik.io", from: "Traefik's own definitions" }, MIDDLEWARES],
    ...installationOf(props),
  };
}

/** Where its Pods are and what they carry. */
function installationOf({
  namespace = NAMESPACE,
  podLabels,
  httpsPort,
  trustedAddresses,
  refusesEncodedSlashes,
  requestHeaderLimit,
}: IngressControllerProps): Pick<
  EdgeTraits,
  "namespace" | "podLabels" | "httpsPort" | "addresses" | "refusesEncodedSlashes" | "requestHeaderLimit"
> {
  return {
    namespace,
    // The Pods of another namespace are another installation's, whose labels nobody has told.
    podLabels: podLabels ?? (namespace === NAMESPACE ? POD_LABELS : {}),
    httpsPort,
    addresses: trustedAddresses ?? PRIVATE_RANGES,
    refusesEncodedSlashes: refusesEncodedSlashes === true,
    requestHeaderLimit: usableHeader(requestHeaderLimit ?? HEADER_LIMIT),
  };
}
