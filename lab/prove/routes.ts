import { admitsMore } from "../../lib/contracts/access";
import type { ModelRequest } from "../../lib/model/decide";
import type { Model, ModelApp, ModelRoute } from "../../lib/model/model";

/** A path that is asked for in an odd spelling, and the one whose rule it could lead around. */
export interface Spelling extends ModelRequest {
  /** The path of the route that an app may take it for. */
  readonly meant: string;
  /** Whether the app is said to resolve such spellings by itself. */
  readonly isResolved: boolean;
}

/** Every host and path that is asked for: each route, what is below it, beside it and with a slash at its end. */
export function requestsOf({ apps }: Pick<Model, "apps">): ModelRequest[] {
  const hosts = new Map<string, Set<string>>();
  for (const { host, routes } of apps) {
    const paths = hosts.get(host) ?? new Set(["/"]);
    hosts.set(host, paths);
    for (const route of routes) for (const path of around(route)) paths.add(path);
    paths.add("/elsewhere");
  }
  return [...hosts].flatMap(([host, paths]) => [...paths].sort().map((path) => ({ host, path })));
}

function around({ path }: ModelRoute): string[] {
  const plain = path.replace(/\/$/, "");
  return plain === "" ? ["/", "/below"] : [plain, `${plain}/`, `${plain}/below`, `${plain}-beside`];
}

/**
 * Spellings of each checked path that start within another path of its host which lets in somebody else: an edge that
 * decides by the path it has tidied, and passes on the one that came, could be led around by them.
 */
export function spellingsOf({ apps }: Pick<Model, "apps">): Spelling[] {
  const found = new Map<string, Spelling>();
  for (const { narrow, wide, app } of apps.flatMap((one) => pairsOf(one, apps))) {
    const { host, normalizesPaths: isResolved } = app;
    for (const path of spellings(narrow.path, wide.path, wide.pathType)) {
      found.set(`${host}${path}`, { host, path, meant: narrow.path, isResolved });
    }
  }
  return [...found.values()];
}

function pairsOf(
  app: ModelApp,
  apps: readonly ModelApp[],
): { readonly narrow: ModelRoute; readonly wide: ModelRoute; readonly app: ModelApp }[] {
  const others = apps.filter((one) => sharesBackend(one, app)).flatMap(({ routes }) => routes);
  return app.routes.flatMap((narrow) =>
    others
      .filter((wide) => narrow.guard.kind === "check" && letsInOthers(wide, narrow))
      .map((wide) => ({ narrow, wide, app })),
  );
}

/** Of another Service nothing can be asked for by the way. */
function sharesBackend(one: ModelApp, { host, service }: ModelApp): boolean {
  return (
    one.host === host && one.service?.namespace === service?.namespace && one.service?.name === service?.name
  );
}

function letsInOthers({ guard: one }: ModelRoute, { guard: other }: ModelRoute): boolean {
  if (one.kind !== "check") return true;
  if (other.kind !== "check") return false;
  return admitsMore(one.allowed, other.allowed);
}

function spellings(narrow: string, wide: string, wideType: ModelRoute["pathType"]): string[] {
  const target = narrow.replace(/\/$/, "");
  const from = wide.replace(/\/$/, "");
  const up = from.split("/").filter((part) => part !== "");
  const climb = (separator: string, dots = ".."): string => up.map(() => `${dots}${separator}`).join("");
  const down = target.split("/").filter((part) => part !== "");
  const below = [...down, "x"].join("/");
  const back = [...down, "x"].map(() => "..%2f").join("");
  return [
    // Read as the wide path by an edge that tidies, and as the narrow one by an app that does not.
    `${target}/x/${back}${wide.slice(1)}`,
    `${target}/x/${back.replaceAll("%2f", "/")}${wide.slice(1)}`,
    ...(wideType === "Exact" || up.length === 0
      ? []
      : [
          // The other way round: the edge sees no step up where the app sees one.
          `${from}/${climb("\\")}${below}`,
          `${from}/${climb("/", "..;")}${below}`,
          `${from}/${climb("/", "%2e%2e;")}${below}`,
          `${from}/${climb("/", "%2e%2e")}${below}`,
        ]),
    // The edge ends the path at the sign; an app that does not, and resolves the rest, is led on.
    ...(up.length === 0 ? [] : [`${from}#/${climb("/")}${below}`]),
  ];
}
