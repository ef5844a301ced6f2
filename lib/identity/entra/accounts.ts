import type { Construct } from "constructs";
import type { AccessSource, Admitted } from "../../contracts/access";
import type { Place } from "../../rules/rule";
import type { Checks } from "../../schema/checks";
import type { EntraAccessProps } from "./access-props";
import { admittedAs, everybodyWord } from "./everybody";

/** The kinds of account of a tenant. Entra says who has which, and nothing is made for a rule. */
export class Accounts implements AccessSource<EntraAccessProps> {
  readonly claim = "account";
  readonly hasServicePrincipals = false;
  readonly byDefault = admittedAs("members");

  check(checks: Checks, at: Place, rule: EntraAccessProps): void {
    checks.known([...at, "everybody"], rule.everybody, everybodyWord);
  }

  find(_scope: Construct, _id: string, _name: string, { everybody }: EntraAccessProps): Admitted {
    return everybody === undefined ? [] : admittedAs(everybody);
  }
}
