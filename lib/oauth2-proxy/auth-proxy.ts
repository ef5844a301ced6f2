import { Construct } from "constructs";
import type { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { IAuthProxy, ProxyService } from "../contracts/auth-proxy";
import { OPTIONAL_PATH } from "../contracts/edge";
import type { OtherProxy } from "../contracts/route";
import { otherProxyName } from "../model/names";
import { proxyPrefix } from "../model/proxy-prefix";
import { Checks } from "../schema/checks";
import { admissionOf, admissionProblems } from "./admission";
import { checkService } from "./check-auth-proxy";
import { HelmWorkload } from "./helm-workload";
import { KubernetesWorkload } from "./kubernetes-workload";
import { pages } from "./pages";
import type { AuthProxyOptions, AuthProxyWiring } from "./props";
import { ProxyParts, type OwnParts } from "./proxy-parts";
import { PROXY_PORT } from "./settings";
import { selectorLabels } from "./workload";

/** What another auth proxy does that the one which decides for all other paths must not do. */
const OTHERS = {
  optional: { optionalPath: OPTIONAL_PATH },
} satisfies Record<string, ReturnType<OwnParts["flags"]>>;

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
  private readonly props: AuthProxyOptions & AuthProxyWiring;
  private readonly pages: ConfigMapV1;
  private readonly others = new Map<keyof typeof OTHERS, OtherProxy>();

  constructor(scope: Construct, id: string, props: AuthProxyOptions & AuthProxyWiring) {
    super(scope, id, props, {
      variables: (self) => admissionOf(self, props),
      problems: (self) => admissionProblems(self, props),
    });
    this.props = props;
    const { name } = this.service;
    this.pages = this.templates(this, "templates", name, pages(props));
    this.workload = this.run(this, { name, flags: () => ({}), requests: { cpu: "50m", memory: "64Mi" } });
    this.admitEdge(this, name, selectorLabels(name));
    this.monitor(this, { name, services: selectorLabels(name) });
  }

  /**
   * An auth proxy that is asked for some paths only, made once: with the Secrets and sessions of this one, and with flags
   * that this one must not have.
   * @internal
   */
  another(purpose: keyof typeof OTHERS): OtherProxy {
    const made = this.others.get(purpose) ?? this.makeOther(purpose);
    this.others.set(purpose, made);
    return made;
  }

  private makeOther(purpose: keyof typeof OTHERS): OtherProxy {
    const { namespace } = this.service;
    const name = otherProxyName(this.service.name, purpose);
    const scope = new Construct(this, purpose);
    const workload = this.run(scope, {
      name,
      flags: () => ({ ...OTHERS[purpose] }),
      requests: { cpu: "10m", memory: "32Mi" },
      // A credential may be for that account alone, such as one that is federated.
      serviceAccount:
        this.workload instanceof KubernetesWorkload
          ? this.workload.serviceAccountName
          : this.workload.release.name,
    });
    this.admitEdge(scope, name, selectorLabels(name));
    this.monitor(scope, { name, services: selectorLabels(name), forSomePaths: true });
    // Pods wait for the Secret of who may sign in, and that for all routes, so that no route can wait for them.
    const resources = workload instanceof KubernetesWorkload ? [workload.service] : [];
    return { service: { namespace, name, port: PROXY_PORT }, resources };
  }

  private run(scope: Construct, own: Omit<OwnParts, "templates">): KubernetesWorkload | HelmWorkload {
    const { helm } = this.props;
    const workload = this.workloadOf({ ...own, templates: this.pages });
    return helm === undefined
      ? new KubernetesWorkload(scope, "workload", workload)
      : new HelmWorkload(scope, "workload", workload, helm);
  }
}
