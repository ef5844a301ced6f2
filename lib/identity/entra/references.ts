import { ANY, type KeysOf } from "../../rules/keys";

/** A user: a user principal name or object id as text, or one of the three by name. */
export type UserReference =
  | string
  | {
      /** The user principal name, such as "alice@contoso.com". */
      readonly userPrincipalName: string;
    }
  | {
      /** The mail address of a single user. */
      readonly mail: string;
    }
  | {
      /** The object id, a GUID. */
      readonly objectId: string;
    };

/** A service principal, by the client id of its application or by its own object id. */
export type ServicePrincipalReference =
  | {
      /** The client id ("Application ID") of its application, a GUID. */
      readonly clientId: string;
    }
  | {
      /** The service principal's own object id, a GUID. */
      readonly objectId: string;
    };

/** A group to nest: its object id as text, or its object id or display name by name. */
export type GroupReference =
  | string
  | {
      /** The group's object id, a GUID. */
      readonly objectId: string;
    }
  | {
      /** The group's display name, which no other group of the tenant has. */
      readonly name: string;
    };

/** The keys of references to users, service principals and groups. */
export const USER_KEYS: KeysOf<UserReference> = { userPrincipalName: ANY, mail: ANY, objectId: ANY };

export const SERVICE_PRINCIPAL_KEYS: KeysOf<ServicePrincipalReference> = { clientId: ANY, objectId: ANY };

export const GROUP_KEYS: KeysOf<GroupReference> = { objectId: ANY, name: ANY };
