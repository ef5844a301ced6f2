import { ControllerDescription, IngressController, type ControllerKind } from "../../../lib";
import { Checks } from "../../../lib/schema/checks";
import { checkController } from "../../../lib/edge/annotated/check-controller-props";
import { ingressNginxAnnotation } from "../../../lib/edge/ingress-nginx/annotations";
import { traefikAnnotation } from "../../../lib/edge/traefik/annotations";
import { nginxAnnotations } from "../../../lib/edge/annotated/nginx-annotations";
import { inputErrors, newStack, unknownText } from "../../support/construct-stack";

const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

const AKS_CLASS = "webapprouting.kubernetes.azure.com";
const AKS_NAMESPACE = "app-routing-system";

describe("ingress-nginx", () => {
  it("is known as its chart and manifests install it", () => {
    expect({ ...IngressController.ingressNginx() }).toEqual({
      form: "annotated-ingress",
      props: {},
      kind: "ingress-nginx",
      className: "nginx",
      namespace: "ingress-nginx",
      podLabels: { "app.kubernetes.io/name": "ingress-nginx", "app.kubernetes.io/component": "controller" },
      addresses: PRIVATE_RANGES,
      requestHeaderLimit: 7_864,
      buffersResponseHeader: true,
      returnsAuthCookies: "one",
      serves: 'the IngressClass "nginx"',
      foreignCertificate: "none",
      prefersExactPaths: true,
      matches: "decoded",
      forwards: "raw",
      refusesEncodedSlashes: false,
      refusesTakenPaths: true,
      longestCheckUrl: 4_090,
      pathRule: expect.any(Function) as unknown,
      exactPathRule: expect.any(Function) as unknown,
      objectKey: expect.any(Function) as unknown,
      serviceKey: expect.any(Function) as unknown,
      takesPortNames: true,
      renderer: nginxAnnotations,
      hasClass: false,
      annotation: ingressNginxAnnotation,
    });
  });
});

describe("Traefik", () => {
  it("is known as its chart installs it, reading the same annotations", () => {
    expect({ ...IngressController.traefik() }).toEqual({
      form: "annotated-ingress",
      props: {},
      kind: "traefik",
      className: "nginx",
      namespace: "traefik",
      podLabels: { "app.kubernetes.io/name": "traefik" },
      addresses: PRIVATE_RANGES,
      requestHeaderLimit: 1_006_632,
      buffersResponseHeader: false,
      returnsAuthCookies: "none",
      serves: 'the IngressClass "nginx"',
      foreignCertificate: "host-only",
      prefersExactPaths: false,
      matches: "tidied",
      forwards: "tidied",
      refusesEncodedSlashes: false,
      refusesTakenPaths: false,
      pathRule: expect.any(Function) as unknown,
      objectKey: expect.any(Function) as unknown,
      serviceKey: expect.any(Function) as unknown,
      takesPortNames: true,
      renderer: nginxAnnotations,
      hasClass: false,
      annotation: traefikAnnotation,
    });
  });
});

