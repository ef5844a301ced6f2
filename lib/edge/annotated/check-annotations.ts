import { Token } from "cdktf";
import type { Checks } from "../../schema/checks";
import type { Place } from "../../rules/rule";
import { annotationProblems } from "./annotation-table";
import type { Edge } from "..";

/** Holds an app's own annotations against what its controller makes of them. */
export function checkAnnotations(
  checks: Checks,
  path: Place,
  app: {
    readonly controller: Edge;
    readonly extraAnnotations?: Readonly<Record<string, string>>;
    readonly cors?: unknown;
    readonly service?: { readonly namespace: string };
  },
): void {
  const { extraAnnotations = {}, service, cors } = app;
  if (Token.isUnresolved(extraAnnotations)) {
    return;
  }
  const annotations = Object.fromEntries(
    Object.entries(extraAnnotations).map(([key, value]) => [key, Token.isUnresolved(value) ? null : value]),
  );
  const namespace = Token.isUnresolved(service?.namespace) ? undefined : service?.namespace;
  annotationProblems(app.controller, annotations, { namespace, cors: cors !== undefined }).forEach(
    ({ message }) => checks.report(path, message),
  );
}
