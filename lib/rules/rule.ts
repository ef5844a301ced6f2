import { showUnseen } from "./characters";

/**
 * A rule says what one value must be. It returns nothing when the value keeps it, and otherwise one
 * sentence that names the value, what is wrong and what to write instead.
 */
export type Rule<T = string> = (value: T) => string | undefined;

/** Where a problem is: the keys and list positions from the outside in. */
export type Place = readonly (string | number)[];

/** One thing that is wrong with the input. */
export interface Problem {
  /** Where it is. */
  readonly path: Place;
  /** What is wrong, with the value and the fix. */
  readonly message: string;
}

/** Quotes a value for a message, with everything in it visible; long values are cut so that a message stays readable. */
export function quote(value: unknown): string {
  const text = showUnseen(JSON.stringify(value) ?? String(value));
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** What has its place in a part, at the place that it has in the whole. */
export function below<T extends Pick<Problem, "path">>(at: Place, found: readonly T[]): T[] {
  return found.map((one) => ({ ...one, path: [...at, ...one.path] }));
}

/** `["apps", 2, "host"]` as `apps[2].host`. */
export function formatPlace(path: Place): string {
  return showUnseen(
    path.map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? key : `.${key}`)).join(""),
  );
}

/** A problem as one line, with its place if it has one. */
export function formatProblem({ path, message }: Problem): string {
  return path.length > 0 ? `${formatPlace(path)}: ${message}` : message;
}

/** The first message of several rules. */
export function allOf<T>(...rules: readonly Rule<T>[]): Rule<T> {
  return (value) => {
    for (const rule of rules) {
      const message = rule(value);
      if (message !== undefined) {
        return message;
      }
    }
    return undefined;
  };
}
