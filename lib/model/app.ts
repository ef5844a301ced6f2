import { coversPath, samePath } from "../rules/path";
import { quote, type Problem } from "../rules/rule";

/** A path as it is given: with everything below it, unless it says otherwise. */
export type PathEntry =
  string | { readonly path: string; readonly pathType?: string; readonly access?: unknown };

/** The parts of a protected app that constrain one another. */
export interface AppShape {
  readonly service?: unknown;
  readonly externalIngress?: boolean;
  readonly paths?: readonly PathEntry[];
  readonly publicPaths?: readonly PathEntry[];
  readonly api?: boolean;
  readonly apiPaths?: readonly PathEntry[];
  readonly optionalSignInPaths?: readonly PathEntry[];
  readonly cors?: unknown;
  readonly extraAnnotations?: Readonly<Record<string, unknown>>;
}

/** Lists whose paths are open to people without a session, and what to do where that would be all of the app. */
const OPENING = [
  [
    "publicPaths",
    'list the protected paths in "paths" beside it, name the public paths one by one, or give what is public a host of its own',
  ],
  [
    "optionalSignInPaths",
    'list what has to be signed in to in "paths" beside it, such as /login, or name the paths where the app has credentials of its own one by one',
  ],
] as const;

/** What does not go together within one app. */
export function appProblems(app: AppShape): Problem[] {
  const problems: Problem[] = [];
  const report = (path: (string | number)[], message: string): void => void problems.push({ path, message });
  if (app.externalIngress === true) {
    for (const key of [
      "service",
      "publicPaths",
      "apiPaths",
      "optionalSignInPaths",
      "cors",
      "extraAnnotations",
    ] as const) {
      if (app[key] !== undefined) {
        report(
          [key],
          "belongs to the app's own Ingress, which somebody else owns here; leave it out, or leave externalIngress out",
        );
      }
    }
    app.paths?.forEach((entry, i) => {
      if (typeof entry === "object" && entry.access !== undefined) {
        report(
          ["paths", i, "access"],
          "needs an Ingress of its own, and somebody else owns this app's; make the path an app of its own, with externalIngress as well",
        );
      }
    });
  } else if (app.service === undefined) {
    report(
      ["service"],
      'is missing, so that there is nothing to protect; write service: { namespace, name, port }, or "externalIngress: true" where somebody else owns the Ingress',
    );
  }
  if (app.paths?.length === 0) {
    report(["paths"], 'is empty, so that nothing would be reachable; leave the key out for "/"');
  }
  for (const [key, wayOut] of OPENING) {
    app[key]?.forEach((entry, i) => {
      const { path, pathType } = toPath(entry);
      if (path === "/" && pathType !== "Exact" && isWhole(app.paths)) {
        report([key, i], `${quote(path)} would open the whole app; ${wayOut}`);
      }
    });
  }
  return [...problems, ...apiPathProblems(app)];
}

/** Whether nothing but the whole app is protected, said or not. */
function isWhole(paths: AppShape["paths"] = ["/"]): boolean {
  return paths.length > 0 && paths.every((entry) => toPath(entry).path === "/");
}

/** Paths that answer programs must be protected in the first place, and must not be all there is. */
function apiPathProblems({ api, paths = ["/"], apiPaths = [] }: AppShape): Problem[] {
  if (apiPaths.length === 0) {
    return [];
  }
  if (api === true) {
    return [
      {
        path: ["apiPaths"],
        message: 'add nothing, because "api: true" makes every path an API; leave one of the two out',
      },
    ];
  }
  const known = [paths, apiPaths].every((list) => list.every((entry) => toPath(entry).path.startsWith("/")));
  if (!known) {
    return []; // Wrong in itself, or known to Terraform only.
  }
  const outside = apiPaths.flatMap((entry, i) =>
    paths.some((path) => coversPath(toPath(path), toPath(entry)))
      ? []
      : [
          {
            path: ["apiPaths", i],
            message: `${quote(toPath(entry).path)} is outside the app's paths (${paths.map((path) => toPath(path).path).join(", ")}), so nothing would protect it; add it to "paths", or name a path within them`,
          },
        ],
  );
  return paths.every((path) => apiPaths.some((entry) => samePath(toPath(path), toPath(entry))))
    ? [...outside, { path: ["apiPaths"], message: 'are all of the app\'s paths; write "api: true" instead' }]
    : outside;
}

function toPath(entry: PathEntry): { readonly path: string; readonly pathType?: string } {
  return typeof entry === "string" ? { path: entry } : entry;
}
