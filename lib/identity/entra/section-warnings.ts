import type { Warning } from "../../rules/warning";
import { lostTokenWarnings } from "./access-token";
import { everybodyWarnings, type EverybodyShape } from "./everybody";
import { membershipWarnings, type MembershipShape } from "./membership";
import { secretsInStateWarnings, type SecretsShape } from "./secrets-in-state";

/** What a section says, or props say, of which something may have to be known. */
export interface WarnedSection extends Pick<EverybodyShape, "everybody" | "application">, SecretsShape {
  readonly accessGroup?: MembershipShape | { readonly objectId: string };
  readonly groups?: readonly MembershipShape[];
}

/** What is said beside the section. */
export interface BesideSection {
  /** Where secrets lie. @default "state" */
  readonly secrets?: "state" | "writeOnly";
  /** Whether apps are told an access token. @default false */
  readonly tellsAccessToken: boolean;
}

/** What is right in a section but has to be known by whoever applies it. */
export function sectionWarnings(
  section: WarnedSection,
  { secrets, tellsAccessToken }: BesideSection,
): Warning[] {
  const { accessGroup, groups } = section;
  const isMade = accessGroup !== undefined && !("objectId" in accessGroup);
  return [
    ...membershipWarnings({ accessGroup: isMade ? accessGroup : undefined, groups }),
    ...everybodyWarnings(section),
    ...(tellsAccessToken ? lostTokenWarnings(section) : []),
    ...(secrets === "writeOnly" ? secretsInStateWarnings(section) : []),
  ];
}
