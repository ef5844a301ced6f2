import { admittedKey } from "../contracts/access";
import { quote, type Problem } from "../rules/rule";
import type { Model } from "./model";

/**
 * What cannot be kept behind an edge whose check does not say for whom it is: everybody enters who may sign in, and
 * the auth proxy cannot tell a path for programs from one for people.
 */
export function oneRuleProblems({ apps, signInSet }: Model): Problem[] {
  const everybody = admittedKey(signInSet);
  return apps.flatMap(({ at, routes }) =>
    routes.flatMap(({ key, path, guard }) => {
      if (guard.kind !== "check") {
        return [];
      }
      const rule =
        guard.allowed === "everybody" ||
        guard.allowed.length === 0 ||
        admittedKey(guard.allowed) === everybody
          ? []
          : [
              `${quote(path)} lets in fewer than may sign in, and the check of this edge does not say for whom it is; let in everybody who may sign in, make a stack for each group of people, or take an edge that can tell, such as gateway: { kind: standard } with a host for each app`,
            ];
      const programs =
        guard.without === "401"
          ? [
              `${quote(path)} is for programs, and behind this edge the auth proxy cannot tell it from a path for people; leave it out of "apiPaths", and "api" out: whoever sends "Accept: application/json" gets a 401 at every path`,
            ]
          : [];
      return [...rule, ...programs].map((message) => ({ path: [...at, key], message }));
    }),
  );
}
