import { admitsMore, admittedKey } from "../contracts/access";
import type { EdgeTraits } from "../contracts/edge";
import { quote, type Problem } from "../rules/rule";
import { isOutside } from "./route-plan";
import type { Model, ModelApp, ModelRoute } from "./model";

/*
 * Where an edge decides by one reading of a path and an app by another, the app can answer for another path than the
 * one that was decided on.
 */

/** The rules of paths that an app could be led around. */
export interface PathReadings {
  /** Two rules on one Service: whoever the one lets in could reach what the other keeps. */
  readonly problems: readonly Problem[];
  /** A public path beside one rule for all the rest. */
  readonly warnings: readonly Problem[];
}

type Edge = Pick<EdgeTraits, "kind" | "section" | "matches" | "forwards" | "refusesEncodedSlashes">;
type AppRoute = ModelRoute & { readonly app: ModelApp };

/** What could go wrong with how the apps of a stack read paths. */
export function pathReadings({ apps, decision }: Pick<Model, "apps" | "decision">, edge: Edge): PathReadings {
  // What is decoded afterwards is all that an edge which passes on what it has tidied can miss.
  if (edge.refusesEncodedSlashes && edge.matches === edge.forwards && edge.matches !== "raw") {
    return { problems: [], warnings: [] };
  }
  const found = [...backends(apps, edge).values()].map((routes) => readingsOf(routes, edge, decision));
  return {
    problems: found.flatMap(({ problems }) => problems),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

/** The routes of each Service at each host: at another host everything of the Service can be asked for anyway. */
function backends(apps: readonly ModelApp[], { matches }: Edge): Map<string, AppRoute[]> {
  const found = new Map<string, AppRoute[]>();
  for (const app of apps) {
    const { host, service, normalizesPaths } = app;
    // Where the edge does not tidy, an app that does is the one to be led around.
    if (service !== undefined && (!normalizesPaths || matches === "raw")) {
      const key = `${host} ${service.namespace}/${service.name}`;
      found.set(key, [...(found.get(key) ?? []), ...app.routes.map((route) => ({ ...route, app }))]);
    }
  }
  return found;
}

function readingsOf(routes: readonly AppRoute[], edge: Edge, decision: Model["decision"]): PathReadings {
  const rules = new Set(routes.flatMap((route) => ruleKey(route) ?? []));
  const kept = routes.filter(({ guard }) => guard.kind === "check");
  const pairs = kept.flatMap((narrow) => {
    // As it came, a path alone is nothing but itself.
    const leads = ({ pathType }: AppRoute): boolean => edge.matches !== "raw" || pathType === "Prefix";
    const wide = routes.find((other) => leads(other) && letsInMore(other, narrow));
    return wide === undefined ? [] : [{ narrow, wide }];
  });
  if (rules.size > 1) {
    // An auth proxy before the app has one rule for it, which is said elsewhere.
    if (decision === "in-path") {
      return { problems: [], warnings: [] };
    }
    const ruled = pairs.filter(({ narrow }) => narrow.rule !== undefined);
    return { problems: ruled.map(({ narrow, wide }) => problemOf(narrow, wide, edge)), warnings: [] };
  }
  const [first] = pairs;
  const around =
    edge.matches === "raw"
      ? kept.flatMap((narrow) => {
          const wide = routes.find(
            ({ guard, ...route }) => guard.kind !== "check" && isOutside(route, narrow),
          );
          return wide === undefined ? [] : [aroundProblem(narrow, wide, edge)];
        })
      : [];
  if (around.length > 0) {
    return { problems: around, warnings: [] };
  }
  return {
    problems: [],
    warnings: first === undefined ? [] : [warningOf(first.narrow, first.wide, edge)],
  };
}

/** Equal for two rules that let in the same; nothing for what is open to everybody. */
function ruleKey({ guard }: ModelRoute): string | undefined {
  return guard.kind !== "check" ? undefined : admittedKey(guard.allowed);
}

function letsInMore({ guard: one }: ModelRoute, { guard: other }: ModelRoute): boolean {
  if (other.kind !== "check") {
    return false;
  }
  if (one.kind !== "check") {
    return true;
  }
  return admitsMore(one.allowed, other.allowed);
}

function problemOf(narrow: AppRoute, wide: AppRoute, edge: Edge): Problem {
  const { app, path, key } = narrow;
  const { service } = app;
  return {
    path: [...app.at, key],
    message: `${quote(`${app.host}${path}`)} and ${quote(`${wide.app.host}${wide.path}`)} have different rules and one Service, ${quote(`${service?.namespace}/${service?.name}`)}. ${readsOtherwise(edge, narrow, wide)}; give ${quote(path)} a host of its own that the app tells apart, or a Service of its own, or write "normalizesPaths: true" for the app if it resolves "..", "//" and encoded characters as ${edge.kind} does${edge.matches === "decoded" ? "" : `, or "refusesEncodedSlashes: true" for the ${edge.section === "gateway" ? "Gateway" : "ingress controller"} if it does`}`,
  };
}

/** Two slashes are no path of their own, so that the wider one answers. */
function aroundProblem({ app, path, key }: AppRoute, wide: AppRoute, { kind }: Edge): Problem {
  return {
    path: [...app.at, key],
    message: `${quote(`${app.host}${path}`)} lies within ${quote(wide.path)}, which is ${openness(wide)}, and it is not known of ${kind} that it tidies a path before it looks for a route: ${quote(`/${path}`)} would have the rule of ${quote(wide.path)}, and an app that takes two slashes for one answers for ${quote(path)}; write "normalizesPaths: true" for the gateway if it resolves ".." and "//", or give what is public a host of its own, or list it path by path`,
  };
}

function warningOf(narrow: AppRoute, wide: AppRoute, edge: Edge): Problem {
  return {
    path: [...wide.app.at, wide.key],
    message: `${quote(`${wide.app.host}${wide.path}`)} is ${openness(wide)} beside protected paths of the same Service. ${readsOtherwise(edge, narrow, wide)}`,
  };
}

function openness({ guard }: AppRoute): string {
  return guard.kind === "optional" ? "open to people who are not signed in" : "public";
}

function readsOtherwise({ kind, matches }: Edge, narrow: AppRoute, wide: AppRoute): string {
  if (matches === "raw") {
    return `It is not known of ${kind} that it tidies a path before it looks for a route: ${quote(`${wide.path.replace(/\/$/, "")}/..${narrow.path}`)} would have the rule of ${quote(wide.path)}, and an app that resolves ".." answers for ${quote(narrow.path)}; write "normalizesPaths: true" for the gateway if it resolves ".." and "//"`;
  }
  return matches === "decoded"
    ? `${kind} decides by the path that it has decoded and passes on the one that came: ${quote(ledAround(narrow.path, wide.path))} has the rule of ${quote(wide.path)}, and an app that does not resolve ".." itself answers for ${quote(narrow.path)}`
    : `${kind} decides by the path without decoding a slash: ${quote(ledAround(wide.path, narrow.path))} has the rule of ${quote(wide.path)}, and an app that decodes it before it resolves ".." answers for ${quote(narrow.path)}`;
}

/** A path that starts as one and leads, once its slashes are decoded, to another. */
export function ledAround(start: string, end: string): string {
  const segments = start.split("/").filter((segment) => segment !== "");
  return `/${[...segments, "x"].join("/")}/..%2f${"..%2f".repeat(segments.length)}${end.slice(1)}`;
}
