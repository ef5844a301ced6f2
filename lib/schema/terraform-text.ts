import { Fn, Token, Tokenization } from "cdktf";

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
  const parts = fragmentsOf(text)
    .flatMap(({ literal, token }) => [written(literal), token])
    .filter((part) => part !== "");
  // cdktf warns of a mixture within functions, and takes a dollar before a token for a part of it.
  return parts.length > 1 ? Fn.join("", parts) : (parts[0] ?? "");
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

/**
 * What Terraform would read as an expression or a directive, though it stands in the text itself and is no token.
 * A dollar right before a token is such a thing too: with the token's own it is an escape.
 */
export function evaluated(text: string): string | undefined {
  return fragmentsOf(text)
    .flatMap(({ literal, token }) => (token === "" ? /[$%]\{/ : /[$%]\{|\$$/).exec(literal) ?? [])
    .at(0);
}

/** Text that is known, and the token behind it, if there is one. */
interface Fragment {
  readonly literal: string;
  readonly token: string;
}

function fragmentsOf(text: string): Fragment[] {
  let rest = text;
  const fragments = Tokenization.reverseString(text).tokens.map((each): Fragment => {
    const token = String(each);
    const at = rest.indexOf(token);
    if (at < 0) {
      throw new Error(`unreachable: cdktf writes a token as ${token}, which the text does not have`);
    }
    const literal = rest.slice(0, at);
    rest = rest.slice(at + token.length);
    return { literal, token };
  });
  return [...fragments, { literal: rest, token: "" }];
}
