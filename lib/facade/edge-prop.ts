import { edgeSection, type Edge } from "../edge";
import { EDGE_SECTIONS, edgeSectionProblems } from "../edge/sections";
import type { Problem } from "../rules/rule";
import type { IngressAuthProps } from "./props";

/** The props of which one says what is in front of the apps. */
export type EdgeProps = Pick<IngressAuthProps, "ingressController" | "gateway">;

/** What is in front of the apps, where one prop says it. */
export function edgeIn({ ingressController, gateway }: EdgeProps): Edge | undefined {
  return ingressController ?? gateway;
}

/** The same of props that keep every rule. */
export function edgeOf(props: EdgeProps): Edge {
  const edge = edgeIn(props);
  if (edge === undefined) {
    throw new Error("unreachable: props without an edge have been refused");
  }
  return edge;
}

/** One prop says the edge, and it is the edge's own. */
export function edgePropProblems(props: EdgeProps): Problem[] {
  const said = EDGE_SECTIONS.filter((section) => props[section] !== undefined);
  return [
    ...edgeSectionProblems(said),
    ...said.flatMap((section) => {
      const edge = props[section];
      const own = edge === undefined ? section : edgeSection(edge);
      return own === section
        ? []
        : [{ path: [section], message: `is ${edge?.kind}, which belongs into "${own}"; give it there` }];
    }),
  ];
}
