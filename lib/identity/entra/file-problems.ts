import { entriesOf, type Draft, partOf, pick } from "../../contracts/draft";
import type { FileAround } from "../../contracts/identity-file";
import type { Place, Problem } from "../../rules/rule";
import { MAX_REDIRECT_URIS } from "../../rules/url";
import { appAccessProblems, groupNames, usesRoles, type AccessShape } from "./access-rules";
import { strangersTokenProblems } from "./everybody";
import { assignmentReason, directMembersOnly, requiresAssignment } from "./assignment-rules";
import { domainHintProblems } from "./domain-hint";
import { sameNameProblems } from "./group-names";
import { namedTwiceProblems, ownerProblems, selfNestingProblems, type PeopleShape } from "./people";
import { sectionProblems } from "./section-problems";
import { acceptsTokens, ruleGroups, signInSetOf, type EntraDraft } from "./section";

const SECTION = "entra";

/** Where the section may name a Secret that is there already. */
export const EXISTING_SECRET: Place = ["credential", "existingSecret"];

/** What a file's section for Entra and its other parts get wrong together. */
export function entraProblems(section: EntraDraft, around: FileAround): Problem[] {
  return [
    ...nestingProblems(section),
    ...peopleProblems(section, around),
    ...ownProblems(section, around),
    ...accessProblems(section, around),
    ...redirectProblems(section, around),
    ...strangerProblems(section, around),
    ...domainHintProblems(
      {
        domainHint: partOf(section, "domainHint").isSaid,
        foreignProxy: partOf(around.file, "authProxy", "service").isSaid,
      },
      [SECTION],
    ),
  ];
}

/** Groups within groups, where an assignment reaches direct members only. */
function nestingProblems(section: EntraDraft): Problem[] {
  const application = pick(partOf(section, "application"), "groupClaim", "assignmentRequired");
  const reason = application === undefined ? undefined : assignmentReason(application);
  if (reason === undefined) {
    return [];
  }
  return groupsToMake(section)
    .filter(({ group }) => entriesOf(partOf(group, "groups")).length > 0)
    .map(({ at }) => ({ path: [...at, "groups"], message: directMembersOnly(reason) }));
}

/** What people, programs and groups are listed in. */
interface PeopleSection extends PeopleShape {
  readonly owners?: readonly unknown[];
}
type PeopleDraft = Draft<PeopleSection | undefined>;

/** Whoever is named twice where that makes no sense, or as a part of itself. */
function peopleProblems(section: EntraDraft, { file }: FileAround): Problem[] {
  const application = partOf(section, "application");
  const ownClientId = partOf(application, "clientId").whole;
  const twice = (people: PeopleDraft, what: string, at: Place): Problem[] =>
    namedTwiceProblems(peopleOf(people), what, at, { ownClientId });
  return [
    ...ownersTwice(partOf(application, "owners"), [SECTION, "application"]),
    ...entriesOf(partOf(section, "machineClients")).flatMap((client, i) =>
      ownersTwice(partOf(client, "owners"), [SECTION, "machineClients", i]),
    ),
    ...groupsToMake(section).flatMap(({ group, at }) => [
      ...ownersTwice(partOf(group, "owners"), at),
      // For users who are named twice, the message gives both places, which may be in a list.
      ...twice(group, "is a member", at).filter(({ path }) => path[at.length] !== "users"),
      ...selfNestingProblems(
        { ...peopleOf(group), name: partOf(group, "name").whole, adopt: partOf(group, "adopt").whole },
        at,
      ),
    ]),
    ...[
      { role: partOf(section, "accessRole"), at: [SECTION, "accessRole"] },
      ...entriesOf(partOf(section, "roles")).map((role, i) => ({ role, at: [SECTION, "roles", i] })),
    ].flatMap(({ role, at }) => twice(role, "has the role", at)),
    ...namedTwiceProblems({ groups: wholeOf(partOf(section, "signInGroups")) }, "may sign in").map(
      ({ path, message }) => ({ path: [SECTION, "signInGroups", path[1] ?? 0], message }),
    ),
    ...entriesOf(partOf(file, "apps")).flatMap((app, i) => [
      ...twice(partOf(app, "access"), "is in the rule", ["apps", i, "access"]),
      ...entriesOf(partOf(app, "paths")).flatMap((path, j) =>
        twice(partOf(path, "access"), "is in the rule", ["apps", i, "paths", j, "access"]),
      ),
    ]),
  ];
}

