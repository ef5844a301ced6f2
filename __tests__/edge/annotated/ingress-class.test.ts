import { EntraIngressAuth, IngressController, type IngressControllerProps } from "../../../lib";
import { controllerClass, ingressClassProblems } from "../../../lib/edge/annotated/ingress-class";
import { inputErrors, newStack } from "../../support/construct-stack";

const TRAEFIK =
  '"traefik" is the class of Traefik\'s own provider kubernetesIngress, which does not read the auth check, so that everybody would reach the apps; name a class whose spec.controller is "k8s.io/ingress-nginx", or, where this one\'s is ("kubectl get ingressclass" shows it), write controllerClass: k8s.io/ingress-nginx beside it';

describe("the class of a controller", () => {
  it.each<[string, Pick<IngressControllerProps, "className" | "controllerClass">]>([
    ["the usual one", {}],
    ["one of any name", { className: "traefik-nginx" }],
    ["AKS app routing's", { className: "webapprouting.kubernetes.azure.com" }],
    [
      "another controller's by its name, that is said to be its own",
      { className: "traefik", controllerClass: "k8s.io/ingress-nginx" },
    ],
    ["a second installation's", { className: "internal", controllerClass: "k8s.io/internal-ingress-nginx" }],
  ])("may be %s", (_what, props) => {
    expect(ingressClassProblems(props)).toEqual([]);
  });

  it.each(["traefik", "alb", "azure-application-gateway", "gce", "haproxy", "kong", "istio"])(
    "is not %s, which another controller serves without the auth check",
    (className) => {
      const [problem] = ingressClassProblems({ className });
      expect(problem?.path).toEqual(["className"]);
      expect(problem?.message).toContain(
        "does not read the auth check, so that everybody would reach the apps",
      );
    },
  );

  it.each(["traefik.io/ingress-controller", "nginx.org/ingress-controller"])(
    "is not one whose controller is %s, whatever its name",
    (said) => {
      const [problem] = ingressClassProblems({ controllerClass: said });
      expect(problem?.path).toEqual(["controllerClass"]);
      expect(problem?.message).toMatch(
        /; name a class whose spec\.controller is "k8s\.io\/ingress-nginx" in "className"$/,
      );
    },
  );

  it.each(["nginx", "k8s.io/", "/x", "k8s.io/in gress"])("has no controller called %j", (value) => {
    expect(controllerClass(value)).toBe(
      `"${value}" is not what an IngressClass has in spec.controller; "kubectl get ingressclass" shows it, such as k8s.io/ingress-nginx`,
    );
  });

  it("is held against this by the facade", () => {
    const facade = (ingressController: IngressController): EntraIngressAuth =>
      new EntraIngressAuth(newStack(), "auth", { accessGroup: { name: "users" }, ingressController });

    expect(inputErrors(() => facade(IngressController.traefik({ className: "traefik" })))).toEqual([
      `[stack/auth] ingressController.className: ${TRAEFIK}`,
    ]);
    expect(() =>
      facade(IngressController.traefik({ className: "traefik", controllerClass: "k8s.io/ingress-nginx" })),
    ).not.toThrow();
  });
});
