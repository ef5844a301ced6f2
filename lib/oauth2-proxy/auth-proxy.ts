import { Construct } from "constructs";
import type { IAuthProxy, ProxyService } from "../contracts/auth-proxy";
import { proxyPrefix } from "../model/proxy-prefix";
import { Checks } from "../schema/checks";
import { admissionOf, admissionProblems } from "./admission";
import { checkService } from "./check-auth-proxy";
import { HelmWorkload } from "./helm-workload";
import { KubernetesWorkload } from "./kubernetes-workload";
import { pages } from "./pages";
import type { AuthProxyOptions, AuthProxyWiring } from "./props";
import { ProxyParts } from "./proxy-parts";
import { selectorLabels } from "./workload";

/** oauth2-proxy, wired to one identity provider and one ingress controller. */
export class AuthProxy extends ProxyParts {
  /** An oauth2-proxy that somebody else runs and configures; the stack only sends requests to it. */
  static fromService(
    scope: Construct,
    id: string,
    service: ProxyService,
    options: Pick<IAuthProxy, "proxyPrefix"> = {},
  ): IAuthProxy {
    const proxy = new Construct(scope, id);
    const checks = new Checks();
    checkService(checks, [], service);
    checks.known(["proxyPrefix"], options.proxyPrefix, proxyPrefix).throwIfAny(proxy);
    return { ...options, service };
  }

  /** The Deployment and its neighbours, or the release of the chart. */
  readonly workload: KubernetesWorkload | HelmWorkload;

  constructor(scope: Construct, id: string, props: AuthProxyOptions & AuthProxyWiring) {
    super(scope, id, props, {
      variables: (self) => admissionOf(self, props),
      problems: (self) => admissionProblems(self, props),
    });
    const { name } = this.service;
    const workload = this.workloadOf({
      name,
      templates: this.templates(this, "templates", name, pages(props)),
      flags: () => ({}),
      requests: { cpu: "50m", memory: "64Mi" },
    });
    this.workload =
      props.helm === undefined
        ? new KubernetesWorkload(this, "workload", workload)
        : new HelmWorkload(this, "workload", workload, props.helm);
    this.admitEdge(selectorLabels(name));
    this.monitor(selectorLabels(name), false);
  }
}
