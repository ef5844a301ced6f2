import { Construct } from "constructs";
import type { Checks } from "../../schema/checks";
import { AppRole, type AppRoleContext, type AppRoleProps } from "./app-role";
import type { Place } from "../../rules/rule";
import type { Allowed, AccessSource } from "../../contracts/access";
import type { EntraAccessProps } from "./access-props";
import type { SignInSetProps } from "./sign-in-set";

/** The roles of a stack, which take the place of groups. */
export class Roles implements AccessSource<EntraAccessProps> {
  readonly claim = "roles";
  readonly byDefault?: Allowed;
  private readonly roles: readonly AppRole[];

  constructor(facade: Construct, props: SignInSetProps, { application }: AppRoleContext) {
    const scope = new Construct(facade, "roles");
    this.roles = rolesOf(props).map((role) => new AppRole(scope, role.value, { ...role, application }));
    this.byDefault = props.accessRole === undefined ? undefined : this.allowed(props.accessRole.value);
  }

  get hasServicePrincipals(): boolean {
    return this.roles.some((role) => role.hasServicePrincipals);
  }

  check(checks: Checks, at: Place, rule: EntraAccessProps): void {
    checks.known([...at, "roles"], rule.roles);
    rule.roles?.forEach((role, i) => checks.known([...at, "roles", i], role));
  }

  find(_scope: Construct, _id: string, _name: string, rule: EntraAccessProps): readonly Allowed[] {
    return (rule.roles ?? []).map((role) => this.allowed(role));
  }

  private allowed(value: string): Allowed {
    return { id: value, displayName: this.roles.find((role) => role.value === value)?.displayName };
  }
}

/** Every role that the stack has. */
export function rolesOf({ accessRole, roles = [] }: SignInSetProps): readonly AppRoleProps[] {
  return accessRole === undefined ? roles : [accessRole, ...roles];
}
