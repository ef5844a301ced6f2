import { z } from "zod";
import { annotationProblems } from "../edge/annotated/annotation-table";
import { IngressController } from "../edge";
import { classProblems, ingressClassProblems } from "../edge/annotated/ingress-class";
import { extraAnnotation } from "../edge/annotated/extra-annotations";
import type { Problem } from "../rules/rule";
import { sections } from "./schema";

const controllerKind = z.looseObject({ kind: sections.ingressController.shape.kind });
const controllerClasses = z.object({
  className: z.string().optional(),
  controllerClass: z.string().optional(),
});

/** As much of an app as tells what its annotations do. */
const annotated = z.looseObject({
  externalIngress: z.literal(false).optional(),
  extraAnnotations: z.record(z.string(), z.unknown()),
  cors: z.unknown().optional(),
  service: z.looseObject({ namespace: z.string() }).optional().catch(undefined),
});

/** What the controller makes of the apps' annotations, and whether its class leads to it at all. */
export function annotationProblemsOf(file: Record<string, unknown>): Problem[] {
  const kind = controllerKind.safeParse(file.ingressController).data?.kind;
  const classes = controllerClasses.safeParse(file.ingressController).data ?? {};
  const edge = kind === undefined ? undefined : IngressController.ofKind(kind, classes);
  const problems =
    edge === undefined
      ? ingressClassProblems(classes)
      : edge.form === "annotated-ingress"
        ? classProblems(edge)
        : [];
  return [
    ...problems.map(({ path, message }) => ({
      path: ["ingressController", ...path],
      message,
    })),
    ...annotationsOf(file),
  ];
}

function annotationsOf(file: Record<string, unknown>): Problem[] {
  const kind = controllerKind.safeParse(file.ingressController).data?.kind;
  const apps = z.array(z.unknown()).safeParse(file.apps).data ?? [];
  return apps.flatMap((entry, i) => {
    const app = annotated.safeParse(entry).data;
    if (kind === undefined || app === undefined) {
      return [];
    }
    // The schema has said what is wrong with a key whatever its value, and with a value that is no text.
    const annotations = Object.entries(app.extraAnnotations).filter(
      (pair): pair is [string, string] => typeof pair[1] === "string",
    );
    return annotationProblems(IngressController.ofKind(kind), Object.fromEntries(annotations), {
      namespace: app.service?.namespace,
      cors: app.cors !== undefined,
    })
      .filter(({ key }) => extraAnnotation(key) === undefined)
      .map(({ key, message }) => ({ path: ["apps", i, "extraAnnotations", key], message }));
  });
}
