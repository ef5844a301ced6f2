import { quote, type Place, type Problem } from "../../rules/rule";

/** The group that is made for the people of a rule. */
export function ruleGroupName(prefix: string, rule: string): string {
  return `${prefix}-${rule}`;
}

/** Two groups or roles of one name: display names compare without case in Entra. */
export function sameNameProblems(
  what: "group" | "role",
  named: readonly { readonly name: string; readonly path: Place }[],
): Problem[] {
  const seen = new Set<string>();
  return named.flatMap(({ name, path }) => {
    const key = name.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [
      { path, message: `${quote(name)} is another ${what}'s name already; give each ${what} one of its own` },
    ];
  });
}
