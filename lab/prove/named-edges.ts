import type { Config } from "../../lib/config";
import type { EdgeSections } from "../../lib/config/edges";
import { DEFAULT_EDGE } from "../../lib/contracts/edge";
import { edgeFormOf } from "../ingress/edge-forms";

/** An edge of a file, by its name there. */
export interface NamedSections {
  readonly name: string;
  readonly of: EdgeSections;
}

/** The edges that a file names. */
export function namedEdges(config: Pick<Config, "ingressController" | "gateway" | "edges">): NamedSections[] {
  const top = config.ingressController === undefined && config.gateway === undefined ? [] : [config];
  return [
    ...top.map((of) => ({ name: DEFAULT_EDGE, of })),
    ...Object.entries(config.edges ?? {}).map(([name, of]) => ({ name, of })),
  ];
}

/** The kind of a file's edge that the lab does not have, if there is one. */
export function missingEdge(config: Parameters<typeof namedEdges>[0]): string | undefined {
  const missing = namedEdges(config).find(({ of }) => edgeFormOf(of) === undefined)?.of;
  return missing?.gateway?.kind ?? missing?.ingressController?.kind;
}
