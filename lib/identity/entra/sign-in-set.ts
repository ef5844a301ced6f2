import type { AccessGroupProps, IAccessGroup } from "./group-props";
import type { ExistingAccessGroup } from "./existing-access-group";
import type { Everybody } from "./everybody";
import type { AppRoleProps } from "./app-role";
import type { GroupReference } from "./references";

/** Who may sign in, and what rules may name: groups, or roles. */
export interface SignInSetProps {
  /**
   * The group for apps and paths without a rule: to make, or `{ objectId }` of one that exists. @default - none; every app
   * then needs a rule
   */
  readonly accessGroup?: AccessGroupProps | ExistingAccessGroup | IAccessGroup;
  /**
   * Everybody for apps and paths without a rule, in the place of a group: "members" of the tenant, external ones among
   * them, as the claim `acct` of their tokens says it, which leaves no rules by group or role; or "membersAndGuests",
   * which is whoever can sign in to the tenant. Programs are let in by neither. @default - nobody who is not named
   */
  readonly everybody?: Everybody;
  /** Further groups to make, which rules name by `{ name }`. @default - none */
  readonly groups?: readonly AccessGroupProps[];
  /**
   * The groups that may sign in at all, which no rule can widen. @default - the access group and the groups of all
   * rules
   */
  readonly signInGroups?: readonly GroupReference[];
  /** The role for apps and paths without a rule; roles instead of groups for the whole stack. @default - none */
  readonly accessRole?: AppRoleProps;
  /** Further roles, which rules name by their value. @default - none */
  readonly roles?: readonly AppRoleProps[];
}
