import type { EdgeSection } from "../contracts/edge";
import { quote, type Problem } from "../rules/rule";

/** The keys of a file, and the props, that say what is in front of the apps. */
export const EDGE_SECTIONS = ["ingressController", "gateway"] as const satisfies readonly EdgeSection[];

const EXAMPLE =
  "ingressController: { kind: traefik }, or gateway: { kind: traefik, name: ..., namespace: ... }";

/** The apps of a stack stand behind one edge. */
export function edgeSectionProblems(said: readonly EdgeSection[]): Problem[] {
  const [one, ...others] = said;
  return one === undefined
    ? [
        {
          path: [],
          message: `is missing ${EDGE_SECTIONS.map(quote).join(" or ")}, so that nothing would send requests to the apps; write one of them, such as ${EXAMPLE}`,
        },
      ]
    : others.map((other) => ({
        path: [other],
        message: `does not go together with ${quote(one)}: the apps of a stack stand behind one of the two; keep one, or make a stack for each`,
      }));
}
