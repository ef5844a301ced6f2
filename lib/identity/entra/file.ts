import { partOf, pick } from "../../contracts/draft";
import type { Admitted, Allowed } from "../../contracts/access";
import type { FileAround, FileRules, IdentityInFile, PlacedText } from "../../contracts/identity-file";
import { below } from "../../rules/rule";
import { groupKey, groupNames, usesRoles, type AccessShape, type GroupName } from "./access-rules";
import { groupClaimOf } from "./assignment-rules";
import { admittedAs, asksForAccount } from "./everybody";
import { entraProblems, EXISTING_SECRET } from "./file-problems";
import { ruleGroupName } from "./group-names";
import {
  acceptsTokens,
  makesGroup,
  ruleGroupPrefix,
  ruleGroups,
  signInSetOf,
  type EntraDraft,
  type EntraSection,
} from "./section";
import { sectionWarnings } from "./section-warnings";

/** What the application is called if nothing else is said. */
const DEFAULT_APPLICATION_NAME = "oauth2-proxy";

/** Microsoft Entra ID in a config file. */
export const ENTRA_IN_FILE: IdentityInFile<EntraSection> = {
  makesNamespace: true,
  secrets: [EXISTING_SECRET],
  problems: entraProblems,
  warnings: (section, { secrets, authProxy }) =>
    sectionWarnings(section, { secrets, tellsAccessToken: authProxy?.accessToken !== undefined }),
  directory: (section) => ({
    cloud: partOf(section, "cloud").whole,
    groupClaim: asksForAccount({ everybody: partOf(section, "everybody").whole })
      ? "none"
      : groupClaimOf(pick(partOf(section, "application"), "groupClaim")),
    workloadIdentity: partOf(section, "credential", "workloadIdentity").isSaid,
  }),
  names: (section, around) => {
    const { tenantId, cloud = "public" } = section.whole ?? {};
    const set = signInSetOf(section) ?? {};
    return {
      directory: JSON.stringify([tenantId?.toLowerCase(), cloud]),
      applications: applicationsOf(section.whole),
      groups: [...below(["entra"], usesRoles(set) ? [] : groupNames(set)), ...ruleGroups(set, around)],
    };
  },
  rules,
};

/** The applications that a stack makes: its own, and those of machine clients. */
function applicationsOf({ application, machineClients = [] }: EntraSection = {}): PlacedText[] {
  return [
    ...(application !== undefined && "clientId" in application
      ? []
      : [{ name: application?.name ?? DEFAULT_APPLICATION_NAME, path: ["entra", "application", "name"] }]),
    ...machineClients.flatMap((client, i) =>
      "clientId" in client ? [] : [{ name: client.name, path: ["entra", "machineClients", i, "name"] }],
    ),
  ];
}

function rules(section: EntraDraft, around: FileAround): FileRules {
  const set = signInSetOf(section) ?? {};
  const bearerTokens = acceptsTokens(section, set, around);
  const everybody = ofEverybody(set) ?? [];
  if (usesRoles(set)) {
    const roles = [set.accessRole, ...(set.roles ?? [])].flatMap((role) => role ?? []);
    const roleOf = (value: string): Allowed => ({
      id: value,
      displayName: roles.find((role) => role.value === value)?.displayName,
    });
    const byDefault = set.accessRole === undefined ? everybody : [roleOf(set.accessRole.value)];
    return {
      claim: "roles",
      byDefault,
      signsIn: byDefault,
      bearerTokens,
      allowedBy: (rule: AccessShape) => ofEverybody(rule) ?? rule.roles?.map(roleOf) ?? [],
    };
  }
  const byDefault = set.accessGroup === undefined ? everybody : [groupOf(set.accessGroup)];
  const prefix = ruleGroupPrefix(set, around) ?? "";
  return {
    claim: asksForAccount(set) ? "account" : "groups",
    byDefault,
    signsIn: byDefault,
    bound: set.signInGroups?.map(groupOf),
    bearerTokens,
    allowedBy: (rule: AccessShape, name) =>
      ofEverybody(rule) ?? [
        ...(rule.groups ?? []).map(groupOf),
        ...(makesGroup(rule) ? [groupOf({ name: ruleGroupName(prefix, name) })] : []),
      ],
  };
}

function ofEverybody({ everybody }: Pick<AccessShape, "everybody">): Admitted | undefined {
  return everybody && admittedAs(everybody);
}

function groupOf(group: GroupName): Allowed {
  const displayName = typeof group === "object" && "name" in group ? group.name : undefined;
  return { id: groupKey(group), displayName };
}
