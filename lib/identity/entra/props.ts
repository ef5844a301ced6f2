import { ANY, type KeysOf } from "../../rules/keys";
import { APP_ROLE_KEYS } from "./app-role";
import {
  APPLICATION_KEYS,
  TENANT_KEYS,
  type ApplicationProps,
  type IAppRegistration,
  type TenantProps,
} from "./application-props";
import { CREDENTIAL_KEYS, type CredentialProps } from "./credentials";
import type { ExistingAccessGroup } from "./existing-access-group";
import { ACCESS_GROUP_KEYS, type AccessGroupProps } from "./group-props";
import { MACHINE_CLIENT_KEYS, type MachineClientProps } from "./machine-client";
import { GROUP_KEYS } from "./references";
import type { SignInSetProps } from "./sign-in-set";

/** Who may sign in with Microsoft Entra ID, and to which application. */
export interface EntraProps extends TenantProps, SignInSetProps {
  /** The app registration to make, or `{ clientId }` of one that exists. @default { name: "oauth2-proxy" } */
  readonly application?: ApplicationProps | ApplicationReference | IAppRegistration;
  /**
   * The domain of people's names, such as "contoso.com" (`domain_hint`): Entra then skips the page that asks for the
   * account, and leads to the sign-in page of that domain. No guard: who has another account can still use it.
   * @default - Entra asks
   */
  readonly domainHint?: string;
  /** How oauth2-proxy proves itself to Entra. @default - a client secret that is made and rotated here; with an auth proxy that somebody else runs, none */
  readonly credential?: CredentialProps;
  /** Programs that call protected apps with bearer tokens; each becomes a member of the access group. @default - none */
  readonly machineClients?: readonly MachineClientProps[];
}

/** An app registration that exists already and is only read. */
export interface ApplicationReference {
  /** Client id ("Application ID") of a registration that exists already, a GUID. */
  readonly clientId: string;
}

/** The same in a config file, which brings no constructs along. */
export interface EntraFileProps extends EntraProps {
  readonly application?: ApplicationProps | ApplicationReference;
  readonly accessGroup?: ListedGroup | Pick<ExistingAccessGroup, "objectId">;
  readonly groups?: readonly ListedGroup[];
}

interface ListedGroup extends AccessGroupProps {
  /**
   * A list with further users, beside the config file: text or CSV with one user on each line, or a YAML list.
   * @default - none
   */
  readonly usersFrom?: string;
}

/** The keys of the props. */
export const ENTRA_KEYS: KeysOf<EntraProps> = {
  ...TENANT_KEYS,
  application: { ...APPLICATION_KEYS, clientId: ANY } satisfies KeysOf<
    ApplicationProps | ApplicationReference
  >,
  domainHint: ANY,
  credential: CREDENTIAL_KEYS,
  accessGroup: {
    ...ACCESS_GROUP_KEYS,
    objectId: ANY,
    displayName: ANY,
    hasServicePrincipals: ANY,
  } satisfies KeysOf<AccessGroupProps | ExistingAccessGroup>,
  everybody: ANY,
  groups: ACCESS_GROUP_KEYS,
  signInGroups: GROUP_KEYS,
  accessRole: APP_ROLE_KEYS,
  roles: APP_ROLE_KEYS,
  machineClients: MACHINE_CLIENT_KEYS,
};
