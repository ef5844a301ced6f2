import { DEFAULT_EDGE, type NamedEdge } from "../contracts/edge";
import { edgeSection, type Edge } from "../edge";
import { EDGE_SECTIONS, edgeNameProblems, edgePlaceProblems, type EdgePlace } from "../edge/sections";
import { besideProblems } from "../model/edges";
import { unknownKeyProblems, ANY, type KeysOf } from "../rules/keys";
import type { Problem } from "../rules/rule";
import type { EdgeProps, IngressAuthProps } from "./props";

/** The props that say what is in front of the apps. */
type EdgesProps = Pick<IngressAuthProps, "ingressController" | "gateway" | "edges">;

const EDGE_KEYS: KeysOf<EdgeProps> = { ingressController: ANY, gateway: ANY };

/** What is in front of the apps, as far as it is said by one prop for each edge. */
export function edgesIn(props: EdgesProps): NamedEdge<Edge>[] {
  return placesIn(props).flatMap(({ name, at, edge }) =>
    edge === undefined ? [] : [{ name, edge, at: [...at, edgeSection(edge)] }],
  );
}

/** What is wrong with how the edges are named, and what cannot be of several in one stack. */
export function edgePropProblems(props: EdgesProps): Problem[] {
  const places = placesIn(props);
  return [
    ...edgePlaceProblems(places),
    ...edgeNameProblems(places),
    ...places.flatMap(({ at, own }) => (at.length === 0 ? [] : unknownKeyProblems(own, EDGE_KEYS, at))),
    ...places.flatMap(({ at, own, said }) =>
      said.flatMap((section) => {
        const edge = own[section];
        const right = edge === undefined ? section : edgeSection(edge);
        return right === section
          ? []
          : [
              {
                path: [...at, section],
                message: `is ${edge?.kind}, which belongs into "${right}"; give it there`,
              },
            ];
      }),
    ),
    ...besideProblems(edgesIn(props)),
  ];
}

interface PlacedProps extends EdgePlace {
  readonly own: EdgeProps;
  readonly edge?: Edge;
}

function placesIn(props: EdgesProps): PlacedProps[] {
  const top = placeOf(DEFAULT_EDGE, [], props);
  const named = Object.entries(props.edges ?? {}).map(([name, own]) => placeOf(name, ["edges", name], own));
  return top.said.length > 0 || props.edges === undefined ? [top, ...named] : named;
}

function placeOf(name: string, at: EdgePlace["at"], own: EdgeProps): PlacedProps {
  const said = EDGE_SECTIONS.filter((section) => own[section] !== undefined);
  return { name, at, own, said, edge: own.ingressController ?? own.gateway };
}
