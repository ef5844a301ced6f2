import type { EdgeTraits, NamedEdge } from "../contracts/edge";
import { appHost } from "../rules/host";
import { quote, type Problem } from "../rules/rule";
import { beyondEdgeProblems, modelAt } from "./edges";
import { ingressNameProblems, type NamingEdge } from "./names";
import { routeProblems, signInProblems } from "./routes";
import { inPathProblems } from "./in-path";
import { namedIngresses } from "./ingresses";
import type { Model } from "./model";
import { optionalProblems, type AskedProxy } from "./optional";
import { oneRuleProblems } from "./one-rule";
import { pathReadings } from "./path-readings";

/** What of the auth check bears on what it can be asked. */
export interface CheckOfModel extends AskedProxy {
  /** The URL at an edge, without what it asks for. */
  readonly urlAt: (edge: EdgeTraits) => string;
  /** The bytes of each group in it, which may not be known yet. @default - as many as each has */
  readonly groupLength?: number;
}

/**
 * What is wrong with what a stack promises: what only all apps together can tell, and what its edges would not keep,
 * those that are known.
 */
export function modelProblems(model: Model, edges: readonly NamedEdge[], check: CheckOfModel): Problem[] {
  const [one, ...others] = edges;
  return [
    ...(one === undefined
      ? routeProblems(model.apps)
      : others.length === 0
        ? problemsAt(model, one, check)
        : severalProblems(model, edges, check)),
    ...optionalProblems(model, edges, check),
    ...cookieProblems(model),
  ];
}

function problemsAt(whole: Model, { name, edge }: NamedEdge, check: CheckOfModel): Problem[] {
  const model = modelAt(whole, name);
  return [
    ...routeProblems(model.apps, edge),
    ...pathReadings(model, edge).problems,
    ...checkUrlProblems(model, edge, check),
    ...ingressNameProblems(namedIngresses(whole, name), edge),
    ...(edge.decision === "in-path" ? inPathProblems(model) : []),
    ...(edge.asksForRules === false ? oneRuleProblems(model) : []),
  ];
}

/** What is wrong at each of several edges, and what only all of them together can tell; each thing once. */
function severalProblems(model: Model, edges: readonly NamedEdge[], check: CheckOfModel): Problem[] {
  const problems = [
    ...routeProblems(model.apps),
    ...beyondEdgeProblems(model.apps),
    ...edges.flatMap((edge) => problemsAt(model, edge, check)),
    ...ingressNameProblems(
      edges.flatMap(({ name }) => namedIngresses(model, name)),
      CLUSTER,
    ),
  ];
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** The API server, which tells all names apart. */
const CLUSTER: NamingEdge = {
  kind: "the cluster",
  objectKey: (namespace, name) => `${namespace}/${name}`,
  serviceKey: (service) => JSON.stringify(service),
};

/** Hosts that would never see the cookie of the shared sign-in. */
function cookieProblems({ apps, signIn: { host, cookieDomain } }: Model): Problem[] {
  if (host === undefined || cookieDomain === undefined) {
    return [];
  }
  // What only Terraform will know is no host yet.
  const hosts = apps
    .filter((app) => appHost(app.host) === undefined)
    .map((app) => ({ host: app.host, path: [...app.at, "host"] }));
  return signInProblems({ host, cookieDomain }, ["signIn"], hosts);
}

/** Auth URLs that are longer than the edge takes. */
function checkUrlProblems(
  { apps, claim }: Model,
  edge: EdgeTraits,
  { urlAt, groupLength }: CheckOfModel,
): Problem[] {
  const { kind, longestCheckUrl } = edge;
  if (longestCheckUrl === undefined) {
    return [];
  }
  const lengthOf = ({ id }: { readonly id: string }): number =>
    (claim === "groups" ? groupLength : undefined) ?? Buffer.byteLength(id);
  const start = `${urlAt(edge)}?allowed_groups=`.length;
  return apps.flatMap(({ at, routes }) =>
    routes.flatMap(({ guard, key, path }) => {
      const allowed = guard.kind === "check" && guard.allowed !== "everybody" ? guard.allowed : [];
      const length = allowed.reduce((sum, one) => sum + lengthOf(one) + 1, start - 1);
      return length <= longestCheckUrl
        ? []
        : [
            {
              path: [...at, key],
              message: `${quote(path)} lets in ${allowed.length} ${claim}, and its auth URL has ${length} bytes, of which ${kind} takes ${longestCheckUrl}: it would keep its old configuration for the whole cluster; name one group that contains them, or let one role stand for them`,
            },
          ];
    }),
  );
}
