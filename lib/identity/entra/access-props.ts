import type { Everybody } from "./everybody";
import { ANY, type KeysOf } from "../../rules/keys";
import {
  GROUP_KEYS,
  SERVICE_PRINCIPAL_KEYS,
  USER_KEYS,
  type GroupReference,
  type ServicePrincipalReference,
  type UserReference,
} from "./references";

/** Who may enter an app or path, where people sign in with Entra ID. */
export interface EntraAccessProps {
  /**
   * Everybody of the tenant, and nobody else beside them: "members", which takes the same word under `entra`, or
   * "membersAndGuests". @default - those who are named
   */
  readonly everybody?: Everybody;
  /** Groups of the stack or existing ones, by object id or display name; one of them is enough. @default - none */
  readonly groups?: readonly GroupReference[];
  /** Users by user principal name, mail or object id; a group is made for them. @default - none */
  readonly users?: readonly UserReference[];
  /** Service principals by client or object id, or "self"; they join that group. @default - none */
  readonly servicePrincipals?: readonly ("self" | ServicePrincipalReference)[];
  /** Values of the stack's roles, instead of groups; one of them is enough. @default - none */
  readonly roles?: readonly string[];
}

/** The keys of it. */
export const ENTRA_ACCESS_KEYS: KeysOf<EntraAccessProps> = {
  everybody: ANY,
  groups: GROUP_KEYS,
  users: USER_KEYS,
  servicePrincipals: SERVICE_PRINCIPAL_KEYS,
  roles: ANY,
};
