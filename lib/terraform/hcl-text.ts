import type { Place, Problem } from "../rules/rule";

/** What to do where HCL cannot say what the stack says. */
export const WITHOUT_HCL = "leave --hcl out (Terraform reads JSON as well)";

/**
 * The texts of a stack that cdktf would write as HCL in such a way that Terraform reads something else. It escapes
 * a quote only in text without expressions and not behind a backslash, never a backslash, and writes text of
 * several lines up to a line that text can have too; text could end there and go on as a setting. JSON has none of this.
 */
export function hclProblems(stack: unknown): Problem[] {
  return textsIn(stack, []).flatMap(({ path, text, isKey }): Problem[] => {
    const what = isKey ? /["\\\n\r]/.exec(text)?.[0] : misread(text, typeof path.at(-1) === "number");
    return what === undefined
      ? []
      : [
          {
            path,
            message: `has ${JSON.stringify(what)} in ${isKey ? "a key" : "its text"}, which HCL as it is written here would turn into something else; ${WITHOUT_HCL}`,
          },
        ];
  });
}

/**
 * What library users put over a stack or its elements (`addOverride`) that cdktf drops when it writes HCL: it merges
 * an override of an attribute beside the attribute's value, and knows the stack's own for the providers' versions alone.
 */
export function lostOverrides(stack: unknown): Problem[] {
  const { "//": comment, terraform = {} } = stack as SynthesizedStack;
  const overridden = comment?.metadata?.overrides ?? {};
  const kept = (kind: string, key: string): boolean =>
    kind === "stack" &&
    key === "terraform" &&
    Object.keys(terraform).every((each) => ["required_providers", "backend"].includes(each));
  return Object.entries(overridden).flatMap(([kind, keys]) =>
    [...new Set(keys)]
      .filter((key) => !kept(kind, key))
      .map((key) => ({
        path: [],
        message: `${JSON.stringify(key)} of ${kind === "stack" ? "the stack" : kind} is overridden (addOverride), which HCL as it is written here would lose; ${WITHOUT_HCL}`,
      })),
  );
}

/** What is read here of the JSON of a stack. */
interface SynthesizedStack {
  readonly "//"?: {
    readonly metadata?: { readonly overrides?: Readonly<Record<string, readonly string[]>> };
  };
  readonly terraform?: object;
}

interface PlacedText {
  readonly path: Place;
  readonly text: string;
  readonly isKey?: true;
}

function textsIn(value: unknown, path: Place): PlacedText[] {
  if (typeof value === "string") {
    return [{ path, text: value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((inner: unknown, i) => textsIn(inner, [...path, i]));
  }
  return Object.entries(typeof value === "object" && value !== null ? value : {})
    .filter(([key]) => key !== "//")
    .flatMap(([key, inner]: [string, unknown]) => [
      { path, text: key, isKey: true as const },
      ...textsIn(inner, [...path, key]),
    ]);
}

/** What in a value would be read as something else, or nothing. */
function misread(text: string, inList: boolean): string | undefined {
  if (/[\n\r]/.test(text)) {
    // In a list, a comma follows the line that should end the text.
    return (inList ? /[\n\r]/ : /\r/).exec(text)?.[0] ?? /^\s*EOF\s*$/m.exec(text)?.[0].trim();
  }
  const hasExpressions = text.includes("${");
  return (hasExpressions ? /["\\]/ : /\\/).exec(hasExpressions ? literalsOf(text) : text)?.[0];
}

/** A template without its expressions and directives. */
function literalsOf(text: string): string {
  let literals = "";
  for (let at = 0; at < text.length;) {
    if (/^(\$\$|%%)\{/.test(text.slice(at, at + 3))) {
      at += 3;
    } else if (/^[$%]\{/.test(text.slice(at, at + 2))) {
      at = afterExpression(text, at + 2);
    } else {
      literals += text[at++] ?? "";
    }
  }
  return literals;
}

/** Where an expression ends that starts at a place of a text. */
function afterExpression(text: string, start: number): number {
  let depth = 1;
  let at = start;
  while (depth > 0 && at < text.length) {
    const character = text[at++];
    if (character === '"') {
      at = afterQuotes(text, at);
    } else if (character === "{" || character === "}") {
      depth += character === "{" ? 1 : -1;
    }
  }
  return at;
}

function afterQuotes(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === "\\") {
      at += 2;
    } else {
      at = /^[$%]\{/.test(text.slice(at, at + 2)) ? afterExpression(text, at + 2) : at + 1;
    }
  }
  return at + 1;
}
