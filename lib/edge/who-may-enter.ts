import type { IConstruct } from "constructs";
import { isLate, settledText } from "../terraform/known-late";
import { quote, type Place, type Problem } from "../rules/rule";
import type { WhoMayEnter } from "../contracts/route";

/** Ids that oauth2-proxy would read as several, as none or as more of the query. */
export function whoMayEnterProblems(scope: IConstruct, who: WhoMayEnter | undefined, at: Place): Problem[] {
  const allowed = who?.() ?? "everybody";
  if (allowed === "everybody") {
    return [];
  }
  if (allowed.length === 0) {
    return [
      { path: at, message: "names nobody, and an empty list would let everybody in; name at least one" },
    ];
  }
  return allowed.flatMap(({ id }, i) => {
    const settled = settledText(scope, id);
    return isLate(settled) || /^[A-Za-z0-9][A-Za-z0-9._:-]*$/.test(settled)
      ? []
      : [
          {
            path: [...at, i, "id"],
            message: `${quote(settled)} is no object id, role or team, and would be read as another list; write one such as 11111111-2222-3333-4444-555555555555`,
          },
        ];
  });
}
