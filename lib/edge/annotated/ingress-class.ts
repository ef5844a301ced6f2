import type { ControllerDescription } from "./controller";
import { nginxAnnotations } from "./nginx-annotations";
import { quote, type Problem, type Rule } from "../../rules/rule";

/** What the IngressClass of a supported controller says in `spec.controller`, as installed. */
const SUPPORTED = "k8s.io/ingress-nginx";

/** Classes that other controllers make for themselves as installed, by their usual names. */
const FOREIGN_CLASSES: Readonly<Record<string, string>> = {
  alb: "AWS Load Balancer Controller",
  "azure-application-gateway": "Application Gateway Ingress Controller",
  cilium: "Cilium",
  contour: "Contour",
  gce: "the controller of GKE",
  "gce-internal": "the controller of GKE",
  haproxy: "the controllers of HAProxy",
  istio: "Istio",
  kong: "Kong",
  "openshift-default": "the router of OpenShift",
  traefik: "Traefik's own provider kubernetesIngress",
};

/** The same by what these classes say in `spec.controller`. */
const FOREIGN_CONTROLLERS: Readonly<Record<string, string>> = {
  "azure/application-gateway": "Application Gateway Ingress Controller",
  "cilium.io/ingress-controller": "Cilium",
  "haproxy-ingress.github.io/controller": "HAProxy Ingress",
  "haproxy.org/ingress-controller": "the controller of HAProxy",
  "ingress.k8s.aws/alb": "AWS Load Balancer Controller",
  "ingress-controllers.konghq.com/kong": "Kong",
  "istio.io/ingress-controller": "Istio",
  "nginx.org/ingress-controller": "NGINX Ingress Controller of F5",
  "openshift.io/ingress-to-route": "the router of OpenShift",
  "projectcontour.io/contour": "Contour",
  "traefik.io/ingress-controller": "Traefik's own provider kubernetesIngress",
};

/** What an IngressClass says in `spec.controller`. */
export const controllerClass: Rule = (value) =>
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[A-Za-z0-9]([A-Za-z0-9./_-]*[A-Za-z0-9])?$/.test(value)
    ? undefined
    : `${quote(value)} is not what an IngressClass has in spec.controller; "kubectl get ingressclass" shows it, such as ${SUPPORTED}`;

/** Whether the class of a described controller leads to it. */
export function classProblems({
  kind,
  renderer,
  hasClass,
  props,
}: Pick<ControllerDescription, "kind" | "renderer" | "hasClass" | "props">): Problem[] {
  if (renderer === nginxAnnotations) {
    return ingressClassProblems(props);
  }
  return hasClass
    ? []
    : [
        {
          path: ["className"],
          message: `is missing, and "nginx" would be taken, whose controller does not read the auth check of ${kind}, so that everybody would reach the apps; write the IngressClass of ${kind}`,
        },
      ];
}

/**
 * Whether the class leads to a controller that reads the annotations of ingress-nginx. Another one would serve the
 * apps without the auth check.
 */
export function ingressClassProblems({
  className = "nginx",
  controllerClass: said,
}: {
  readonly className?: string;
  readonly controllerClass?: string;
}): Problem[] {
  const other = said === undefined ? undefined : ownEntry(FOREIGN_CONTROLLERS, said);
  if (other !== undefined) {
    return [
      {
        path: ["controllerClass"],
        message: `${quote(said)} is ${other}, which does not read the auth check, so that everybody would reach the apps; name a class whose spec.controller is "${SUPPORTED}" in "className"`,
      },
    ];
  }
  const owner = said === undefined ? ownEntry(FOREIGN_CLASSES, className) : undefined;
  return owner === undefined
    ? []
    : [
        {
          path: ["className"],
          message: `${quote(className)} is the class of ${owner}, which does not read the auth check, so that everybody would reach the apps; name a class whose spec.controller is "${SUPPORTED}", or, where this one's is ("kubectl get ingressclass" shows it), write controllerClass: ${SUPPORTED} beside it`,
        },
      ];
}

function ownEntry(map: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
