import type { Assignments } from "./assignments";
import {
  GROUP_KEYS,
  SERVICE_PRINCIPAL_KEYS,
  USER_KEYS,
  type GroupReference,
  type ServicePrincipalReference,
  type UserReference,
} from "./references";
import { ANY, type KeysOf } from "../../rules/keys";

/** The security group whose members may sign in; `readUsers` reads its users from a file. */
export interface AccessGroupProps {
  /** Display name, 1 to 256 characters; a second group of that name in the tenant is refused. */
  readonly name: string;
  /** What the group is for, shown in the Entra admin center. @default - none */
  readonly description?: string;
  /** Users, and service principals by their object id, who may change the group. @default - no owners */
  readonly owners?: readonly UserReference[];
  /** Users by user principal name, mail or object id. @default - none */
  readonly users?: readonly UserReference[];
  /**
   * Service principals by client or object id, or "self" for the stack's own application, whose
   * client-credentials tokens then pass as bearer tokens. @default - none
   */
  readonly servicePrincipals?: readonly ("self" | ServicePrincipalReference)[];
  /** Groups whose members count as members, by object id or display name. @default - none */
  readonly groups?: readonly GroupReference[];
  /**
   * "additive" adds these members one by one and leaves others alone; "authoritative" has the group hold the list,
   * removes everybody who is not named, and needs Terraform 1.7 or OpenTofu 1.10. @default "additive" up to 19 users, "authoritative" from 20 on
   */
  readonly membership?: Membership;
  /**
   * Object id of a group that exists already and is to be managed here from now on: Terraform imports it, and
   * changes it into what is said here. @default - a new one is made
   */
  readonly adopt?: string;
}

/** The keys of a group's props. */
export const ACCESS_GROUP_KEYS: KeysOf<AccessGroupProps> = {
  name: ANY,
  description: ANY,
  owners: USER_KEYS,
  users: USER_KEYS,
  servicePrincipals: SERVICE_PRINCIPAL_KEYS,
  groups: GROUP_KEYS,
  membership: ANY,
  adopt: ANY,
};

/** Whether members are added to those who are there, or are all there is. */
export type Membership = "additive" | "authoritative";

/** An access group, made here or brought along. */
export interface IAccessGroup {
  /** The object id as Entra writes it into tokens: a GUID in lower case. */
  readonly objectId: string;
  /** Its name in the Entra admin center. @default - not known, as of a group that was brought along by its object id */
  readonly displayName?: string;
  /** Whether a service principal is a member, so that bearer tokens are to be accepted. @default - not known, which counts as no */
  readonly hasServicePrincipals?: boolean;
  /** Adds a user. A group that was brought along refuses it. */
  addUser(user: UserReference): void;
  /** Adds a service principal; from then on the auth proxy accepts bearer tokens. A group that was brought along refuses it. */
  addServicePrincipal(principal: "self" | ServicePrincipalReference): void;
  /** Nests a group: its members, however deep, count as members. A group that was brought along refuses it. */
  addGroup(group: GroupReference): void;
}

/** The application of a group: what "self" among the members stands for, and where they are assigned. */
export interface GroupApplication {
  /** The object id of its service principal. */
  readonly servicePrincipalObjectId: string;
  /** @internal */
  readonly assignments?: Assignments;
}

/** The application that a group belongs to. */
export interface AccessGroupContext {
  /** The application whose service principal "self" stands for. @default - "self" is refused */
  readonly self?: GroupApplication;
}

/** A machine client as the access group knows it. */
export interface MachineMember {
  /** The machine client's name, which tells members apart. */
  readonly name: string;
  /** The object id of its service principal. */
  readonly servicePrincipalObjectId: string;
}
