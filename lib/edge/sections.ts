import { DEFAULT_EDGE, type EdgeSection } from "../contracts/edge";
import { edgeName } from "../rules/edge-name";
import { quote, type Place, type Problem } from "../rules/rule";

/** The keys of a file, and the props, that say what is in front of the apps. */
export const EDGE_SECTIONS = ["ingressController", "gateway"] as const satisfies readonly EdgeSection[];

/** Where an edge is named: at the top, or under `edges`. */
export interface EdgePlace {
  /** What apps call it. */
  readonly name: string;
  /** Where the keys stand that say what it is. */
  readonly at: Place;
  /** Which of them are there. */
  readonly said: readonly EdgeSection[];
}

const EXAMPLE =
  "ingressController: { kind: traefik }, or gateway: { kind: traefik, name: ..., namespace: ... }";

/** What is wrong with how the edges of a stack are named, by the place of each. */
export function edgePlaceProblems(places: readonly EdgePlace[], areKnown = true): Problem[] {
  if (places.length === 0) {
    return areKnown
      ? [
          {
            path: ["edges"],
            message: `is empty, so that nothing would send requests to the apps; name an edge, such as edges: { public: { gateway: { kind: traefik, name: ..., namespace: ... } } }`,
          },
        ]
      : [];
  }
  const [top] = places.filter(({ at }) => at.length === 0);
  return places.flatMap(({ name, at, said }) => [
    ...sectionProblems(said, at),
    ...(at.length > 0 && top !== undefined && name === DEFAULT_EDGE
      ? [
          {
            path: at,
            message: `is the edge under ${quote(top.said[0])} already, for apps that say nothing; give this one another name`,
          },
        ]
      : []),
  ]);
}

/** The same of names, where no schema has held them against their rule. */
export function edgeNameProblems(places: readonly EdgePlace[]): Problem[] {
  return places.flatMap(({ name, at }) => {
    const message = edgeName(name);
    return message === undefined ? [] : [{ path: at, message }];
  });
}

/** Each edge is one of the two. */
function sectionProblems([one, ...others]: readonly EdgeSection[], at: Place): Problem[] {
  return one === undefined
    ? [
        {
          path: at,
          message: `is missing ${EDGE_SECTIONS.map(quote).join(" or ")}, so that nothing would send requests to the apps; write one of them, such as ${EXAMPLE}`,
        },
      ]
    : others.map((other) => ({
        path: [...at, other],
        message: `does not go together with ${quote(one)}: an edge is one of the two; keep one here, and give the other a name under "edges": an app stands on both with edge: [${at.length === 0 ? DEFAULT_EDGE : String(at[1])}, <name>]`,
      }));
}
