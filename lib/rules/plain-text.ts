import { codePointOf, firstUnseen } from "./characters";
import { quote } from "./rule";

/** What to do where the name of a group that exists really has such a character. */
export const GROUP_BY_ID = "give a group that exists, and really has it in its name, by its object id";

/**
 * Text that is what it looks like: whoever reviews a file must see every character that decides who gets in
 * or what is made, and two names that look alike must be one. `otherwise` is a further way out.
 */
export function plainText(value: string, otherwise?: string): string | undefined {
  const message = unseenProblem(value) ?? decomposedProblem(value) ?? quotedProblem(value);
  return message === undefined || otherwise === undefined ? message : `${message}, or ${otherwise}`;
}

/** Expressions that some other program would fill in, none of which reads a config file. */
const TEMPLATES: readonly (readonly [pattern: RegExp, of: string])[] = [
  [/\{\{.*\}\}/s, "a template such as Helm's"],
  [/<%.*%>/s, "a template"],
  [/#\{.*\}#?/s, "a token of a pipeline"],
  [/\$\([^)]*\)/, "a variable of a shell or a pipeline"],
];

/** What is wrong with a value that is wrong, said of what stands in it where that is a template. */
export function ofTemplate(value: unknown, message: string | undefined): string | undefined {
  const found =
    message === undefined || typeof value !== "string"
      ? undefined
      : TEMPLATES.find(([pattern]) => pattern.test(value))?.[1];
  return found === undefined
    ? message
    : `${quote(value)} has ${found} in it, which nobody fills in; write the value, or \${NAME} for one of an environment variable`;
}

function unseenProblem(value: string): string | undefined {
  const unseen = firstUnseen(value);
  return unseen === undefined
    ? undefined
    : `${quote(value)} has the ${unseen.kind} ${unseen.codePoint} at position ${unseen.position}; write it without`;
}

/** A letter and its accent as two characters, which is another text than the letter in one. */
function decomposedProblem(value: string): string | undefined {
  const characters = [...value];
  const composed = [...value.normalize("NFC")];
  const index = characters.findIndex((character, i) => character !== composed[i]);
  if (index < 0) {
    return undefined;
  }
  const parts = characters.slice(index, index + 2).map(codePointOf);
  return `${quote(value)} has a letter that consists of ${parts.join(" and ")} at position ${index + 1}, and so is another text than the one that looks the same; write it composed (Unicode NFC)`;
}

/** Quotes of a word processor around a value, which YAML takes for a part of it. */
function quotedProblem(value: string): string | undefined {
  return /^[\u2018-\u201f\u00ab\u2039].*[\u2018-\u201f\u00bb\u203a]$/s.test(value)
    ? `${quote(value)} has typographic quotes around it, which would be part of it; write it with plain quotes or none`
    : undefined;
}
