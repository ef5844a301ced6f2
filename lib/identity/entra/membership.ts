import type { Problem } from "../../rules/rule";
import type { Warning } from "../../rules/warning";

/** What decides whether an access group may own its members. */
export interface MembershipShape {
  readonly membership?: "additive" | "authoritative";
  readonly users?: readonly unknown[];
  readonly servicePrincipals?: readonly unknown[];
  readonly groups?: readonly unknown[];
}

/** From so many users on, a group holds its list itself unless it says otherwise, and users are looked up together. */
export const MANY_USERS = 20;

/** Whether a group holds its list of members itself, so that whoever else is in it is removed. */
export function holdsItsList({ membership, users = [] }: MembershipShape): boolean {
  return membership === undefined ? users.length >= MANY_USERS : membership === "authoritative";
}

/** Groups of so many users that they hold their lists themselves, where the section does not say so. */
export function membershipWarnings({
  accessGroup,
  groups = [],
}: {
  readonly accessGroup?: MembershipShape;
  readonly groups?: readonly MembershipShape[];
}): Warning[] {
  const all = [
    ...(accessGroup === undefined ? [] : [{ group: accessGroup, path: ["accessGroup"] }]),
    ...groups.map((group, i) => ({ group, path: ["groups", i] })),
  ];
  return all
    .filter(({ group }) => group.membership === undefined && holdsItsList(group))
    .map(({ group: { users = [] }, path }) => ({
      path: [...path, "membership"],
      message: `with ${users.length} users the group holds the list of its members itself, and an apply removes whoever else is in it; write "authoritative" to have it stay so with fewer than ${MANY_USERS} users too, or "additive" to leave others alone`,
    }));
}

/** An authoritative group without members would lock everybody out. */
export function membershipProblems(group: MembershipShape): Problem[] {
  const members = [group.users, group.servicePrincipals, group.groups].flatMap((list) => list ?? []);
  return group.membership === "authoritative" && members.length === 0
    ? [
        {
          path: ["membership"],
          message:
            '"authoritative" with no members would remove everybody from the group; name the members, or write "additive"',
        },
      ]
    : [];
}

/** An access group that is neither to be made nor there already would let nobody, or everybody, in. */
export function accessGroupProblems(
  group: { readonly name?: string; readonly objectId?: string } | undefined,
): Problem[] {
  if (group === undefined) {
    return [];
  }
  if (group.name !== undefined && group.objectId !== undefined) {
    return [
      {
        path: ["accessGroup"],
        message: `names a group to make and one that exists; leave "name" or "objectId" out`,
      },
    ];
  }
  return group.name === undefined && group.objectId === undefined
    ? [
        {
          path: ["accessGroup"],
          message: 'names no group; write "name" to make one, or "objectId" of one that exists',
        },
      ]
    : [];
}
