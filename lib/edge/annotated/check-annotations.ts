import { Token } from "cdktf";
import type { Checks } from "../../schema/checks";
import type { Place } from "../../rules/rule";
import { lateAsNull } from "../app-at-edge";
import { annotationProblemsAtEdges } from "./annotation-table";
import type { Edge } from "..";

/** Holds an app's own annotations against what its edges make of them. */
export function checkAnnotations(
  checks: Checks,
  path: Place,
  app: {
    readonly extraAnnotations?: Readonly<Record<string, string>>;
    readonly cors?: unknown;
    readonly service?: { readonly namespace: string };
  },
  edges: readonly Edge[],
): void {
  const { extraAnnotations = {}, service, cors } = app;
  if (Token.isUnresolved(extraAnnotations)) {
    return;
  }
  const namespace = Token.isUnresolved(service?.namespace) ? undefined : service?.namespace;
  annotationProblemsAtEdges(edges, lateAsNull(extraAnnotations), {
    namespace,
    cors: cors !== undefined,
  }).forEach(({ message }) => checks.report(path, message));
}
