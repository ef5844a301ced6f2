import type { EdgeChoice, EdgeTraits } from "../../contracts/edge";
import { strictPath } from "../../rules/path";
import { PRIVATE_RANGES } from "../../rules/private-address";
import { joinedKey, joinedServiceKey } from "../annotated/controller";
import { usableHeader } from "../request-header";
import { routeAnnotation } from "../route-annotation";
import { checkGateway } from "./check-gateway";
import { REFUSED_BY_GATEWAY } from "./refused";
import { gatewayNeeds, servesGateway, type GatewayProps } from "./gateway";

/*
 * Any conformant implementation of Gateway API, of which nothing but the standard channel's core is asked. It can ask
 * nobody before it sends a request on, so an auth proxy stands in the path of each app. Plain data: a config file reads
 * it. Where implementations differ, the strictest is taken.
 */

/** An edge whose routes lead to an auth proxy before each app. */
export interface StandardGateway extends EdgeTraits {
  /** That it is one. */
  readonly form: "standard-gateway";
  /** What was said of the Gateway. */
  readonly props: GatewayProps;
}

/** That of nginx, the smallest among implementations. */
const HEADER_LIMIT = "8k";

const REFUSES: Partial<Record<EdgeChoice, string>> = {
  ...REFUSED_BY_GATEWAY,
  externalIngress:
    'is not possible where the auth proxy stands in the path, because an object of somebody else would lead around it; leave it out and name the "service", so that the stack makes the HTTPRoute',
  cors: "is not possible behind every Gateway, because none has to answer preflight requests, and the auth proxy before the app refuses them; serve pages and API at one host, or take an edge that answers them, such as Traefik",
  optionalSignInPaths:
    'are not possible where the auth proxy stands in the path, which would go on telling the app who somebody is after it has lost the right to enter; list them under "publicPaths" where the app needs no identity there, or take an edge that asks before each request, such as Traefik',
  "authCheck: public-host":
    'is for an edge that asks the auth proxy, and here that stands in the path of each request; leave "authCheck" out',
  signIn:
    "is not possible where the auth proxy stands in the path, because after a sign-in at another host it knows the path to return to, and not the host; leave it out: people sign in at each app's host, and whoever is signed in to the identity provider types nothing again",
  "authProxy.service":
    "is not possible where the auth proxy stands in the path, because each app needs one of its own, which has to know the app; leave it out, so that the stack runs them",
  "authProxy.helm":
    "is not possible yet where the auth proxy stands in the path: each app would need a release of its own; leave it out for plain resources",
  "authProxy.bufferSize":
    "is the size of a buffer that annotations of Ingresses set, and a Gateway reads none; leave it out, and set the limit of response headers at what serves the Gateway if sign-ins end in a 502",
};

/** A Gateway of which only the standard is known. */
export function standardGateway(props: GatewayProps): StandardGateway {
  const { namespace, podNamespace, podLabels, trustedAddresses, refusesEncodedSlashes } = props;
  const tidies = props.normalizesPaths === true;
  return {
    form: "standard-gateway",
    kind: "the Gateway",
    section: "gateway",
    props,
    decision: "in-path",
    redirects: "auth-proxy",
    // The standard leaves it open whether a path is tidied first.
    matches: tidies ? "tidied" : "raw",
    forwards: tidies ? "tidied" : "raw",
    refusesEncodedSlashes: refusesEncodedSlashes === true,
    routeObject: "HTTPRoute",
    pathRule: strictPath("not every Gateway reads such a path as it is written"),
    objectKey: joinedKey,
    serviceKey: joinedServiceKey,
    prefersExactPaths: true,
    refusesTakenPaths: false,
    annotation: routeAnnotation("HTTPRoute"),
    // Where an implementation makes the Pods of a Gateway, it does so beside it.
    namespace: podNamespace ?? namespace,
    podLabels: podLabels ?? {},
    httpsPort: props.httpsPort,
    addresses: trustedAddresses ?? PRIVATE_RANGES,
    requestHeaderLimit: usableHeader(props.requestHeaderLimit ?? HEADER_LIMIT),
    buffersResponseHeader: false,
    // The browser gets the auth proxy's own answers.
    returnsAuthCookies: "all",
    refuses: REFUSES,
    customResources: [
      {
        name: "httproutes.gateway.networking.k8s.io",
        from: "Gateway API 1.0 or later, standard channel",
      },
    ],
    serves: servesGateway(props),
    needs: (places) => gatewayNeeds(props, places),
    check: (checks, at) => checkGateway(checks, at, props),
  };
}
