import { quote, type Problem } from "./rule";

/** The parts of a protected app that constrain one another. */
export interface AppShape {
  readonly service?: unknown;
  readonly externalIngress?: boolean;
  readonly paths?: readonly unknown[];
  readonly publicPaths?: readonly (string | { readonly path: string; readonly pathType?: string })[];
  readonly extraAnnotations?: Readonly<Record<string, unknown>>;
}

/** What does not go together within one app. */
export function appProblems(app: AppShape): Problem[] {
  const problems: Problem[] = [];
  const report = (path: (string | number)[], message: string): void => void problems.push({ path, message });
  if (app.externalIngress === true) {
    for (const key of ["service", "publicPaths", "extraAnnotations"] as const) {
      if (app[key] !== undefined) {
        report(
          [key],
          "belongs to the app's own Ingress, which somebody else owns here; leave it out, or leave externalIngress out",
        );
      }
    }
  } else if (app.service === undefined) {
    report(
      ["service"],
      'is missing, so that there is nothing to protect; write service: { namespace, name, port }, or "externalIngress: true" where somebody else owns the Ingress',
    );
  }
  if (app.paths?.length === 0) {
    report(["paths"], 'is empty, so that nothing would be reachable; leave the key out for "/"');
  }
  app.publicPaths?.forEach((entry, i) => {
    const { path, pathType } = typeof entry === "string" ? { path: entry, pathType: "Prefix" } : entry;
    if (path === "/" && pathType !== "Exact") {
      report(
        ["publicPaths", i],
        `${quote(path)} would open the whole app; name the public paths, or write { path: "/", pathType: Exact } for the front page alone`,
      );
    }
  });
  return problems;
}
