import { Construct } from "constructs";
import type { Checks } from "../../schema/checks";
import { AppRole, type AppRoleContext, type AppRoleProps } from "./app-role";
import type { Place } from "../../rules/rule";
import { admittedAs, everybodyWord } from "./everybody";
import type { Admitted, Allowed, AccessSource } from "../../contracts/access";
import type { EntraAccessProps } from "./access-props";
import type { SignInSetProps } from "./sign-in-set";

/** The roles of a stack, which take the place of groups. */
export class Roles implements AccessSource<EntraAccessProps> {
  readonly claim = "roles";
  readonly byDefault?: Admitted;
  private readonly roles: readonly AppRole[];

  constructor(facade: Construct, props: SignInSetProps, { application }: AppRoleContext) {
    const scope = new Construct(facade, "roles");
    this.roles = rolesOf(props).map((role) => new AppRole(scope, role.value, { ...role, application }));
    const { accessRole, everybody } = props;
    this.byDefault =
      accessRole === undefined ? everybody && admittedAs(everybody) : [this.allowed(accessRole.value)];
  }

  get hasServicePrincipals(): boolean {
    return this.roles.some((role) => role.hasServicePrincipals);
  }

  check(checks: Checks, at: Place, rule: EntraAccessProps): void {
    checks.known([...at, "everybody"], rule.everybody, everybodyWord);
    checks.known([...at, "roles"], rule.roles);
    rule.roles?.forEach((role, i) => checks.known([...at, "roles", i], role));
  }

  find(_scope: Construct, _id: string, _name: string, rule: EntraAccessProps): Admitted {
    const { everybody } = rule;
    return everybody !== undefined
      ? admittedAs(everybody)
      : (rule.roles ?? []).map((role) => this.allowed(role));
  }

  private allowed(value: string): Allowed {
    return { id: value, displayName: this.roles.find((role) => role.value === value)?.displayName };
  }
}

/** Every role that the stack has. */
export function rolesOf({ accessRole, roles = [] }: SignInSetProps): readonly AppRoleProps[] {
  return accessRole === undefined ? roles : [accessRole, ...roles];
}
