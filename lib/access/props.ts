import type { AccessGroupProps, IAccessGroup } from "../entra/access-group";
import type { ExistingAccessGroup } from "../entra/existing-access-group";
import type { AppRoleProps } from "../entra/app-role";
import type { GroupReference, ServicePrincipalReference, UserReference } from "../entra/principals";
import type { PathReference } from "../ingress/ingress-plan";
import type { ProtectedAppProps } from "../ingress/protected-app";

/** A rule: everybody who is named, or is in one of the groups or roles that are named, may enter. */
export interface AccessProps {
  /** Groups of the stack or existing ones, by object id or display name. @default - none */
  readonly groups?: readonly GroupReference[];
  /** Users by user principal name, mail or object id; a group is made for them. @default - none */
  readonly users?: readonly UserReference[];
  /** Service principals by client or object id, or "self"; they join that group. @default - none */
  readonly servicePrincipals?: readonly ("self" | ServicePrincipalReference)[];
  /** Values of the stack's roles, instead of groups. @default - none */
  readonly roles?: readonly string[];
  /** Teams by slug, where people sign in with GitHub, and nothing else. @default - none */
  readonly teams?: readonly string[];
}

/** A path with a rule of its own, which takes the place of the app's. */
export interface RuledPath {
  /** Begins with "/", such as "/admin". */
  readonly path: string;
  /** With everything below it, or alone. @default "Prefix" */
  readonly pathType?: "Prefix" | "Exact";
  /** Who may enter there. */
  readonly access: AccessProps;
}

/** An app with who may enter it. */
export interface AppProps extends Omit<ProtectedAppProps, "paths"> {
  /** Who may enter. @default - members of the access group, those who have the access role, or everybody who may sign in with GitHub */
  readonly access?: AccessProps;
  /** Protected paths; the rule of the most specific one counts. @default ["/"] */
  readonly paths?: readonly (PathReference | RuledPath)[];
}

/** Who may sign in, and what rules may name: groups, or roles. */
export interface SignInSetProps {
  /**
   * The group for apps and paths without a rule: to make, or `{ objectId }` of one that exists. @default - none; every app
   * then needs a rule
   */
  readonly accessGroup?: AccessGroupProps | ExistingAccessGroup | IAccessGroup;
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
