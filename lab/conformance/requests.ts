/** A way to write a request for a path, or for a path as if it lay in another one. */
export interface Shape {
  readonly name: string;
  /** The request's target. Paths have no slash at the end but for "/" itself, whose `path` is empty. */
  write(path: string, other: string, context: ShapeContext): string;
}

export interface ShapeContext {
  readonly host: string;
  /** A group's object id that may be asked for in vain. */
  readonly group: string;
}

function shape(name: string, write: Shape["write"]): Shape {
  return {
    name,
    write: (...given) => {
      const target = write(...given);
      return /^(\/|https:)/.test(target) ? target : `/${target}`;
    },
  };
}

const withoutSlash = (path: string): string => path.slice(1);
/** As many steps up as it takes to leave a path. */
const up = (path: string, step: string, separator = "/"): string =>
  path
    .split("/")
    .slice(1)
    .map(() => step)
    .join(separator);
const encodeFirst = (path: string): string =>
  path.replace(/[A-Za-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

/** Every way in which a path is asked for. */
export const SHAPES: readonly Shape[] = [
  shape("plain", (path) => path || "/"),
  shape("slash at the end", (path) => `${path}/`),
  shape("below", (path) => `${path}/x`),
  shape("beside", (path) => `${path}x`),
  shape("with a hyphen after it", (path) => `${path}-x`),
  shape("with a dot after it", (path) => `${path}.x`),
  shape("doubled slashes", (path) => `${path}/x`.replaceAll("/", "//")),
  shape("doubled slash in front", (path) => `/${path || "/"}`),
  shape("doubled slash at the end", (path) => `${path}//`),
  shape("dot", (path) => `/.${path}/./x`),
  shape("dots", (path) => `/x/..${path}/y/../x`),
  shape("dots at the end", (path) => `${path}/x/..`),
  shape("dot at the end", (path) => `${path}/.`),
  shape("out of another path by dots", (path, other) => `${other}/${up(other, "..")}${path}`),
  shape("out of another path by encoded dots", (path, other) => `${other}/${up(other, "%2e%2E")}${path}`),
  shape("half encoded dots", (path, other) => `${other}/${up(other, ".%2e")}${path}`),
  shape(
    "out of another path by encoded slashes",
    (path, other) => `${other}/${up(other, "..", "%2f")}%2f${withoutSlash(path)}`,
  ),
  shape("encoded slash", (path) => `/${withoutSlash(path).replaceAll("/", "%2F")}%2fx`),
  shape("encoded dot", (path) => `/%2e${path}/%2E/x`),
  shape("above the root", (path) => `/..${path}`),
  shape("encoded letter", (path) => encodeFirst(path) || "/%78"),
  shape("doubly encoded dots", (path, other) => `${other}/%252e%252e${path}`),
  shape("upper case", (path) => path.toUpperCase() || "/X"),
  shape("semicolon", (path) => `${path};x=1`),
  shape("semicolon after dots", (path, other) => `${other}/..;${path}`),
  shape("encoded semicolon", (path) => `${path}%3bx`),
  shape("backslash", (path, other) => `${other}/..\\${withoutSlash(path)}`),
  shape("encoded backslash", (path, other) => `${other}/..%5c${withoutSlash(path)}`),
  shape("hash", (path, other) => `${other}#/..${path}`),
  shape("encoded hash", (path, other) => `${other}%23/..${path}`),
  shape("encoded question mark", (path, other) => `${other}%3f/..${path}`),
  shape("query", (path, other) => `${path || "/"}?x=/..${other}`),
  shape("query with groups", (path, _, { group }) => `${path || "/"}?allowed_groups=${group}`),
  shape("query with an address", (path, other) => `${path || "/"}?rd=https://evil.example${other}`),
  shape("space", (path) => `${path}%20`),
  shape("null", (path) => `${path}/%00`),
  shape("line break", (path) => `${path}/%0d%0a`),
  shape("bad escape", (path) => `${path}/%zz`),
  shape("overlong dots", (path, other) => `${other}/%c0%ae%c0%ae${path}`),
  shape("not ASCII", (path) => `${path}/%c3%a9`),
  shape("long", (path) => `${path}/${"l".repeat(3_000)}`),
  shape("longer than nginx takes", (path) => `${path}/${"l".repeat(9_000)}`),
  shape("absolute form", (path, _, { host }) => `https://${host}${path || "/"}`),
  shape("absolute form with dots", (path, other, { host }) => `https://${host}${other}/..${path}`),
];
