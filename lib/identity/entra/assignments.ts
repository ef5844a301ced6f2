import { Token } from "cdktf";
import { Construct } from "constructs";
import { assignmentReason, type AssignmentShape } from "./assignment-rules";
import type { GroupReference } from "./references";
import { rareKinds } from "../../terraform/rare-kinds";

/** The role that an assignment has where the application has none of its own ("Default Access"). */
const DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

/** Who is assigned to the application itself, because its tokens or its sign-in look at that. */
export class Assignments extends Construct {
  /** The assignments of an application, where it needs any. */
  static for(
    scope: Construct,
    id: string,
    application: AssignmentShape,
    servicePrincipalObjectId: string,
  ): Assignments | undefined {
    const reason = assignmentReason(application);
    return reason === undefined
      ? undefined
      : new Assignments(scope, id, {
          reason,
          required: application.assignmentRequired === true,
          servicePrincipalObjectId,
        });
  }

  /** Why there are assignments: the key that asks for them. */
  readonly reason: keyof AssignmentShape;

  private constructor(
    scope: Construct,
    id: string,
    private readonly props: {
      readonly reason: keyof AssignmentShape;
      /** Whether Entra gives tokens to nobody else. */
      readonly required: boolean;
      readonly servicePrincipalObjectId: string;
    },
  ) {
    super(scope, id);
    this.reason = props.reason;
  }

  /** Assigns a group that is made here, and so its direct members. */
  addGroup(scope: Construct, principalObjectId: string): void {
    this.assign(scope, "assignment", principalObjectId);
  }

  /** Assigns a group that exists, once however often it is named. */
  addExistingGroup(group: GroupReference, principalObjectId: string): void {
    const name = typeof group === "string" ? group : "name" in group ? group.name : group.objectId;
    const id = `group-${Token.isUnresolved(name) ? this.node.children.length : name.toLowerCase()}`;
    if (this.node.tryFindChild(id) === undefined) {
      this.assign(this, id, principalObjectId);
    }
  }

  /** Assigns a service principal: Entra gives it no token through a group's assignment. */
  addServicePrincipal(id: string, principalObjectId: string): void {
    if (this.props.required && this.node.tryFindChild(id) === undefined) {
      this.assign(this, id, principalObjectId);
    }
  }

  private assign(scope: Construct, id: string, principalObjectId: string): void {
    new rareKinds.AppRoleAssignment(scope, id, {
      appRoleId: DEFAULT_ACCESS,
      principalObjectId,
      resourceObjectId: this.props.servicePrincipalObjectId,
    });
  }
}
