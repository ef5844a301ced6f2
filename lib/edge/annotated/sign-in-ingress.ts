import { Construct } from "constructs";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { Checks } from "../../schema/checks";
import { lateText } from "../../terraform/known-late";
import { DEFAULT_PROXY_PREFIX } from "../../model/proxy-prefix";
import { host } from "../../rules/host";
import { subdomainName } from "../../rules/kubernetes";
import type { ControllerDescription } from "./controller";
import type { AuthCheck } from "../../contracts/edge";
import { keepsName } from "./lifecycle";
import { issuerAnnotations, signInTlsSection } from "./tls";
import type { SignInRoute } from "../../contracts/route";

/** The `/oauth2` Ingress of one host. */
export interface SignInIngressProps extends SignInRoute {
  /** What answers for the host. */
  readonly controller: ControllerDescription;
  /** How requests to the apps of the host are checked. */
  readonly check: AuthCheck;
}

/** The auth proxy's own path of a host, such as `/oauth2`: the sign-in, its callback and the refusal page, never behind the check itself. */
export class SignInIngress extends Construct {
  /** The `kubernetes_ingress_v1`. */
  readonly resource: IngressV1;
  /** The DNS name at which people sign in. */
  readonly host: string;

  constructor(scope: Construct, id: string, props: SignInIngressProps) {
    super(scope, id);
    new Checks()
      .value(["name"], props.name, subdomainName)
      .value(["host"], props.host, host)
      .throwIfAny(this);
    const { check, controller } = props;
    this.host = props.host;
    this.resource = new IngressV1(this, "ingress", {
      metadata: {
        name: props.name,
        namespace: check.service.namespace,
        annotations: {
          ...controller.renderer.signIn(check.bufferSize),
          ...controller.renderer.tls(props.tls !== "external"),
          ...(props.ownsCertificate ? issuerAnnotations(props.tls) : {}),
        },
      },
      spec: {
        ingressClassName: controller.className,
        tls: signInTlsSection({ ...props, foreignCertificate: controller.foreignCertificate }),
        rule: [
          {
            host: lateText(this, props.host, "host"),
            http: {
              path: [
                {
                  path: check.proxyPrefix ?? DEFAULT_PROXY_PREFIX,
                  pathType: "Prefix",
                  backend: { service: { name: check.service.name, port: { number: check.service.port } } },
                },
              ],
            },
          },
        ],
      },
      lifecycle: controller.refusesTakenPaths ? keepsName(controller) : { createBeforeDestroy: true },
    });
  }
}
