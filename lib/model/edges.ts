import { DEFAULT_EDGE, type EdgeTraits, type NamedEdge } from "../contracts/edge";
import { didYouMean } from "../rules/nearest";
import { coversPath, samePath } from "../rules/path";
import { quote, type Problem } from "../rules/rule";
import type { Model, ModelApp } from "./model";

/*
 * A stack has one edge or several. The one that stands under `ingressController` or `gateway` is called "default"; the
 * others have the names that `edges` gives them.
 */

/** The edges on which an app stands, by name: one or several. */
export type EdgeReference = string | readonly string[];

/** The edges of an app, in the order in which the stack has them. One that says nothing stands on the default one, or the only one. */
export function edgesOfApp(said: EdgeReference | undefined, known: readonly string[]): readonly string[] {
  const names = said === undefined ? [known.length === 1 ? known[0] : DEFAULT_EDGE] : listOf(said);
  return known.filter((name) => names.includes(name));
}

/** What is wrong with the edges that an app names. */
export function edgeReferenceProblems(
  {
    edge: said,
    externalIngress,
  }: { readonly edge?: EdgeReference; readonly externalIngress?: boolean | undefined },
  known: readonly string[],
): Problem[] {
  if (said === undefined) {
    return known.length < 2 || known.includes(DEFAULT_EDGE)
      ? []
      : [
          {
            path: [],
            message: `is missing "edge", and none of ${all(known)} is the edge of apps that say nothing; write edge: ${known[0]}, or a list of several, or call one of them ${quote(DEFAULT_EDGE)} under "edges"`,
          },
        ];
  }
  const names = listOf(said);
  const problems = names.flatMap((name, i): Problem[] => {
    const path = typeof said === "string" ? ["edge"] : ["edge", i];
    if (!known.includes(name)) {
      return [
        {
          path,
          message: `${quote(name)} is no edge of this stack${didYouMean(name, known)}; name one of ${all(known)}, or describe it under "edges"`,
        },
      ];
    }
    return names.indexOf(name) === i
      ? []
      : [{ path, message: `${quote(name)} is named twice; name it once` }];
  });
  if (names.length === 0) {
    problems.push({
      path: ["edge"],
      message: `is empty, so that nothing would serve the app; name one of ${all(known)}`,
    });
  }
  if (externalIngress === true && new Set(names).size > 1) {
    problems.push({
      path: ["edge"],
      message:
        "names several, and the Ingress, which somebody else owns, has the class of one; name that one",
    });
  }
  return problems;
}

/** What cannot be of several edges in one stack. */
export function besideProblems(edges: readonly NamedEdge[]): Problem[] {
  return edges.flatMap(({ edge, at }, i) =>
    edges.slice(0, i).flatMap((other): Problem[] => {
      if (edge.serves !== undefined && edge.serves === other.edge.serves) {
        return [
          {
            path: at,
            message: `has ${edge.serves}, as edge ${quote(other.name)} has, so that each of the two would serve the objects of the other; give one of them its own, or keep one edge`,
          },
        ];
      }
      return isInPath(edge) === isInPath(other.edge)
        ? []
        : [
            {
              path: at,
              message: `does not go together with edge ${quote(other.name)}: ${inPathReason(edge, other.edge)}. Put the one in the place of the other in one step, or make a stack with hosts of its own for it`,
            },
          ];
    }),
  );
}

/** Who lets requests pass; all edges of a stack are alike in this. */
export function decisionOf([one]: readonly NamedEdge[]): EdgeTraits["decision"] {
  return one?.edge.decision;
}

/** What a stack promises behind one of its edges. */
export function modelAt(model: Model, edge: string): Model {
  return { ...model, apps: model.apps.filter(({ edges }) => edges.includes(edge)) };
}

/** Paths for which a wider one of another app answers, at an edge on which theirs does not stand. */
export function beyondEdgeProblems(apps: readonly ModelApp[]): Problem[] {
  return apps.flatMap((app) =>
    apps.flatMap((other): Problem[] => {
      const edge = other.host === app.host ? other.edges.find((one) => !app.edges.includes(one)) : undefined;
      const found = edge === undefined ? undefined : coveredBy(app, other);
      return found === undefined
        ? []
        : [
            {
              path: [...app.at, "edge"],
              message: `${quote(`${app.host}${found.inner}`)} does not stand on edge ${quote(edge)}, where ${quote(found.outer)} of app ${quote(other.name)} would answer for it by another rule; let both apps stand on the same edges, or give one of them a host of its own`,
            },
          ];
    }),
  );
}

function coveredBy(
  { routes }: ModelApp,
  other: ModelApp,
): { readonly inner: string; readonly outer: string } | undefined {
  const [found] = routes.flatMap((inner) => {
    const outer = other.routes.find((one) => coversPath(one, inner) && !samePath(one, inner));
    return outer === undefined ? [] : [{ inner: inner.path, outer: outer.path }];
  });
  return found;
}

function inPathReason(one: EdgeTraits, other: EdgeTraits): string {
  const [inPath, asks] = isInPath(one) ? [one, other] : [other, one];
  return `behind ${inPath.kind} an auth proxy stands before each app, ${asks.kind} asks one for all apps, and a stack runs the one or the others, not both yet`;
}

function isInPath({ decision }: EdgeTraits): boolean {
  return decision === "in-path";
}

function listOf(said: EdgeReference): readonly string[] {
  return typeof said === "string" ? [said] : said;
}

function all(names: readonly string[]): string {
  return names.map(quote).join(", ");
}
