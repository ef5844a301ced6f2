import { entriesOf, type Draft, partOf, pick } from "../contracts/draft";
import type { FileRule, RuledFileApp } from "../contracts/identity-file";
import { ruleName } from "../model/names";
import { toIngressPath } from "../model/route-plan";
import type { Place } from "../rules/rule";
import type { FileDraft, Sections } from "./schema";

type App = Sections["apps"][number];

/** An app of a file, as far as it is right, and where it stands. */
export interface LocatedApp {
  readonly app: Pick<App, (typeof COMPARED)[number] | Beside>;
  readonly at: Place;
}

/** Without these an app is not compared with others. */
const COMPARED = ["name", "host", "paths", "publicPaths", "apiPaths"] as const;
/** What is left out where it is wrong. */
type Beside = "api" | "service" | "access" | "normalizesPaths" | "ingressName" | "proxyIngressName";

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
