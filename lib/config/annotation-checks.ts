import { entriesOf, partOf, pick } from "../contracts/draft";
import type { AnnotatedApp } from "../contracts/edge";
import { annotationProblems, annotationProblemsAtEdges } from "../edge/annotated/annotation-table";
import { IngressController, type Edge } from "../edge";
import { edgeKindOf, edgeNames, edgesOfDraft, fileEdges } from "./edges";
import { classProblems, ingressClassProblems } from "../edge/annotated/ingress-class";
import { below, quote, type Place, type Problem } from "../rules/rule";
import type { FileDraft } from "./schema";

/** What the controller makes of the apps' annotations, and whether its class leads to it at all. */
export function annotationProblemsOf(file: FileDraft): Problem[] {
  return [...classesOf(file), ...annotationsOf(file)];
}

function classesOf(file: FileDraft): Problem[] {
  return fileEdges(file).flatMap(({ at, sections }) => {
    const controller = partOf(sections, "ingressController");
    const kind = partOf(controller, "kind").whole;
    const classes = pick(controller, "className", "controllerClass");
    if (classes === undefined) {
      return [];
    }
    const edge = kind === undefined ? undefined : IngressController.ofKind(kind, classes);
    const problems =
      edge === undefined
        ? ingressClassProblems(classes)
        : edge.form === "annotated-ingress"
          ? classProblems(edge)
          : [];
    return below([...at, "ingressController"], problems);
  });
}

function annotationsOf(file: FileDraft): Problem[] {
  return annotatedApps(file).flatMap(({ annotations, app, edges, at }) =>
    annotationProblemsAtEdges(
      edges.map(({ edge }) => edge),
      annotations,
      app,
    ).map(({ key, message }) => ({ path: [...at, key], message })),
  );
}

/** Annotations that one of an app's edges takes, and another one does not. */
export function annotationWarnings(file: FileDraft): Problem[] {
  return annotatedApps(file).flatMap(({ annotations, app, edges, at }) =>
    edges.flatMap(({ name, edge }) =>
      annotationProblems(edge, annotations, app).map(({ key, message }) => ({
        path: [...at, key],
        message: `is left out on edge ${quote(name)}: ${message}`,
      })),
    ),
  );
}

/** An app with the annotations of it that are known, and with its edges, of which the kind is enough. */
interface AnnotatedFileApp {
  readonly annotations: Readonly<Record<string, string>>;
  readonly app: Omit<AnnotatedApp, "annotations">;
  readonly edges: readonly { readonly name: string; readonly edge: Edge }[];
  readonly at: Place;
}

function annotatedApps(file: FileDraft): AnnotatedFileApp[] {
  const names = edgeNames(file);
  const kinds = new Map(fileEdges(file).map((one) => [one.name, edgeKindOf(one)]));
  return entriesOf(partOf(file, "apps")).flatMap((app, i) => {
    const external = partOf(app, "externalIngress");
    const annotations = partOf(app, "extraAnnotations");
    const edges = edgesOfDraft(app, names, (name) => {
      const edge = kinds.get(name);
      return edge && { name, edge };
    });
    // Somebody else owns the Ingress, or may own it.
    if (edges === undefined || (external.isSaid && external.whole !== false)) {
      return [];
    }
    const known = annotations.keys.flatMap((key) => {
      const value = partOf(annotations, key).whole;
      return value === undefined ? [] : [[key, value] as const];
    });
    return [
      {
        annotations: Object.fromEntries(known),
        app: {
          namespace: partOf(app, "service", "namespace").whole,
          cors: partOf(app, "cors").isSaid,
        },
        edges,
        at: ["apps", i, "extraAnnotations"],
      },
    ];
  });
}
