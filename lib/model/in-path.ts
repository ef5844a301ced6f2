import { admittedKey } from "../contracts/access";
import { coversPath } from "../rules/path";
import { quote, type Problem } from "../rules/rule";
import type { AuthCheckGuard, Model, ModelApp, ModelRoute } from "./model";
import { frontName, LONGEST_SERVICE_NAME } from "./names";

/*
 * What cannot be kept where an auth proxy stands before each app. It knows one set of groups for all of its paths, and
 * ends the session of whoever is in none of them, for the whole host.
 */

type Checked = ModelRoute & { readonly guard: AuthCheckGuard };

/** What an auth proxy before each app would not keep of what a stack promises. */
export function inPathProblems({ apps, proxy }: Model): Problem[] {
  const first = new Map<string, ModelApp>();
  for (const app of apps) {
    first.set(app.host, first.get(app.host) ?? app);
  }
  return apps.flatMap((app) => [
    ...nameProblems(app, proxy.name),
    ...pathRuleProblems(app),
    ...neighbourProblems(app, first.get(app.host) ?? app),
    ...pageWithinApiProblems(app),
  ]);
}

/** What the auth proxies of a stack are called: the one that edges ask, or also one before each app. */
export function proxyNames({ apps, proxy, decision }: Model): string[] {
  return [proxy.name, ...(decision === "in-path" ? apps.map(({ name }) => frontName(proxy.name, name)) : [])];
}

function nameProblems({ name, at }: ModelApp, proxy: string): Problem[] {
  const whole = frontName(proxy, name);
  return whole.length <= LONGEST_SERVICE_NAME
    ? []
    : [
        {
          path: [...at, "name"],
          message: `the auth proxy before app ${quote(name)} would be called ${quote(whole)}, which has ${whole.length} characters, and a Service takes ${LONGEST_SERVICE_NAME}; give the app or "authProxy.name" a shorter name`,
        },
      ];
}

function pathRuleProblems({ at, routes }: ModelApp): Problem[] {
  const checked = checkedOf(routes);
  const common = commonOf(routes);
  return checked.flatMap(({ path, key, guard }) =>
    common === undefined || sameRule(guard, common.guard)
      ? []
      : [
          {
            path: [...at, key],
            message: `${quote(path)} has another rule than ${quote(common.path)}, and the auth proxy before the app has one for all of its paths; give it a host of its own as an app of its own, let the app itself tell by X-Forwarded-Groups who may do what, or take an edge that asks before each request, such as Traefik`,
          },
        ],
  );
}

/** A person whom one auth proxy refuses is signed out of the whole host, and would be of the other app too. */
function neighbourProblems(app: ModelApp, first: ModelApp): Problem[] {
  const [one, other] = [first, app].map(({ routes }) => commonOf(routes));
  return one === undefined || other === undefined || app === first || sameRule(one.guard, other.guard)
    ? []
    : [
        {
          path: [...app.at, "host"],
          message: `${quote(app.host)} is the host of app ${quote(first.name)} too, which lets in others: whoever is refused by one of the two would be signed out of both; give each a host of its own, or both one rule, or take an edge that asks before each request, such as Traefik`,
        },
      ];
}

/** The paths of programs are patterns, which hold for all that lies below them. */
function pageWithinApiProblems({ at, routes }: ModelApp): Problem[] {
  const checked = checkedOf(routes);
  return checked
    .filter(({ guard }) => guard.without === "sign-in")
    .flatMap(({ path, pathType, key }) => {
      const api = checked.find(
        (other) => other.guard.without === "401" && coversPath(other, { path, pathType }),
      );
      return api === undefined
        ? []
        : [
            {
              path: [...at, key],
              message: `${quote(path)} leads people to the sign-in and lies within ${quote(api.path)}, below which the auth proxy before the app answers 401; list what is for programs path by path in "apiPaths", or what is for people outside of it`,
            },
          ];
    });
}

/** The route with the app's own rule. */
function commonOf(routes: readonly ModelRoute[]): Checked | undefined {
  const checked = checkedOf(routes);
  return checked.find(({ rule }) => rule !== "path") ?? checked[0];
}

function checkedOf(routes: readonly ModelRoute[]): Checked[] {
  return routes.flatMap((route) => (route.guard.kind === "check" ? [{ ...route, guard: route.guard }] : []));
}

function sameRule({ allowed: some }: AuthCheckGuard, { allowed: others }: AuthCheckGuard): boolean {
  return admittedKey(some) === admittedKey(others);
}
