import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { ApplicationAppRole } from "@cdktf/provider-azuread/lib/application";
import { Checks } from "../../schema/checks";
import { refuseUnknownKeys } from "../../schema/known-keys";
import { quote, type Place } from "../../rules/rule";
import { displayName } from "./directory-names";
import { roleValue } from "../../rules/role-value";
import {
  checkEachOnce,
  checkGroup,
  checkList,
  checkServicePrincipal,
  checkUser,
  findGroup,
  findServicePrincipal,
  findUser,
  type Principal,
} from "./principals";
import {
  GROUP_KEYS,
  SERVICE_PRINCIPAL_KEYS,
  USER_KEYS,
  type GroupReference,
  type ServicePrincipalReference,
  type UserReference,
} from "./references";
import { ANY, type KeysOf } from "../../rules/keys";
import { rareKinds } from "../../terraform/rare-kinds";

/** A role of the application, and who has it. */
export interface AppRoleProps {
  /** As tokens carry it, such as "shop.admin": letters, digits, ".", "_" and "-", at most 120. Compared with case. */
  readonly value: string;
  /** As the Entra admin center shows it, 1 to 256 characters. @default - the value */
  readonly displayName?: string;
  /** Users by user principal name, mail or object id. @default - none */
  readonly users?: readonly UserReference[];
  /**
   * Groups whose members have the role, by object id or display name. Direct members only: Entra does not
   * look into groups inside of them. Needs Entra ID P1. @default - none
   */
  readonly groups?: readonly GroupReference[];
  /** Service principals by client or object id, or "self" for the stack's own application. @default - none */
  readonly servicePrincipals?: readonly ("self" | ServicePrincipalReference)[];
}

/** The keys of a role's props. */
export const APP_ROLE_KEYS: KeysOf<AppRoleProps> = {
  value: ANY,
  displayName: ANY,
  users: USER_KEYS,
  groups: GROUP_KEYS,
  servicePrincipals: SERVICE_PRINCIPAL_KEYS,
};

/** The application whose role it is. */
export interface AppRoleContext {
  /** The registration, or whatever knows the object id of its service principal. */
  readonly application: { readonly servicePrincipalObjectId: string };
}

/** Everything that is wrong with a role by itself. */
export function checkAppRole(checks: Checks, path: Place, role: AppRoleProps): void {
  checks
    .known([...path, "value"], role.value, roleValue)
    .value([...path, "displayName"], role.displayName, displayName);
  checkList(checks, [...path, "users"], role.users, (at, user) => checkUser(checks, at, user));
  checkList(checks, [...path, "groups"], role.groups, (at, group) => checkGroup(checks, at, group));
  checkList(checks, [...path, "servicePrincipals"], role.servicePrincipals, (at, principal) => {
    if (principal !== "self") {
      checkServicePrincipal(checks, at, principal);
    }
  });
  checkEachOnce(checks, role, "has the role", path);
}

/** The block of the registration that makes the role. Its id follows from its value, so that it stays. */
export function appRoleBlock(role: AppRoleProps): ApplicationAppRole {
  return {
    id: roleId(role.value),
    value: role.value,
    displayName: role.displayName ?? role.value,
    description: `May enter as ${role.displayName ?? role.value}`,
    allowedMemberTypes: ["Application", "User"],
    enabled: true,
  };
}

/** The assignments of one role. */
export class AppRole extends Construct {
  /** As tokens carry it. */
  readonly value: string;
  /** As the Entra admin center shows it. Missing where that is the value. */
  readonly displayName?: string;
  /** Whether a service principal has it, so that bearer tokens are to be accepted. */
  readonly hasServicePrincipals: boolean;
  private readonly assigned = new Set<string>();

  constructor(scope: Construct, id: string, props: AppRoleProps & AppRoleContext) {
    super(scope, id);
    refuseUnknownKeys(this, props, { ...APP_ROLE_KEYS, application: ANY });
    this.value = props.value;
    this.displayName = props.displayName;
    this.hasServicePrincipals = (props.servicePrincipals ?? []).length > 0;
    const { application } = props;
    const principals = [
      ...(props.users ?? []).map((user) => findUser(this, user)),
      ...(props.groups ?? []).map((group) => findGroup(this, group)),
      ...(props.servicePrincipals ?? []).map((principal) =>
        findServicePrincipal(this, principal, application),
      ),
    ];
    principals.forEach((principal) => this.assign(principal, application.servicePrincipalObjectId));
  }

  private assign({ key, name, lookUp }: Principal, resourceObjectId: string): void {
    if (this.assigned.has(key)) {
      new Checks().report([], `${quote(name)} has the role twice; name everybody once`).throwIfAny(this);
    }
    this.assigned.add(key);
    new rareKinds.AppRoleAssignment(this, `assignment-${key}`, {
      appRoleId: roleId(this.value),
      principalObjectId: lookUp(),
      resourceObjectId,
    });
  }
}

/** Known before the registration is made; an attribute of it would replace every assignment when a role is added. */
function roleId(value: string): string {
  return Fn.uuidv5("oid", `entra-ingress-auth app role ${value}`);
}
