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

/** Who may sign in, by oauth2-proxy's variables: by groups, or by what the identity provider says in their place. */
export function admissionOf(scope: IConstruct, props: AdmissionProps): Readonly<Record<string, string>> {
  const { admission } = props.identityProvider;
  if (admission === undefined) {
    const form = groupForm(props);
    const ids = (): string[] => props.allowedGroups().map((group) => formedId(scope, group, form));
    return { OAUTH2_PROXY_ALLOWED_GROUPS: Lazy.stringValue({ produce: () => ids().join(",") }) };
  }
  return Object.fromEntries(
    Object.entries(admission).map(([variable, id]) => [variable, formedId(scope, { id }, "names")]),
  );
}

/** At synth, because rules and members come with the apps. */
export function admissionProblems(scope: IConstruct, props: AdmissionProps): readonly Problem[] {
  const { groupsClaim = "groups", identityProvider } = props;
  const { admission, traits } = identityProvider;
  const groupRule = groupsClaim === "roles" ? roleValue : traits.groupForm.rule;
  if (admission !== undefined) {
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
  const groups = props.allowedGroups();
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

function groupForm({ identityProvider, groupsClaim }: AdmissionProps): LateForm {
  return groupsClaim === "roles" ? "role" : identityProvider.traits.groupForm.late;
}

/** Whether one of several names is empty, as far as that is known at synth. */
function lacksName(names: string): boolean {
  return !isLate(names) && names.split(",").some((name) => name.trim() === "");
}
