import { z } from "zod";
import { IngressController } from "../edge";
import { toIngressPath } from "../model/route-plan";
import { usesRoles } from "../identity/entra/access-rules";
import { assignmentReason, directMembersOnly, groupClaimOf } from "../identity/entra/assignment-rules";
import { extraAudienceProblems } from "../oauth2-proxy/audience";
import { machineClientProblems } from "../identity/entra/machine-client-rules";
import { signInProblems } from "../model/routes";
import { idleFlagProblems } from "../oauth2-proxy/extra-flags";
import { FOREIGN_PROXY_SIGN_OUT } from "../oauth2-proxy/foreign-sign-out";
import type { Path, Problem } from "../rules/rule";
import { MAX_REDIRECT_URIS } from "../rules/url";
import { resolveSignIn } from "../oauth2-proxy/sign-in-options";
import { annotationProblemsOf } from "./annotation-checks";
import { accessProblemsOf, namesServicePrincipals } from "./access-checks";
import { gitHubConfigProblems, identityOf, identityProblems } from "./identity-checks";
import { appsOf, edgeOf, edgeProblems, type LocatedApp } from "./model";
import { namespaceProblems } from "./namespace-checks";
import { prefixProblems } from "./prefix-checks";
import { peopleProblemsOf } from "./people-checks";
import { bearerOptions, entraDirectory, flagOptions, sections, signInOptions } from "./schema";

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
  const github = file.github !== undefined;
  return [
    ...identityProblems(file),
    ...resolverProblems(file),
    ...idleFlags(file),
    ...(github ? gitHubConfigProblems(file) : entraProblems(file)),
    ...pathProblems(file, apps),
    ...nameProblems(apps),
    ...edgeProblems(file),
    ...namespaceProblems(file),
    ...prefixProblems(file),
    ...annotationProblemsOf(file),
    ...(signIn === undefined
      ? github
        ? []
        : redirectProblems(file, apps)
      : signInProblems(
          signIn,
          ["signIn"],
          apps.map(({ app, path }) => ({ host: app.host, path: [...path, "host"] })),
        )),
  ];
}

/** What only a stack that signs in with Entra can get wrong. */
function entraProblems(file: Record<string, unknown>): Problem[] {
  return [
    ...nestingProblems(file),
    ...peopleProblemsOf(file),
    ...signOutProblems(file),
    ...bearerProblems(file),
    ...accessProblemsOf(file),
  ];
}

function resolverProblems(file: Record<string, unknown>): Problem[] {
  const controller = sections.ingressController.safeParse(file.ingressController).data;
  const options = signInOptions.safeParse(file.authProxy ?? {}).data;
  if (controller === undefined || options === undefined) {
    return [];
  }
  const { cloud, application } = entraDirectory.safeParse(file.entra).data ?? {};
  const limits = IngressController.ofKind(controller.kind, controller);
  const authCheck = sections.authCheck.safeParse(file.authCheck).data;
  const resolution = resolveSignIn(identityOf(file), { ...options, authCheck }, limits, {
    cloud,
    groupClaim: groupClaimOf(application),
  });
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
    identity: identityOf(file),
    redis: store !== undefined && "redis" in store,
  }).map(({ path, message }) => ({ path: ["authProxy", "extraFlags", ...path], message }));
}

function nestingProblems(file: Record<string, unknown>): Problem[] {
  const { application, accessGroup, groups = [] } = entraDirectory.safeParse(file.entra).data ?? {};
  const reason = application === undefined ? undefined : assignmentReason(application);
  if (reason === undefined) {
    return [];
  }
  const places: { readonly group?: { readonly groups?: unknown[] }; readonly path: Path }[] = [
    { group: accessGroup, path: ["accessGroup"] },
    ...groups.map((group, i) => ({ group, path: ["groups", i] })),
  ];
  return places
    .filter(({ group }) => (group?.groups ?? []).length > 0)
    .map(({ path }) => ({ path: ["entra", ...path, "groups"], message: directMembersOnly(reason) }));
}

function signOutProblems(file: Record<string, unknown>): Problem[] {
  const { data: authProxy } = sections.authProxy.safeParse(file.authProxy);
  return file.signOut === true && authProxy !== undefined && "service" in authProxy
    ? [{ path: ["signOut"], message: FOREIGN_PROXY_SIGN_OUT }]
    : [];
}

function bearerProblems(file: Record<string, unknown>): Problem[] {
  const entra = sections.entra.safeParse(file.entra).data;
  const { bearerTokens, extraAudiences } = bearerOptions.safeParse(file.authProxy ?? {}).data ?? {};
  if (entra === undefined) {
    return [];
  }
  const { accessGroup, application, machineClients = [] } = entra;
  const accepted = bearerTokens ?? (machineClients.length > 0 || namesServicePrincipals(file, entra));
  return [
    ...machineClientProblems(
      {
        machineClients,
        accessGroup,
        ownClientId:
          application !== undefined && "clientId" in application ? application.clientId : undefined,
        bearerTokens,
      },
      { machineClients: ["entra", "machineClients"], authProxy: ["authProxy"] },
    ),
    ...extraAudienceProblems(extraAudiences, { bearerTokens: accepted, roles: usesRoles(entra) }).map(
      ({ path, message }) => ({ path: ["authProxy", ...path], message }),
    ),
  ];
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

function redirectProblems(file: Record<string, unknown>, apps: readonly LocatedApp[]): Problem[] {
  const entra = sections.entra.safeParse(file.entra).data;
  const application = entra?.application;
  const extra = application !== undefined && "name" in application ? (application.redirectUris ?? []) : [];
  const urisPerHost = file.signOut === true ? 2 : 1;
  const hosts = new Set(apps.map(({ app }) => app.host)).size;
  const count = hosts * urisPerHost + new Set(extra).size;
  return count > MAX_REDIRECT_URIS
    ? [
        {
          path: ["apps"],
          message: `need ${count} redirect URIs, more than the ${MAX_REDIRECT_URIS} that Entra takes for one application; let the apps share one sign-in host ("signIn"), or split them over two stacks`,
        },
      ]
    : [];
}
