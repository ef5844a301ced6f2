import { Construct } from "constructs";
import { Checks } from "../../schema/checks";
import { objectId } from "../../rules/object-id";
import type { IAccessGroup } from "./group-props";
import { groupObjectId } from "./principals";

/** A group that exists already, as it is given. */
export interface ExistingAccessGroup {
  /** The object id of a group that exists already, a GUID. */
  readonly objectId: string;
  /** Its name in the Entra admin center, for the refusal page. @default - not known */
  readonly displayName?: string;
  /** Whether a service principal is a member, so that bearer tokens are to be accepted. @default false */
  readonly hasServicePrincipals?: boolean;
}

/** A group that is only read: its members are managed where it was made. */
export class ReadAccessGroup extends Construct implements IAccessGroup {
  readonly objectId: string;
  readonly displayName?: string;
  readonly hasServicePrincipals?: boolean;

  constructor(scope: Construct, id: string, existing: ExistingAccessGroup) {
    super(scope, id);
    new Checks().value(["objectId"], existing.objectId, objectId).throwIfAny(this);
    this.objectId = groupObjectId(existing.objectId);
    this.displayName = existing.displayName;
    this.hasServicePrincipals = existing.hasServicePrincipals;
  }

  addUser(): void {
    this.refuse("users");
  }

  addServicePrincipal(): void {
    this.refuse("servicePrincipals");
  }

  addGroup(): void {
    this.refuse("groups");
  }

  private refuse(list: string): void {
    new Checks()
      .report(
        [list],
        "the access group is only read here; add members where it was made, or take the group over with accessGroup: { name, adopt }, its object id being the value of adopt",
      )
      .throwIfAny(this);
  }
}
