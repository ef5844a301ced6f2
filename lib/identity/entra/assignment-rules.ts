import type { GroupClaim } from "../../contracts/sign-in";

/** What makes Entra look at who is assigned to an application. */
export interface AssignmentShape {
  readonly groupClaim?: GroupClaim;
  readonly assignmentRequired?: boolean;
}

/** Which groups tokens list of an application, where it is made here. */
export function groupClaimOf(application: object | undefined): GroupClaim {
  return application !== undefined && "groupClaim" in application && application.groupClaim === "assigned"
    ? "assigned"
    : "security";
}

/** Whether Entra gives tokens of an application to nobody who is not assigned, as far as the stack says so. */
export function requiresAssignment(application: object | undefined): boolean {
  return (
    application !== undefined &&
    "assignmentRequired" in application &&
    application.assignmentRequired === true
  );
}

/** Why groups have to be assigned to an application: the key of the config file. Nothing where they have not. */
export function assignmentReason({
  groupClaim,
  assignmentRequired,
}: AssignmentShape): keyof AssignmentShape | undefined {
  if (groupClaim === "assigned") {
    return "groupClaim";
  }
  return assignmentRequired === true ? "assignmentRequired" : undefined;
}

/** An assignment reaches the direct members of a group and nobody in a group within it. */
export function directMembersOnly(reason: keyof AssignmentShape): string {
  const choice = reason === "groupClaim" ? 'groupClaim "assigned"' : "assignmentRequired";
  return `${choice} reaches direct members of a group only, so nobody would get in through a nested one; name its people under "users", or leave "${reason}" out`;
}