describe("a description", () => {
  it("is the same by the kind's name, as a config file gives it", () => {
    expect(IngressController.ofKind("traefik")).toEqual(IngressController.traefik());
    expect(IngressController.ofKind("ingress-nginx", { className: "internal" })).toEqual(
      IngressController.ingressNginx({ className: "internal" }),
    );
  });

  it("says of an installation what differs from the usual one", () => {
    const controller = IngressController.ingressNginx({
      className: "internal",
      namespace: "edge",
      podLabels: { app: "edge" },
      trustedAddresses: ["10.244.0.0/16"],
      requestHeaderLimit: "32k",
    });

    expect(controller).toMatchObject({
      className: "internal",
      namespace: "edge",
      podLabels: { app: "edge" },
      addresses: ["10.244.0.0/16"],
      requestHeaderLimit: 31_457,
    });
  });

  it.each([{ className: AKS_CLASS }, { namespace: AKS_NAMESPACE }])(
    "is that of AKS application routing by %j alone",
    (props) => {
      expect(IngressController.ingressNginx(props)).toMatchObject({
        className: AKS_CLASS,
        namespace: AKS_NAMESPACE,
        podLabels: { app: "nginx" },
      });
    },
  );

  it.each([
    [{ namespace: "edge" }, "nginx", "edge"],
    [{ className: AKS_CLASS, namespace: "edge" }, AKS_CLASS, "edge"],
    [{ className: "internal", namespace: AKS_NAMESPACE }, "internal", AKS_NAMESPACE],
  ])("knows no labels of Pods elsewhere: %j", (props, className, namespace) => {
    const { podLabels, ...controller } = IngressController.ingressNginx(props);

    expect(controller).toMatchObject({ className, namespace });
    expect(podLabels).toEqual({});
  });

  it("has other labels of its usual Pods, or none, where that is said", () => {
    expect(IngressController.traefik({ podLabels: {} }).podLabels).toEqual({});
    expect(IngressController.traefik({ podLabels: { app: "edge" } })).toMatchObject({
      namespace: "traefik",
      podLabels: { app: "edge" },
    });
  });

  it("can be of a controller that nobody here has heard of", () => {
    const kind: ControllerKind = {
      kind: "edge-router",
      namespace: "edge",
      podLabels: { app: "edge" },
      requestHeaderLimit: "16k",
      buffersResponseHeader: false,
      returnsAuthCookies: "all",
      foreignCertificate: "host-only",
      prefersExactPaths: true,
      renderer: nginxAnnotations,
    };

    expect(new ControllerDescription(kind)).toMatchObject({
      ...kind,
      className: "nginx",
      addresses: PRIVATE_RANGES,
      requestHeaderLimit: 15_728,
    });
  });
});

describe("what a description refuses", () => {
  const refused = (check: (checks: Checks) => void): string[] => {
    const checks = new Checks();
    check(checks);
    return inputErrors(() => checks.throwIfAny(newStack()));
  };

  it("is said all at once", () => {
    expect(
      refused((checks) =>
        checkController(checks, ["ingressController"], {
          className: "Nginx",
          namespace: "ingress.nginx",
          podLabels: { "not a key": "x" },
          trustedAddresses: ["10.0.0.0/8", "10.0.0.0/33", "everywhere"],
          requestHeaderLimit: "8kb",
        }),
      ),
    ).toEqual([
      '[stack] ingressController.className: "Nginx" is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."',
      '[stack] ingressController.namespace: "ingress.nginx" is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit',
      '[stack] ingressController.podLabels: "not a key" is not an annotation or label key; write one such as nginx.ingress.kubernetes.io/proxy-body-size',
      '[stack] ingressController.trustedAddresses[1]: "10.0.0.0/33" is not an address range; write one such as 10.244.0.0/16',
      '[stack] ingressController.trustedAddresses[2]: "everywhere" is not an address range; write one such as 10.244.0.0/16',
      '[stack] ingressController.requestHeaderLimit: "8kb" is not a size that nginx reads, and ingress-nginx would silently use 4k instead; write "8k"',
    ]);
  });

  it("is an empty list of trusted addresses, which would trust every one", () => {
    expect(
      refused((checks) => checkController(checks, ["ingressController"], { trustedAddresses: [] })),
    ).toEqual([
      "[stack] ingressController.trustedAddresses: is empty, so that every address would be trusted; name the controller's ranges or leave the key out",
    ]);
  });

  it("is not a name or an address that only Terraform knows", () => {
    const stack = newStack();
    expect(
      refused((checks) =>
        checkController(checks, ["ingressController"], {
          className: unknownText(stack, "class"),
          namespace: unknownText(stack, "namespace"),
          trustedAddresses: [unknownText(stack, "pods")],
        }),
      ),
    ).toEqual([]);
  });
});
