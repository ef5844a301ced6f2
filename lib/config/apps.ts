import { entriesOf, type Draft, partOf, pick } from "../contracts/draft";
import type { FileRule, RuledFileApp } from "../contracts/identity-file";
import { appProblems, type AppShape, type PathEntry } from "../model/app";
import { ruleName } from "../model/names";
import { PATH_LISTS, toIngressPath } from "../model/route-plan";
import { below, type Place, type Problem } from "../rules/rule";
import type { FileDraft, Sections } from "./schema";

type App = Sections["apps"][number];

/** An app of a file, as far as it is right, and where it stands. */
export interface LocatedApp {
  readonly app: Pick<App, (typeof COMPARED)[number] | Beside>;
  readonly at: Place;
}

/** Without these an app is not compared with others. */
const COMPARED = ["name", "host", ...PATH_LISTS] as const;
/** What is left out where it is wrong. */
type Beside = "api" | "edge" | "service" | "access" | "normalizesPaths" | "ingressName" | "proxyIngressName";

/** The apps of a file that are right enough to be compared. */
export function appsOf(file: FileDraft): LocatedApp[] {
  return located(file, (app) => {
    const compared = pick(app, ...COMPARED);
    return compared && { ...compared, ...partsOf(app) };
  });
}

function partsOf(app: Draft<App>): Pick<App, Beside> {
  return {
    api: partOf(app, "api").whole,
    edge: partOf(app, "edge").whole,
    service: partOf(app, "service").whole,
    access: partOf(app, "access").whole,
    normalizesPaths: partOf(app, "normalizesPaths").whole,
    ingressName: partOf(app, "ingressName").whole,
    proxyIngressName: partOf(app, "proxyIngressName").whole,
  };
}

/** The apps of a file whose rules are written as they have to be. */
export function ruledAppsOf(file: FileDraft): RuledFileApp[] {
  return located(file, (app) => pick(app, "name", "paths", "externalIngress", "access")).map(
    ({ app, at }) => ({
      app,
      at,
      rules: rulesOf(app, at),
    }),
  );
}

function rulesOf(
  { name, access, paths = [] }: Pick<App, "name" | "access" | "paths">,
  at: Place,
): FileRule[] {
  return [
    ...(access === undefined ? [] : [{ rule: access, at: [...at, "access"], name: ruleName(name) }]),
    ...paths.flatMap((path, i) =>
      typeof path === "string" || path.access === undefined
        ? []
        : [
            {
              rule: path.access,
              at: [...at, "paths", i, "access"],
              name: ruleName(name, toIngressPath(path)),
            },
          ],
    ),
  ];
}

/** What the parts of each app get wrong together. What is wrong in itself is there, and says nothing. */
export function partProblems(file: FileDraft): Problem[] {
  return entriesOf(partOf(file, "apps")).flatMap((app, i) => {
    const shape = app.whole ?? shapeOf(app);
    return shape === undefined ? [] : below(["apps", i], appProblems(shape));
  });
}

function shapeOf(app: Draft<App>): AppShape | undefined {
  const told = pick(app, "externalIngress", "api");
  const lists = PATH_LISTS.map((key) => [key, partOf(app, key)] as const);
  return told === undefined || app.isHole || lists.some(([, list]) => list.isHole)
    ? undefined
    : {
        ...told,
        ...Object.fromEntries(lists.map(([key, list]) => [key, pathsIn(list)])),
        service: partOf(app, "service").isSaid || undefined,
        cors: partOf(app, "cors").isSaid || undefined,
        extraAnnotations: partOf(app, "extraAnnotations").isSaid ? {} : undefined,
      };
}

/** The paths of a list; one that is wrong is empty, which no path is. */
function pathsIn(list: Draft<readonly PathEntry[] | undefined>): AppShape["paths"] {
  return list.isSaid
    ? entriesOf(list).map(
        (entry) =>
          entry.whole ?? {
            path: partOf(entry, "path").whole ?? "",
            pathType: partOf(entry, "pathType").whole,
            access: partOf(entry, "access").isSaid || undefined,
          },
      )
    : undefined;
}

/** The apps that are right, and what can be read of others. */
function located<T>(
  file: FileDraft,
  read: (app: Draft<App>) => T | undefined,
): { readonly app: App | T; readonly at: Place }[] {
  return entriesOf(partOf(file, "apps")).flatMap((draft, i) => {
    const app = draft.whole ?? read(draft);
    return app === undefined ? [] : [{ app, at: ["apps", i] }];
  });
}
