import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import type { Admitted } from "../contracts/access";
import type { AppFront } from "../contracts/route";
import { frontName } from "../model/names";
import { formatProblem } from "../rules/rule";
import { checkAtSynth } from "../terraform/synth-checks";
import {
  ALLOWED_GROUPS,
  groupList,
  groupProblems,
  identityAdmission,
  identityAdmissionProblems,
  variablesFor,
} from "./admission";
import type { FrontSettings } from "./front-flags";
import { KubernetesWorkload, serviceAccount } from "./kubernetes-workload";
import { pages } from "./pages";
import { ProxyParts, type ProxyProps } from "./proxy-parts";
import { PROXY_PORT } from "./settings";
import { partLabels, selectorLabels } from "./workload";

/** An app before which an auth proxy is to stand. */
export interface AppProxyProps extends FrontSettings {
  /** The app's name. */
  readonly name: string;
  /** The host at which it is protected and people sign in, with each port at which they reach it. */
  readonly signInHosts: readonly string[];
  /** Whom the app lets in, complete at synth; at least one. @default - everybody who may sign in */
  readonly allowedGroups?: () => Admitted;
}

/** A Pod of theirs measured 22 MiB with nothing to do and 31 MiB under load. */
const REQUESTS = { cpu: "10m", memory: "32Mi" };

/** Long enough for a large upload, which a Pod in the path would cut off. */
const GRACE_SECONDS = 300;

/**
 * An oauth2-proxy before each app, in the path of its requests, for edges that can ask none. All have one set of
 * Secrets, one ServiceAccount and one NetworkPolicy; whom an app lets in is its own proxy's.
 */
export class AppProxies extends ProxyParts {
  /** The name of the ServiceAccount that all have. */
  private readonly account: string;
  private readonly props: ProxyProps;
  private readonly apps: Construct;

  /** @internal */
  constructor(scope: Construct, id: string, props: ProxyProps) {
    super(scope, id, props, {
      variables: (self) => identityAdmission(self, props) ?? {},
      problems: (self) => identityAdmissionProblems(self, props.identityProvider) ?? [],
    });
    this.props = props;
    const { name, namespace } = this.service;
    const { name: existing, ...further } = props.serviceAccount ?? {};
    const metadata = { name, namespace, labels: selectorLabels(name) };
    // At the address of an auth proxy that edges ask: it has the same name, and a stack may go from one to the other.
    const at = new Construct(this, "workload");
    this.account = existing ?? serviceAccount(at, "service-account", metadata, further).metadata.name;
    this.apps = new Construct(this, "apps");
    this.admitEdge(this, name, partLabels(name));
    const beforeApps = () => this.apps.node.children.map(({ node }) => frontName(name, node.id));
    this.monitor(this, { name, services: partLabels(name), beforeApps });
  }

  /** Puts one before an app. */
  add(app: AppProxyProps): AppFront {
    const { props } = this;
    const { namespace, name: partOf } = this.service;
    const name = frontName(partOf, app.name);
    const scope = new Construct(this.apps, app.name);
    // Without groups, what the identity provider says in their place has to decide: one of the two is always there.
    const isDecided = props.identityProvider.admission !== undefined;
    const groups = app.allowedGroups ?? (isDecided ? undefined : props.allowedGroups);
    const admission = groups && this.admission(scope, name, groups);
    const data = pages({ ...props, allowedGroups: groups ?? props.allowedGroups }, { inPath: true });
    const { deployment, service } = new KubernetesWorkload(
      scope,
      "workload",
      this.workloadOf({
        name,
        partOf,
        serviceAccount: this.account,
        healthPath: this.proxyPrefix,
        graceSeconds: GRACE_SECONDS,
        templates: this.templates(scope, "templates", name, data),
        flags: () => ({ front: app, signInHosts: app.signInHosts }),
        requests: REQUESTS,
        ...admission,
      }),
    );
    return { service: { namespace, name, port: PROXY_PORT }, resources: [deployment, service] };
  }

  /** The Secret with whom an app lets in. */
  private admission(
    scope: Construct,
    name: string,
    groups: () => Admitted,
  ): Pick<Parameters<ProxyParts["workloadOf"]>[0], "variables" | "podAnnotations"> {
    checkAtSynth(scope, () => groupProblems(scope, this.props, groups()).map(formatProblem));
    const secret = new SecretV1(scope, "allowed-groups", {
      metadata: {
        name: `${name}-allowed-groups`,
        namespace: this.service.namespace,
        labels: selectorLabels(name),
      },
      data: { [ALLOWED_GROUPS]: groupList(scope, this.props, groups) },
    });
    const variable = {
      name: ALLOWED_GROUPS,
      secret: { name: `${name}-allowed-groups`, key: ALLOWED_GROUPS },
    };
    return {
      variables: () => variablesFor(groups, [variable]),
      podAnnotations: {
        "checksum/allowed-groups": Token.asString(Fn.nonsensitive(Fn.sha256(Fn.jsonencode(secret.data)))),
      },
    };
  }
}
