import type { Construct } from "constructs";
import { Group, type GroupConfig } from "@cdktf/provider-azuread/lib/group";
import { GroupMember, type GroupMemberConfig } from "@cdktf/provider-azuread/lib/group-member";
import { addressOf } from "../../terraform/at-synth";
import { WITHOUT_HCL } from "../../terraform/hcl-text";
import { Checks } from "../../schema/checks";
import { writtenInstead } from "../../terraform/written-instead";

/** A group that holds the list of its members itself, where at synth there is one. */
export class ListedGroup extends Group {
  constructor(
    scope: Construct,
    id: string,
    config: GroupConfig,
    private readonly list: () => string[] | undefined,
  ) {
    super(scope, id, config);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    this.takeList();
    return super.synthesizeAttributes();
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    this.takeList();
    return super.synthesizeHclAttributes();
  }

  private takeList(): void {
    const list = this.list();
    if (list !== undefined) {
      this.members = list;
    }
  }
}

/**
 * One member of a group, with a resource of its own unless the group holds the list. Then Terraform forgets the
 * resource where it has one from before: removing it would put the member out of the group, and as the list is the
 * same before and after, nothing would bring anybody back in the same apply.
 */
export function memberOf(
  scope: Construct,
  id: string,
  config: GroupMemberConfig,
  groupHoldsList: () => boolean,
): GroupMember {
  const member = new GroupMember(scope, id, config);
  const from = addressOf(member);
  return writtenInstead(member, () =>
    groupHoldsList()
      ? {
          json: { removed: [{ from, lifecycle: { destroy: false } }] },
          hcl: () => {
            new Checks()
              .report(
                ["membership"],
                `"authoritative", which is the default from 20 users on, needs the block "removed", which cdktf cannot write as HCL; ${WITHOUT_HCL}, or write "additive"`,
              )
              .throwIfAny(scope);
            return {};
          },
        }
      : undefined,
  );
}
