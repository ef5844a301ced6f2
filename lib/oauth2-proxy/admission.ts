import { Lazy } from "cdktf";
import type { IConstruct } from "constructs";
import { formedId, isLate, settledText, type LateForm } from "../terraform/known-late";
import type { Admitted, DecidingClaim } from "../contracts/access";
import { roleValue } from "../rules/role-value";
import type { Problem } from "../rules/rule";
import type { DecidingForm, IdentityProvider } from "../contracts/identity";

/** Who says who may sign in. */
export interface AdmissionProps {
  readonly identityProvider: IdentityProvider;
  readonly groupsClaim?: DecidingClaim;
  readonly allowedGroups: () => Admitted;
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

/**
 * Groups or roles as oauth2-proxy takes them, complete at synth. Where everybody may sign in, the Pods get no such
 * variable. The Secret stays, so that they wait for the same as ever, and has a word that no group is called: a Pod
 * that reads it all the same lets nobody in.
 */
export function groupList(
  scope: IConstruct,
  props: Omit<AdmissionProps, "allowedGroups">,
  groups: () => Admitted,
): string {
  const { late } = formOf(props);
  return Lazy.stringValue({
    produce: () => {
      const admitted = groups();
      return admitted === "everybody"
        ? admitted
        : admitted.map((group) => formedId(scope, group, late)).join(",");
    },
  });
}

/** The variables that the Pods get of those in the Secrets; complete at synth. */
export function variablesFor<T extends { readonly name: string }>(
  groups: () => Admitted,
  variables: readonly T[],
): readonly T[] {
  return variables.filter(({ name }) => name !== ALLOWED_GROUPS || groups() !== "everybody");
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
  props: Omit<AdmissionProps, "allowedGroups">,
  groups: Admitted,
): readonly Problem[] {
  const { rule: groupRule } = formOf(props);
  if (groups === "everybody") {
    return [];
  }
  if (groups.length === 0) {
    const { groupsClaim = "groups" } = props;
    const message = `names no ${groupsClaim.replace(/s$/, "")}, which would let everybody in; name at least one`;
    return [{ path: ["allowedGroups"], message }];
  }
  return groups.flatMap(({ id }, i) => {
    const settled = settledText(scope, id);
    const message = isLate(settled) ? undefined : groupRule(settled);
    return message === undefined ? [] : [{ path: ["allowedGroups", i, "id"], message }];
  });
}

/** The form of what people are let in by. */
function formOf({
  identityProvider: { traits },
  groupsClaim = "groups",
}: Pick<AdmissionProps, "identityProvider" | "groupsClaim">): {
  readonly rule: DecidingForm["rule"];
  readonly late: LateForm;
} {
  const { groupForm, idToken } = traits;
  return {
    groups: groupForm,
    roles: { rule: roleValue, late: "role" as const },
    account: idToken?.account?.form ?? groupForm,
  }[groupsClaim];
}

/** Whether one of several names is empty, as far as that is known at synth. */
function lacksName(names: string): boolean {
  return !isLate(names) && names.split(",").some((name) => name.trim() === "");
}
