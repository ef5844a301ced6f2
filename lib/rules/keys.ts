import { flagOfName, wayOut } from "./asked-for";
import { didYouMean, isNearly } from "./nearest";
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
  return problemsIn(props, shape, at, () => keysWithin(shape, at));
}

function problemsIn(props: object, shape: Shape, at: Place, all: () => readonly KeyPlace[]): Problem[] {
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
      ? [{ path: [...at, key], message: unknownKey([...at, key], known, all) }]
      : problemsBelow(inner, below, [...at, key], all);
  });
}

function problemsBelow(value: unknown, shape: Shape, at: Place, all: () => readonly KeyPlace[]): Problem[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry: unknown, i) => problemsBelow(entry, shape, [...at, i], all));
  }
  return isData(value) ? problemsIn(value, shape, at, all) : [];
}

/** A key, and the keys that lead to what has it; a list's entries need none. */
export interface KeyPlace {
  readonly key: string;
  readonly within: readonly string[];
}

/** Every key of props, however deep. */
function keysWithin(shape: Shape, at: Place): KeyPlace[] {
  const within = at.filter((key) => typeof key === "string");
  return shape === "any"
    ? []
    : Object.entries(shape).flatMap(([key, inner]) => [{ key, within }, ...keysWithin(inner, [...at, key])]);
}

/**
 * What to say of a key that nobody reads, beside keys that are known there: what gives what it asks for, the place
 * where it belongs, or the key that was meant. `all` has every key that there is.
 */
export function unknownKey(path: Place, known: readonly string[], all: () => readonly KeyPlace[]): string {
  return foundKey(path, known, all) ?? `unknown key ${quote(path.at(-1))}; it takes ${known.join(", ")}`;
}

/** The same, where more can be said than what is known there. */
export function foundKey(
  path: Place,
  known: readonly string[],
  all: () => readonly KeyPlace[],
): string | undefined {
  const key = String(path.at(-1));
  const meant = didYouMean(key, known);
  const nearest =
    meant === "" ? undefined : `unknown key ${quote(key)}${meant}; it takes ${known.join(", ")}`;
  if (known.some((one) => isNearly(key, one))) {
    return nearest;
  }
  const asked = wayOut(key, known) ?? belongsElsewhere(path, all());
  if (asked !== undefined) {
    return `unknown key ${quote(key)}; ${asked}`;
  }
  const flag = nearest === undefined ? flagOfName(key) : undefined;
  return flag === undefined ? nearest : `unknown key ${quote(key)}; oauth2-proxy's flag of that name ${flag}`;
}

/** A key that stands in more places than these may mean anything, and so may words that say what kind of thing it is. */
const MOST_PLACES = 3;
const GENERAL = ["effect", "key", "kind", "max", "min", "name", "operator", "type", "value", "version"];

/** The places where a key or word belongs: those further in, or those of the same section, or all. */
export function belongsElsewhere(path: Place, all: readonly KeyPlace[]): string | undefined {
  const key = path.at(-1);
  const here = path.slice(0, -1).filter((one) => typeof one === "string");
  const places = all.filter((place) => place.key === key).map(({ within }) => within);
  const near = [
    places.filter((within) => here.every((one, i) => within[i] === one)),
    places.filter(([section]) => section === here[0]),
    places,
  ].find((some) => some.length > 0);
  return near === undefined || near.length > MOST_PLACES || GENERAL.includes(String(key))
    ? undefined
    : `it belongs to ${near.map((within) => (within.length === 0 ? "the top" : quote(within.join(".")))).join(" or ")}`;
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
