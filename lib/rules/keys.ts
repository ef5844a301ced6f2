import { didYouMean } from "./nearest";
import { quote, type Place, type Problem } from "./rule";

/** What may stand somewhere: anything, or data with these keys, each with what may stand there; or a list of it. */
export type Shape = "any" | { readonly [key: string]: Shape };

/** Whatever stands there is judged elsewhere. */
export const ANY = "any";

type DataOf<T> = Exclude<T, string | number | boolean | undefined>;
type KeyOf<T> = T extends unknown ? Extract<keyof T, string> : never;

/** The keys of props, each with what may stand there; the compiler holds them against the type of the props. */
export type KeysOf<T> = Readonly<Record<KeyOf<DataOf<T>>, Shape>>;

/** Keys of props that nobody reads, however deep: a misspelt one would leave what it should say unsaid. */
export function unknownKeyProblems(props: object, shape: Shape, at: Place = []): Problem[] {
  if (shape === "any") {
    return [];
  }
  const known = Object.keys(shape);
  return Object.entries(props).flatMap(([key, inner]: [string, unknown]) => {
    if (inner === undefined) {
      return [];
    }
    const below = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return below === undefined
      ? [{ path: [...at, key], message: unknownKey(key, known) }]
      : problemsBelow(inner, below, [...at, key]);
  });
}

function problemsBelow(value: unknown, shape: Shape, at: Place): Problem[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown, i) => problemsBelow(entry, shape, [...at, i]));
  }
  return isData(value) ? unknownKeyProblems(value, shape, at) : [];
}

/** What to say of a key that nobody reads. */
export function unknownKey(key: string, known: readonly string[]): string {
  return `unknown key ${quote(key)}${didYouMean(key, known)}; it takes ${known.join(", ")}`;
}

/** Constructs and what stands for one have methods, or a class. */
function isData(value: unknown): value is object {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === null || prototype === Object.prototype) &&
    Object.values(value).every((inner) => typeof inner !== "function")
  );
}
