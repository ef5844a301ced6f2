import { createHash } from "node:crypto";

/** Terraform's functions, as far as the synthesized stacks call them. */
const FUNCTIONS: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = {
  element: (list, place) => {
    const found = items(list)[Number(place)];
    if (found === undefined) throw new Error(`nothing at place ${asText(place)} of ${JSON.stringify(list)}`);
    return found;
  },
  join: (separator, list) => items(list).map(asText).join(asText(separator)),
  jsonencode: (value) => jsonEncode(value),
  lower: (value) => asText(value).toLowerCase(),
  nonsensitive: (value) => value,
  parseint: (text, base) => parseInt(asText(text), Number(base)),
  regex: (pattern, text) => {
    const [found] = asText(text).match(asText(pattern)) ?? [];
    if (found === undefined) throw new Error(`${asText(pattern)} matches nothing in ${JSON.stringify(text)}`);
    return found;
  },
  replace: (value, search, replacement) => replace(asText(value), asText(search), asText(replacement)),
  sha256: (value) => createHash("sha256").update(asText(value)).digest("hex"),
  substr: (text, start, length) => asText(text).substring(Number(start), Number(start) + Number(length)),
  timeadd: (time, duration) => timestamp(instant(time) + milliseconds(asText(duration))),
  timecmp: (one, other) => Math.sign(instant(one) - instant(other)),
  urlencode: (value) => urlEncode(asText(value)),
  // JSON is YAML too.
  yamlencode: (value) => JSON.stringify(value),
  uuidv5: (namespace, name) => uuidV5(asText(namespace), asText(name)),
};

export function callFunction(name: string, args: readonly unknown[]): unknown {
  const called = FUNCTIONS[name];
  if (called === undefined) throw new Error(`the function ${name} is not known here`);
  return called(...args);
}

/** A value within text. */
export function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`not text: ${JSON.stringify(value)}`);
}

/** A moment as Terraform writes it, to the second. */
export function timestamp(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The length of a duration such as 4320h0m0s. */
export function milliseconds(duration: string): number {
  if (!/^(\d+(h|m|s))+$/.test(duration)) throw new Error(`not a duration: ${duration}`);
  const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000 };
  return [...duration.matchAll(/(\d+)(h|m|s)/g)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
}

function instant(time: unknown): number {
  const found = Date.parse(asText(time));
  if (Number.isNaN(found)) throw new Error(`not a moment: ${asText(time)}`);
  return found;
}

function items(list: unknown): readonly unknown[] {
  if (!Array.isArray(list)) throw new Error(`not a list: ${JSON.stringify(list)}`);
  return list;
}

/** The namespaces of RFC 9562 for which Terraform has names. */
const UUID_NAMESPACES: Readonly<Record<string, string>> = {
  dns: "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  url: "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
  oid: "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
  x500: "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
};

function uuidV5(namespace: string, name: string): string {
  const known = UUID_NAMESPACES[namespace];
  if (known === undefined) throw new Error(`not a namespace of UUIDs: ${namespace}`);
  const bytes = createHash("sha1")
    .update(Buffer.from(known.replaceAll("-", ""), "hex"))
    .update(name)
    .digest();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Escapes everything but letters, digits and `-_.~`, and writes a space as a plus, as Go does for queries. */
function urlEncode(value: string): string {
  const escape = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(value)
    .replaceAll("%20", "+")
    .replace(/[!'()*]/g, escape);
}

function replace(value: string, search: string, replacement: string): string {
  if (/^\/.*\/$/s.test(search)) throw new Error("the function replace is not known here with a pattern");
  return value.replaceAll(search, () => replacement);
}

/** JSON with sorted keys and with what HTML could take for markup escaped, as Terraform makes it. */
function jsonEncode(value: unknown): string {
  const sorted = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(sorted);
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(
      Object.entries(each)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  };
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(sorted(value)).replace(/[<>&\u2028\u2029]/g, escape);
}
