import type { EdgeTraits } from "../contracts/edge";
import { host as hostRule } from "../rules/host";
import { quote, type Problem } from "../rules/rule";
import { ingressNameProblems } from "./names";
import { routeProblems, signInProblems } from "./routes";
import { inPathProblems } from "./in-path";
import { namedIngresses } from "./ingresses";
import type { Model } from "./model";
import { oneRuleProblems } from "./one-rule";
import { pathReadings } from "./path-readings";

/** What makes the auth check's URL long. */
export interface AuthCheckLength {
  /** The URL without what it asks for. */
  readonly url: string;
  /** The bytes of each group in it, which may not be known yet. @default - as many as each has */
  readonly groupLength?: number;
}

/**
 * What is wrong with what a stack promises: what only all apps together can tell, and what the edge would not keep,
 * where it is known.
 */
export function modelProblems(model: Model, edge: EdgeTraits | undefined, check: AuthCheckLength): Problem[] {
  return [
    ...routeProblems(model.apps, edge),
    ...(edge === undefined
      ? []
      : [
          ...pathReadings(model, edge).problems,
          ...checkUrlProblems(model, edge, check),
          ...ingressNameProblems(namedIngresses(model), edge),
          ...(model.decision === "in-path" ? inPathProblems(model) : []),
          ...(edge.asksForRules === false ? oneRuleProblems(model) : []),
        ]),
    ...cookieProblems(model),
  ];
}

/** Hosts that would never see the cookie of the shared sign-in. */
function cookieProblems({ apps, signIn: { host, cookieDomain } }: Model): Problem[] {
  if (host === undefined || cookieDomain === undefined) {
    return [];
  }
  // What only Terraform will know is no host yet.
  const hosts = apps
    .filter((app) => hostRule(app.host) === undefined)
    .map((app) => ({ host: app.host, path: [...app.at, "host"] }));
  return signInProblems({ host, cookieDomain }, ["signIn"], hosts);
}

/** Auth URLs that are longer than the edge takes. */
function checkUrlProblems(
  { apps, claim }: Model,
  { kind, longestCheckUrl }: Pick<EdgeTraits, "kind" | "longestCheckUrl">,
  { url, groupLength }: AuthCheckLength,
): Problem[] {
  if (longestCheckUrl === undefined) {
    return [];
  }
  const lengthOf = ({ id }: { readonly id: string }): number =>
    (claim === "groups" ? groupLength : undefined) ?? Buffer.byteLength(id);
  const start = `${url}?allowed_groups=`.length;
  return apps.flatMap(({ at, routes }) =>
    routes.flatMap(({ guard, key, path }) => {
      const allowed = guard.kind === "check" ? guard.allowed : [];
      const length = allowed.reduce((sum, one) => sum + lengthOf(one) + 1, start - 1);
      return length <= longestCheckUrl
        ? []
        : [
            {
              path: [...at, key],
              message: `${quote(path)} lets in ${allowed.length} ${claim}, and its auth URL has ${length} bytes, of which ${kind} takes ${longestCheckUrl}: it would keep its old configuration for the whole cluster; name one group that contains them, or let one role stand for them`,
            },
          ];
    }),
  );
}