function ownersTwice(owners: Draft<readonly unknown[] | undefined>, at: Place): Problem[] {
  return ownerProblems(wholeOf(owners), [...at, "owners"]);
}

function peopleOf(people: PeopleDraft): PeopleShape {
  return {
    users: wholeOf(partOf(people, "users")),
    servicePrincipals: wholeOf(partOf(people, "servicePrincipals")),
    groups: wholeOf(partOf(people, "groups")),
  };
}

/** A list, with nothing in the place of an entry that is wrong. */
function wholeOf(list: Draft<readonly unknown[] | undefined>): readonly unknown[] {
  return list.whole ?? entriesOf(list).map((entry) => entry.whole);
}

interface GroupSection extends PeopleSection {
  readonly name?: string;
  readonly adopt?: string;
  readonly objectId?: string;
}

interface LocatedGroup {
  readonly group: Draft<GroupSection | undefined>;
  readonly at: Place;
}

/** The groups that the stack makes, or may make. */
function groupsToMake(section: EntraDraft): LocatedGroup[] {
  return [
    { group: partOf(section, "accessGroup"), at: [SECTION, "accessGroup"] },
    ...entriesOf(partOf(section, "groups")).map((group, i) => ({ group, at: [SECTION, "groups", i] })),
  ];
}

/** What the section gets wrong in itself. */
function ownProblems(section: EntraDraft, { file }: FileAround): Problem[] {
  const application = partOf(section, "application");
  const isExisting = partOf(application, "clientId").isSaid;
  const isForeign = partOf(file, "authProxy", "service").isSaid;
  const { isSaid: namesSecret } = partOf(section, "credential", "existingSecret");
  return sectionProblems(section, {
    at: [SECTION],
    application: {
      isExisting,
      isNew: !isExisting && !partOf(application, "adopt").isSaid,
      clientId: partOf(application, "clientId").whole,
    },
    existingSecret: namesSecret && !isForeign ? EXISTING_SECRET : undefined,
    bearerTokens: partOf(file, "authProxy", "bearerTokens").whole,
  });
}

/** What the rules of all apps get wrong beside what the section says about signing in. */
function accessProblems(section: EntraDraft, around: FileAround): Problem[] {
  const set = section.isSaid ? signInSetOf(section) : undefined;
  if (set === undefined) {
    return [];
  }
  const names = [...groupNames(set), ...ruleGroups(set, around)];
  return [
    ...around.ruledApps.flatMap(({ app, at }) => appAccessProblems(app, set, at)),
    // Groups that are made for the people of a rule, beside those that have a name in the file.
    ...(usesRoles(set) ? [] : sameNameProblems("group", names)).filter(({ path }) => path[0] === "apps"),
  ];
}

/** Programs of the whole tenant, where everybody may sign in. */
function strangerProblems(section: EntraDraft, around: FileAround): Problem[] {
  const set = section.isSaid ? signInSetOf(section) : undefined;
  if (set === undefined) {
    return [];
  }
  const rules = around.ruledApps.flatMap((app) => app.rules);
  const opens = ({ everybody }: Pick<AccessShape, "everybody">): boolean => everybody === "membersAndGuests";
  const rule = rules.find((one) => opens(one.rule));
  return strangersTokenProblems(
    {
      everybody: opens(set) || rule !== undefined,
      bearerTokens: acceptsTokens(section, set, around),
      assignmentRequired: requiresAssignment(partOf(section, "application").whole),
    },
    [...(opens(set) || rule === undefined ? [SECTION] : rule.at), "everybody"],
  );
}

/** More redirect URIs than Entra takes. */
function redirectProblems(section: EntraDraft, { file, hasSignedOutPage }: FileAround): Problem[] {
  if (partOf(file, "signIn").isSaid) {
    return [];
  }
  const added = partOf(section, "application", "redirectUris").whole ?? [];
  const urisPerHost = partOf(file, "signOut").whole === true && hasSignedOutPage ? 2 : 1;
  const hosts = new Set(entriesOf(partOf(file, "apps")).flatMap((app) => partOf(app, "host").whole ?? []))
    .size;
  const count = hosts * urisPerHost + new Set(added).size;
  return count > MAX_REDIRECT_URIS
    ? [
        {
          path: ["apps"],
          message: `need ${count} redirect URIs, more than the ${MAX_REDIRECT_URIS} that Entra takes for one application; let the apps share one sign-in host ("signIn"), or split them over two stacks`,
        },
      ]
    : [];
}
