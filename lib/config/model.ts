import { IngressController, type Edge } from "../edge";
import { toIngressPath } from "../model/route-plan";
import { authUrl, type AuthCheckAddress } from "../edge/annotated/nginx-annotations";
import { modelApp, type Model } from "../model/model";
import { modelProblems } from "../model/problems";
import { ruleName } from "../model/names";
import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import type { Problem } from "../rules/rule";
import { DEFAULT_PROXY, proxyOf } from "./auth-proxy";
import { appsOf, type LocatedApp } from "./apps";
import { identityOf } from "./identities";
import { prefixOf } from "./prefix-checks";
import { sections, type Config } from "./schema";

type File = Readonly<Record<string, unknown>>;
type Access = NonNullable<LocatedApp["app"]["access"]>;

/** What a config file promises. Groups have the ids that `groupKey` gives them, since their object ids are not known yet. */
export function modelOf(config: Config): Model {
  return modelOfFile({ ...config });
}

/** What the edge would not keep of it. */
export function edgeProblems(file: File): Problem[] {
  const edge = edgeOf(file);
  const model = modelOfFile(file);
  return edge === undefined
    ? []
    : modelProblems(model, edge, {
        url: authUrl(checkOf(file, model)),
        groupLength: identityOf(file).traits.groupForm.length,
      });
}

/** The controller of a file, where its description is right. */
export function edgeOf(file: File): Edge | undefined {
  const controller = sections.ingressController.safeParse(file.ingressController).data;
  return controller === undefined ? undefined : IngressController.ofKind(controller.kind, controller);
}

/** The same of a file in which parts are wrong: those are left out. */
export function modelOfFile(file: File): Model {
  const proxy = proxyOf(file) ?? DEFAULT_PROXY;
  const rules = identityOf(file).rules(file);
  const apps = appsOf(file).map(({ app, path: at }) => {
    const ruleAt = (i: number): Access | undefined => {
      const path = app.paths?.[i];
      return typeof path === "object" ? path.access : undefined;
    };
    return modelApp({
      ...app,
      at,
      isRuled: app.access !== undefined,
      isPathRuled: (i) => ruleAt(i) !== undefined,
      allowedBy: (i) => {
        const rule = i === undefined ? app.access : ruleAt(i);
        const path = i === undefined ? undefined : app.paths?.[i];
        return rule === undefined
          ? rules.byDefault
          : rules.allowedBy(rule, ruleName(app.name, path === undefined ? undefined : toIngressPath(path)));
      },
    });
  });
  const named = apps.flatMap(({ routes }) =>
    routes.flatMap(({ rule, guard }) => (rule === undefined || guard.kind === "open" ? [] : guard.allowed)),
  );
  const signInSet = rules.bound ?? [...rules.signsIn, ...named];
  return {
    apps,
    signIn: {
      prefix: prefixOf(file) ?? DEFAULT_PROXY_PREFIX,
      host: sections.signIn.safeParse(file.signIn).data?.host,
    },
    proxy: { name: proxy.name, namespace: proxy.namespace, port: proxy.port },
    claim: rules.claim,
    signInSet: [...new Map(signInSet.map((one) => [one.id, one])).values()],
    bearerTokens: rules.bearerTokens,
  };
}

function checkOf(file: File, { proxy, signIn }: Model): AuthCheckAddress {
  return {
    service: proxy,
    proxyPrefix: signIn.prefix,
    clusterDomain: sections.clusterDomain.safeParse(file.clusterDomain).data ?? "cluster.local",
    via: sections.authCheck.safeParse(file.authCheck).data ?? "cluster",
    signInHost: signIn.host,
  };
}
