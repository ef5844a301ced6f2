/**
 * What a person who reads a file cannot see: control and format characters (zero width, direction of text),
 * line and paragraph separators, halves of characters, and spaces that only look like one.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;
const ALL_UNSEEN = new RegExp(UNSEEN, "gu");

const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^\p{Cc}$/u, "control character"],
  [/^\p{Bidi_Control}$/u, "character that turns the direction of text"],
  [/^\p{Zs}$/u, "unusual space"],
];

/** A character as a person can look it up, and its place in the text, counted from 1. */
export interface Unseen {
  readonly kind: string;
  /** Such as "U+200B". */
  readonly codePoint: string;
  readonly position: number;
}

/** The first character of a text that cannot be seen. */
export function firstUnseen(text: string): Unseen | undefined {
  const characters = [...text];
  const index = characters.findIndex((character) => UNSEEN.test(character));
  const character = characters[index];
  if (character === undefined) {
    return undefined;
  }
  const kind = KINDS.find(([pattern]) => pattern.test(character))?.[1] ?? "invisible character";
  return { kind, codePoint: codePointOf(character), position: index + 1 };
}

export function codePointOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text in which everything can be seen: `\u200b` in the place of what cannot. */
export function showUnseen(text: string): string {
  return text.replace(ALL_UNSEEN, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
  });
}
