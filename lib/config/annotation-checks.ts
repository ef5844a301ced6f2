import { entriesOf, partOf, pick } from "../contracts/draft";
import { annotationProblems } from "../edge/annotated/annotation-table";
import { IngressController } from "../edge";
import { edgeKindOf } from "./edge";
import { classProblems, ingressClassProblems } from "../edge/annotated/ingress-class";
import type { Problem } from "../rules/rule";
import type { FileDraft } from "./schema";

/** What the controller makes of the apps' annotations, and whether its class leads to it at all. */
export function annotationProblemsOf(file: FileDraft): Problem[] {
  return [...classesOf(file), ...annotationsOf(file)];
}

function classesOf(file: FileDraft): Problem[] {
  const controller = partOf(file, "ingressController");
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
  return problems.map(({ path, message }) => ({ path: ["ingressController", ...path], message }));
}

function annotationsOf(file: FileDraft): Problem[] {
  const edge = edgeKindOf(file);
  return edge === undefined
    ? []
    : entriesOf(partOf(file, "apps")).flatMap((app, i) => {
        const external = partOf(app, "externalIngress");
        const annotations = partOf(app, "extraAnnotations");
        // Somebody else owns the Ingress, or may own it.
        if (external.isSaid && external.whole !== false) {
          return [];
        }
        const known = annotations.keys.flatMap((key) => {
          const value = partOf(annotations, key).whole;
          return value === undefined ? [] : [[key, value] as const];
        });
        return annotationProblems(edge, Object.fromEntries(known), {
          namespace: partOf(app, "service", "namespace").whole,
          cors: partOf(app, "cors").isSaid,
        }).map(({ key, message }) => ({ path: ["apps", i, "extraAnnotations", key], message }));
      });
}
