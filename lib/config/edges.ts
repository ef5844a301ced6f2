import { partOf, pick, type Draft } from "../contracts/draft";
import { DEFAULT_EDGE, type NamedEdge } from "../contracts/edge";
import { edgeSection, Gateway, IngressController, type Edge } from "../edge";
import { EDGE_SECTIONS, type EdgePlace } from "../edge/sections";
import { edgesOfApp } from "../model/edges";
import type { FileDraft, Sections } from "./schema";

/** The two keys of which one says what an edge is. */
export type EdgeSections = Pick<Sections, "ingressController" | "gateway">;

/** An edge as a file names it, whether it is right or wrong. */
export interface FileEdge extends EdgePlace {
  readonly sections: Draft<EdgeSections | undefined>;
}

/** Every edge that a file names: the one at its top, if it has one, and those under `edges`. */
export function fileEdges(file: FileDraft): FileEdge[] {
  const edges = partOf(file, "edges");
  const top = { name: DEFAULT_EDGE, at: [], sections: file, said: saidIn(file) };
  const named = edges.keys.map((name) => {
    const sections: Draft<EdgeSections | undefined> = partOf(edges, name);
    return { name, at: ["edges", name], sections, said: saidIn(sections) };
  });
  return top.said.length > 0 || !edges.isSaid ? [top, ...named] : named;
}

/** What apps may call the edges of a file, in order. Missing where that cannot be told. */
export function edgeNames(file: FileDraft): readonly string[] | undefined {
  const edges = partOf(file, "edges");
  return edges.isHole ? undefined : [...new Set(fileEdges(file).map(({ name }) => name))];
}

/** The edges of a file of which all that is said is right. */
export function edgesOfFile(file: FileDraft): NamedEdge<Edge>[] {
  const names = new Set<string>();
  return fileEdges(file).flatMap(({ name, at, sections, said: [section, ...others] }) => {
    const isOne = section !== undefined && others.length === 0 && !names.has(name);
    names.add(name);
    const edge = isOne ? edgeOfSections({ [section]: partOf(sections, section).whole }) : undefined;
    return edge === undefined ? [] : [{ name, edge, at: [...at, edgeSection(edge)] }];
  });
}

/** What two keys say that keep every rule. */
export function edgeOfSections({ ingressController, gateway }: EdgeSections): Edge | undefined {
  if (ingressController !== undefined) {
    const { kind, ...props } = ingressController;
    return IngressController.ofKind(kind, props);
  }
  if (gateway !== undefined) {
    const { kind, ...props } = gateway;
    return Gateway.ofKind(kind, props);
  }
  return undefined;
}

/** An edge of the kind that a file names, for what does not depend on its installation. */
export function edgeKindOf({ sections }: FileEdge): Edge | undefined {
  const controller = pick(partOf(sections, "ingressController"), "kind", "resource");
  if (controller?.kind !== undefined) {
    return IngressController.ofKind(controller.kind, { resource: controller.resource });
  }
  const kind = partOf(sections, "gateway", "kind").whole;
  return kind && Gateway.ofKind(kind, { name: "gateway", namespace: "gateway" });
}

/** What is known of the edges of an app, where that is known of all of them. */
export function edgesOfDraft<T>(
  app: Draft<Sections["apps"][number]>,
  names: readonly string[] | undefined,
  known: (name: string) => T | undefined,
): readonly T[] | undefined {
  const said = partOf(app, "edge");
  if (!said.isWhole || names === undefined) {
    return undefined;
  }
  const all = edgesOfApp(said.whole, names);
  const edges = all.flatMap((name) => known(name) ?? []);
  return edges.length === all.length && all.length > 0 ? edges : undefined;
}

function saidIn(sections: Draft<EdgeSections | undefined>): (typeof EDGE_SECTIONS)[number][] {
  return EDGE_SECTIONS.filter((section) => partOf(sections, section).isSaid);
}
