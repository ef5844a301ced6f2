import { Lazy } from "cdktf";
import type { IConstruct } from "constructs";
import { formedId, isLate, settledText, type LateForm } from "../terraform/known-late";
import type { Allowed } from "../contracts/access";
import { roleValue } from "../rules/role-value";
import type { Problem } from "../rules/rule";
import type { IdentityProvider } from "../contracts/identity";

/** Who says who may sign in. */
export interface AdmissionProps {
  readonly identityProvider: IdentityProvider;
  readonly groupsClaim?: "groups" | "roles";
  readonly allowedGroups: () => readonly Allowed[];
}

/** The variable of oauth2-proxy with the groups or roles of which one lets people in. */
export const ALLOWED_GROUPS = "OAUTH2_PROXY_ALLOWED_GROUPS";

/** Who may sign in, by oauth2-proxy's variables: by groups, or by what the identity provider says in their place. */
export function admissionOf(scope: IConstruct, props: AdmissionProps): Readonly<Record<string, string>> {
  return (
    identityAdmission(scope, props) ?? {
      [ALLOWED_GROUPS]: groupList(scope, props, () => props.allowedGroups()),
    }
  );
}

/** What the identity provider says in the place of groups. */
export function identityAdmission(
  scope: IConstruct,
  { identityProvider: { admission } }: Pick<AdmissionProps, "identityProvider">,
): Readonly<Record<string, string>> | undefined {
  return admission === undefined
    ? undefined
    : Object.fromEntries(
        Object.entries(admission).map(([variable, id]) => [variable, formedId(scope, { id }, "names")]),
      );
}

/** Groups or roles as oauth2-proxy takes them, complete at synth. */
export function groupList(
  scope: IConstruct,
  props: Omit<AdmissionProps, "allowedGroups">,
  groups: () => readonly Allowed[],
): string {
  const form = groupForm(props);
  return Lazy.stringValue({
    produce: () =>
      groups()
        .map((group) => formedId(scope, group, form))
        .join(","),
  });
}

/** At synth, because rules and members come with the apps. */
export function admissionProblems(scope: IConstruct, props: AdmissionProps): readonly Problem[] {
  return (
    identityAdmissionProblems(scope, props.identityProvider) ??
    groupProblems(scope, props, props.allowedGroups())
  );
}

/** What is wrong with what the identity provider says in the place of groups; nothing to say where it does not. */
export function identityAdmissionProblems(
  scope: IConstruct,
  { admission }: IdentityProvider,
): readonly Problem[] | undefined {
  if (admission === undefined) {
    return undefined;
  }
  const values = Object.values(admission).map((value) => settledText(scope, value));
  return values.length === 0 || values.some(lacksName)
    ? [
        {
          path: ["identityProvider", "admission"],
          message: "names nobody, which would let everybody in; name somebody",
        },
      ]
    : [];
}

/** Groups or roles that oauth2-proxy would take for others, or for everybody. */
export function groupProblems(
  scope: IConstruct,
  { groupsClaim = "groups", identityProvider: { traits } }: Omit<AdmissionProps, "allowedGroups">,
  groups: readonly Allowed[],
): readonly Problem[] {
  const groupRule = groupsClaim === "roles" ? roleValue : traits.groupForm.rule;
  if (groups.length === 0) {
    const message = `names no ${groupsClaim.slice(0, -1)}, which would let everybody in; name at least one`;
    return [{ path: ["allowedGroups"], message }];
  }
  return groups.flatMap(({ id }, i) => {
    const settled = settledText(scope, id);
    const message = isLate(settled) ? undefined : groupRule(settled);
    return message === undefined ? [] : [{ path: ["allowedGroups", i, "id"], message }];
  });
}

function groupForm({
  identityProvider,
  groupsClaim,
}: Pick<AdmissionProps, "identityProvider" | "groupsClaim">): LateForm {
  return groupsClaim === "roles" ? "role" : identityProvider.traits.groupForm.late;
}

/** Whether one of several names is empty, as far as that is known at synth. */
function lacksName(names: string): boolean {
  return !isLate(names) && names.split(",").some((name) => name.trim() === "");
}
