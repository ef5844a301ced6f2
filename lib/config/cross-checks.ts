import { z } from "zod";
import { IngressController } from "../edge";
import { toIngressPath } from "../model/route-plan";
import { signInProblems } from "../model/routes";
import { idleFlagProblems } from "../oauth2-proxy/extra-flags";
import type { Problem } from "../rules/rule";
import { resolveSession } from "../oauth2-proxy/session-options";
import { annotationProblemsOf } from "./annotation-checks";
import { ruledApps } from "./access-checks";
import { identityOf, identityProblems } from "./identities";
import { appsOf, type LocatedApp } from "./apps";
import { edgeOf, edgeProblems } from "./model";
import { namespaceProblems } from "./namespace-checks";
import { prefixProblems } from "./prefix-checks";
import { flagOptions, sections, sessionOptions } from "./schema";

/**
 * What only several sections together can tell. A part that is wrong in itself is left out, so that the rest
 * of the file is still checked.
 */
export function crossProblems(input: unknown): Problem[] {
  const file = z.record(z.string(), z.unknown()).safeParse(input).data;
  if (file === undefined) {
    return [];
  }
  const signIn = sections.signIn.safeParse(file.signIn).data;
  const apps = appsOf(file);
  const identity = identityOf(file);
  return [
    ...identityProblems(file),
    ...resolverProblems(file),
    ...idleFlags(file),
    ...identity.problems(file, ruledApps(file)),
    ...pathProblems(file, apps),
    ...nameProblems(apps),
    ...edgeProblems(file),
    ...namespaceProblems(file),
    ...prefixProblems(file),
    ...annotationProblemsOf(file),
    ...(signIn === undefined
      ? []
      : signInProblems(
          signIn,
          ["signIn"],
          apps.map(({ app, path }) => ({ host: app.host, path: [...path, "host"] })),
        )),
  ];
}

function resolverProblems(file: Record<string, unknown>): Problem[] {
  const controller = sections.ingressController.safeParse(file.ingressController).data;
  const options = sessionOptions.safeParse(file.authProxy ?? {}).data;
  if (controller === undefined || options === undefined) {
    return [];
  }
  const { traits, directory } = identityOf(file);
  const limits = IngressController.ofKind(controller.kind, controller);
  const authCheck = sections.authCheck.safeParse(file.authCheck).data;
  const resolution = resolveSession(traits, { ...options, authCheck }, limits, directory?.(file));
  if ("settings" in resolution) {
    return [];
  }
  return resolution.reasons.map(({ keys, message }) => ({
    path: ["authProxy", ...(keys[0]?.split(".") ?? [])],
    message,
  }));
}

function idleFlags(file: Record<string, unknown>): Problem[] {
  const { extraFlags, session } = flagOptions.safeParse(file.authProxy ?? {}).data ?? {};
  const store = z.looseObject({ redis: z.unknown() }).safeParse(session?.store).data;
  return idleFlagProblems(extraFlags, {
    identity: identityOf(file).traits,
    redis: store !== undefined && "redis" in store,
  }).map(({ path, message }) => ({ path: ["authProxy", "extraFlags", ...path], message }));
}

/** Paths that the controller of the file does not take as they are written. */
function pathProblems(file: Record<string, unknown>, apps: readonly LocatedApp[]): Problem[] {
  const edge = edgeOf(file);
  return apps.flatMap(({ app, path: at }) =>
    (["paths", "publicPaths", "apiPaths"] as const).flatMap((key) =>
      (app[key] ?? []).flatMap((entry, i) => {
        const { path, pathType } = toIngressPath(entry);
        const message =
          edge?.pathRule(path) ?? (pathType === "Exact" ? edge?.exactPathRule?.(path) : undefined);
        return message === undefined ? [] : [{ path: [...at, key, i], message }];
      }),
    ),
  );
}

function nameProblems(apps: readonly LocatedApp[]): Problem[] {
  const names = apps.map(({ app }) => app.name);
  return apps
    .filter(({ app }, i) => names.indexOf(app.name) !== i)
    .map(({ app, path }) => ({
      path: [...path, "name"],
      message: `"${app.name}" is another app's name already; give each app a name of its own`,
    }));
}
