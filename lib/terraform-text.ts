import { Token, Tokenization } from "cdktf";

/** What ends or opens something within the quotes of an expression of Terraform, as it is written there. */
const WRITTEN: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  // Before a brace these two open an expression or a directive, also where the brace comes with a token.
  $: "\\u0024",
  "%": "\\u0025",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * Text that is an argument of one of Terraform's functions. cdktf writes it between quotes as it is, so that quotes
 * and backslashes would end it; what only Terraform knows stays an expression.
 */
export function inExpression(text: string): string {
  let rest = text;
  const parts: string[] = [];
  for (const token of Tokenization.reverseString(text).tokens) {
    const marker = String(token);
    const at = rest.indexOf(marker);
    if (at < 0)
      throw new Error(`unreachable: cdktf writes a token as ${marker}, which the text does not have`);
    parts.push(written(rest.slice(0, at)), marker);
    rest = rest.slice(at + marker.length);
  }
  return [...parts, written(rest)].join("");
}

/** The same for every text of nested lists and maps, the keys of maps among them. */
export function allInExpression(value: unknown): unknown {
  if (typeof value === "string") {
    return inExpression(value);
  }
  if (typeof value !== "object" || value === null || Token.isUnresolved(value)) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(allInExpression)
    : Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [inExpression(key), allInExpression(inner)]),
      );
}

function written(text: string): string {
  return text.replace(/[\\"$%\p{Cc}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return WRITTEN[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
