import { z } from "zod";
import type { Allowed } from "../contracts/access";
import type { FileData, FileRules, IdentityInFile } from "../contracts/identity-file";
import { groupKey, usesRoles, type GroupName } from "../identity/entra/access-rules";
import { assignmentReason, directMembersOnly, groupClaimOf } from "../identity/entra/assignment-rules";
import { existingSecretProblems } from "../identity/entra/existing-secret";
import { ruleGroupName } from "../identity/entra/group-names";
import { machineClientProblems } from "../identity/entra/machine-client-rules";
import { entraAccess } from "../identity/entra/schema";
import { OWN_AUDIENCE } from "../model/model";
import { extraAudienceProblems } from "../oauth2-proxy/audience";
import { FOREIGN_PROXY_SIGN_OUT } from "../oauth2-proxy/foreign-sign-out";
import type { Place, Problem } from "../rules/rule";
import { MAX_REDIRECT_URIS } from "../rules/url";
import { accessProblemsOf, namesServicePrincipals } from "./access-checks";
import { appsOf } from "./apps";
import { DEFAULT_PROXY, proxyOf } from "./auth-proxy";
import { peopleProblemsOf } from "./people-checks";
import { bearerOptions, entraDirectory, sections, signInSet } from "./schema";

const EXISTING_SECRET: Place = ["credential", "existingSecret"];

/** Microsoft Entra ID in a config file. */
export const ENTRA_IN_FILE: IdentityInFile = {
  makesNamespace: true,
  secrets: [EXISTING_SECRET],
  secretProblems: (file) => {
    const { credential, application = {} } = recordOf(file.entra);
    const isNew = ["clientId", "adopt"].every((key) => recordOf(application)[key] === undefined);
    return recordOf(credential).existingSecret === undefined
      ? []
      : existingSecretProblems(["entra", ...EXISTING_SECRET], isNew);
  },
  problems: (file) => [
    ...nestingProblems(file),
    ...peopleProblemsOf(file),
    ...signOutProblems(file),
    ...bearerProblems(file),
    ...accessProblemsOf(file),
    ...redirectProblems(file),
  ],
  directory: (file) => {
    const { cloud, application } = entraDirectory.safeParse(file.entra).data ?? {};
    return { cloud, groupClaim: groupClaimOf(application) };
  },
  rules,
};

function nestingProblems(file: FileData): Problem[] {
  const { application, accessGroup, groups = [] } = entraDirectory.safeParse(file.entra).data ?? {};
  const reason = application === undefined ? undefined : assignmentReason(application);
  if (reason === undefined) {
    return [];
  }
  const places: { readonly group?: { readonly groups?: unknown[] }; readonly path: Place }[] = [
    { group: accessGroup, path: ["accessGroup"] },
    ...groups.map((group, i) => ({ group, path: ["groups", i] })),
  ];
  return places
    .filter(({ group }) => (group?.groups ?? []).length > 0)
    .map(({ path }) => ({ path: ["entra", ...path, "groups"], message: directMembersOnly(reason) }));
}

function signOutProblems(file: FileData): Problem[] {
  const { data: authProxy } = sections.authProxy.safeParse(file.authProxy);
  return file.signOut === true && authProxy !== undefined && "service" in authProxy
    ? [{ path: ["signOut"], message: FOREIGN_PROXY_SIGN_OUT }]
    : [];
}

function bearerProblems(file: FileData): Problem[] {
  const entra = sections.entra.safeParse(file.entra).data;
  const { bearerTokens, extraAudiences } = bearerOptions.safeParse(file.authProxy ?? {}).data ?? {};
  if (entra === undefined) {
    return [];
  }
  const { accessGroup, application, machineClients = [] } = entra;
  const accepted = bearerTokens ?? namesPrograms(file, entra, machineClients);
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

function redirectProblems(file: FileData): Problem[] {
  if (sections.signIn.safeParse(file.signIn).data !== undefined) {
    return [];
  }
  const entra = sections.entra.safeParse(file.entra).data;
  const application = entra?.application;
  const extra = application !== undefined && "name" in application ? (application.redirectUris ?? []) : [];
  const urisPerHost = file.signOut === true ? 2 : 1;
  const hosts = new Set(appsOf(file).map(({ app }) => app.host)).size;
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

function rules(file: FileData): FileRules {
  const entra = signInSet.safeParse(file.entra).data ?? {};
  const bearer = bearerOptions.safeParse(file.authProxy ?? {}).data;
  const machineClients = sections.entra.safeParse(file.entra).data?.machineClients ?? [];
  const accepts = bearer?.bearerTokens ?? namesPrograms(file, entra, machineClients);
  const bearerTokens = accepts ? [OWN_AUDIENCE, ...(bearer?.extraAudiences ?? [])] : undefined;
  if (usesRoles(entra)) {
    const roles = [entra.accessRole, ...(entra.roles ?? [])].flatMap((role) => role ?? []);
    const roleOf = (value: string): Allowed => ({
      id: value,
      displayName: roles.find((role) => role.value === value)?.displayName,
    });
    const byDefault = entra.accessRole === undefined ? [] : [roleOf(entra.accessRole.value)];
    const allowedBy = (rule: object): Allowed[] => accessIn(rule).roles?.map(roleOf) ?? [];
    return { claim: "roles", byDefault, signsIn: byDefault, bearerTokens, allowedBy };
  }
  const { accessGroup, signInGroups } = entra;
  const byDefault = accessGroup === undefined ? [] : [groupOf(accessGroup)];
  const prefix =
    accessGroup !== undefined && "name" in accessGroup
      ? accessGroup.name
      : (proxyOf(file) ?? DEFAULT_PROXY).name;
  return {
    claim: "groups",
    byDefault,
    signsIn: byDefault,
    bound: signInGroups?.map(groupOf),
    bearerTokens,
    allowedBy: (rule, name) => {
      const { groups = [], users, servicePrincipals } = accessIn(rule);
      return [
        ...groups.map(groupOf),
        ...(users === undefined && servicePrincipals === undefined
          ? []
          : [groupOf({ name: ruleGroupName(prefix, name) })]),
      ];
    },
  };
}

/** Whether a file names programs, for which bearer tokens are accepted where nothing is said of them. */
function namesPrograms(
  file: FileData,
  entra: Parameters<typeof namesServicePrincipals>[1],
  machineClients: readonly unknown[],
): boolean {
  return machineClients.length > 0 || namesServicePrincipals(file, entra);
}

function groupOf(group: GroupName): Allowed {
  const displayName = typeof group === "object" && "name" in group ? group.name : undefined;
  return { id: groupKey(group), displayName };
}

const access = z.object(entraAccess);

/** What a rule names in the words of this identity. */
function accessIn(rule: object): z.infer<typeof access> {
  return access.safeParse(rule).data ?? {};
}

function recordOf(input: unknown): FileData {
  return z.record(z.string(), z.unknown()).safeParse(input).data ?? {};
}
