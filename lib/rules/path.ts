import { quote, type Rule } from "./rule";

/** A path of an Ingress rule. */
export const ingressPath: Rule = (value) => {
  if (!value.startsWith("/")) {
    return `${quote(value)} does not start with "/"; write ${quote(`/${value}`)}`;
  }
  if (/[\s"'{};\\?#%*^$|()[\]]/.test(value) || value.includes("//") || /(^|\/)\.{1,2}(\/|$)/.test(value)) {
    return `${quote(value)} is not a plain path; controllers compare it with the decoded path, so write one such as /api without patterns, queries, escapes, "//" or dots`;
  }
  return undefined;
};

/** Longer than any path that people write, and short enough for every name that an edge makes of it. */
const LONGEST_PATH = 1_024;

/**
 * The paths that an ingress controller takes as they are written. `otherwise` says what it does with others, and
 * which of its settings changes that.
 */
export function strictPath(otherwise: string): Rule {
  return (value) => {
    const [odd] = value.match(/[^A-Za-z0-9._/-]/u) ?? [];
    if (odd !== undefined) {
      return `${quote(value)} has ${quote(odd)}, and ${otherwise}; use letters, digits, ".", "_" and "-" between the slashes, or protect the path around it`;
    }
    return value.length > LONGEST_PATH
      ? `${quote(value)} has ${value.length} characters, and ${LONGEST_PATH} is the most; protect a shorter path around it`
      : undefined;
  };
}

/** Whether a path is `prefix` or lies below it, as an Ingress path of type Prefix compares them. */
export function isWithinPath(path: string, prefix: string): boolean {
  const base = withoutSlash(prefix);
  return path === base || path === `${base}/` || path.startsWith(`${base}/`);
}

/** A path of an Ingress or a route; without a type it is one with everything below it. */
export interface ComparedPath {
  readonly path: string;
  readonly pathType?: string;
}

/** Whether a path is another one, or lies below it where that one is a prefix. */
export function coversPath(outer: ComparedPath, inner: ComparedPath): boolean {
  return outer.pathType === "Exact" ? samePath(outer, inner) : isWithinPath(inner.path, outer.path);
}

/** One text for one claim to a path. Prefixes are compared element by element, so a slash at the end makes no difference. */
export function pathClaim({ path, pathType = "Prefix" }: ComparedPath): string {
  return `${pathType} ${pathType === "Prefix" ? withoutSlash(path) : path}`;
}

/** Whether two paths are the same claim. */
export function samePath(one: ComparedPath, other: ComparedPath): boolean {
  return pathClaim(one) === pathClaim(other);
}

/** The most specific first: a path alone before one with everything below it, and the longer one. */
export function bySpecificity(
  { path: one, pathType: oneType = "Prefix" }: ComparedPath,
  { path: other, pathType: otherType = "Prefix" }: ComparedPath,
): number {
  if (oneType !== otherType) {
    return oneType === "Exact" ? -1 : 1;
  }
  return withoutSlash(other).length - withoutSlash(one).length;
}

/** A slash at the end makes no path more specific. */
function withoutSlash(path: string): string {
  return path.replace(/\/$/, "");
}
