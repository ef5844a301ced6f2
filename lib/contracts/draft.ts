import type { Place } from "../rules/rule";

/** The places of holes, as a tree. One without branches is a hole itself. */
type Holes = ReadonlyMap<string | number, Holes>;

/**
 * Plain data with holes, which are places where something is wrong in itself or not known yet. Whoever reads it says
 * how much has to be whole, so that nothing is said that only follows from a hole.
 */
export class Draft<out T> {
  private constructor(
    private readonly data: unknown,
    /** @default - there are none */
    private readonly holes?: Holes,
  ) {}

  /** Data that is of its type, but for what stands at some places. */
  static of<T>(data: unknown, holes: readonly Place[] = []): Draft<T> {
    return new Draft<T>(data, holes.length === 0 ? undefined : treeOf(holes));
  }

  /** Whether anything stands here, right or wrong. */
  get isSaid(): boolean {
    return this.data !== undefined;
  }

  /** Whether there is no hole here, nor further in. */
  get isWhole(): boolean {
    return this.holes === undefined;
  }

  /** What stands here, where it is whole. */
  get whole(): T | undefined {
    // What is no hole has been held against its type.
    return this.isWhole ? (this.data as T) : undefined;
  }

  /** The keys of a map, of those too under which something is wrong, or the places of a list. */
  get keys(): readonly string[] {
    return isMap(this.data) && !this.isHole ? Object.keys(this.data) : [];
  }

  /** What stands under a key; `partOf` knows of which type it is. */
  inner(key: string | number): Draft<unknown> {
    const data = isMap(this.data) && Object.hasOwn(this.data, key) ? this.data[key] : undefined;
    return new Draft(data, this.isHole ? this.holes : this.holes?.get(key));
  }

  /** Whether nothing of it is known. */
  get isHole(): boolean {
    return this.holes?.size === 0;
  }
}

type Keys<T> = (T extends unknown ? keyof T : never) & string;
type At<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : undefined) : never;
type Entry<T> = T extends readonly (infer One)[] ? One : never;

/** What stands under a key, or under one further in. */
export function partOf<T, A extends Keys<T>>(draft: Draft<T>, a: A): Draft<At<T, A>>;
export function partOf<T, A extends Keys<T>, B extends Keys<At<T, A>>>(
  draft: Draft<T>,
  a: A,
  b: B,
): Draft<At<At<T, A>, B>>;
export function partOf<T, A extends Keys<T>, B extends Keys<At<T, A>>, C extends Keys<At<At<T, A>, B>>>(
  draft: Draft<T>,
  a: A,
  b: B,
  c: C,
): Draft<At<At<At<T, A>, B>, C>>;
export function partOf(draft: Draft<unknown>, ...keys: readonly string[]): Draft<unknown> {
  return keys.reduce<Draft<unknown>>((outer, key) => outer.inner(key), draft);
}

/** What stands under some keys, where all of that is whole. */
export function pick<T, Key extends Keys<T>>(
  draft: Draft<T>,
  ...keys: readonly Key[]
): { readonly [One in Key]: At<T, One> } | undefined {
  const inner = keys.map((key) => [key, partOf(draft, key)] as const);
  return inner.every(([, { isWhole }]) => isWhole)
    ? (Object.fromEntries(inner.map(([key, { whole }]) => [key, whole])) as { [One in Key]: At<T, One> })
    : undefined;
}

/** The entries of a list, in order; none where there is no list. */
export function entriesOf<T>(list: Draft<T>): Draft<Entry<T>>[] {
  return list.keys.map((_, i) => list.inner(i) as Draft<Entry<T>>);
}

function isMap(data: unknown): data is Readonly<Record<string | number, unknown>> {
  return typeof data === "object" && data !== null;
}

function treeOf(places: readonly Place[]): Holes {
  const branches = new Map<string | number, Place[]>();
  for (const [key, ...rest] of places) {
    // What is wrong as a whole has nothing right in it.
    if (key === undefined) {
      return new Map();
    }
    branches.set(key, [...(branches.get(key) ?? []), rest]);
  }
  return new Map([...branches].map(([key, rest]) => [key, treeOf(rest)]));
}
