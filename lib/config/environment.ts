import { quote } from "../rules/rule";

/** The variables that a config file may name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const REFERENCE = /\$\{([^}]*)\}?/g;
const NAME = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

export interface Substitution {
  readonly value: string;
  /** What came from the environment: the name of each variable, and its value. */
  readonly used: readonly (readonly [name: string, value: string])[];
  readonly problems: readonly string[];
}

/** Fills in `${NAME}` and `${NAME:-default}`; a variable that is empty counts as unset, as in a shell. */
export function substitute(text: string, environment: Environment): Substitution {
  const problems: string[] = [];
  const used: [string, string][] = [];
  const value = text.replace(REFERENCE, (reference: string, inner: string) => {
    const [, name, fallback] = (reference.endsWith("}") ? NAME.exec(inner) : undefined) ?? [];
    if (name === undefined) {
      problems.push(
        `${quote(reference)} names no variable of the environment; write \${NAME} or \${NAME:-default}`,
      );
      return "";
    }
    if (fallback?.includes("${") === true) {
      problems.push(`the default of \${${name}} contains another "\${"; write a plain default`);
      return "";
    }
    const set = (Object.hasOwn(environment, name) ? environment[name] : undefined) || undefined;
    if (set !== undefined) {
      used.push([name, set]);
    }
    const found = set ?? fallback;
    if (found === undefined) {
      problems.push(`\${${name}} is not set; set ${name}, or write \${${name}:-default}`);
      return "";
    }
    if (found.includes("${")) {
      problems.push(
        `the value of \${${name}} contains "\${", which Terraform would evaluate; use a plain value`,
      );
    }
    return found;
  });
  if (problems.length === 0 && value.includes("${")) {
    problems.push(
      `${quote(text)} gives a value with "\${", which Terraform would evaluate; use a plain value`,
    );
  }
  if (value.includes("%{")) {
    problems.push(
      `${quote(text)} gives a value with "%{", which Terraform would evaluate; use a plain value`,
    );
  }
  return { value, used, problems };
}

/** What an unquoted value is once its variables are filled in: a number, true or false, or text. */
export function scalarOf(text: string): string | number | boolean {
  if (/^-?\d+(\.\d+)?$/.test(text)) {
    return Number(text);
  }
  return text === "true" || text === "false" ? text === "true" : text;
}
