import type { EdgeName } from "../ingress/edge-forms";

/** How an edge reads the target of a request; the table of docs/paths.md says the same in words. */
export interface Reading {
  /** The path that it compares with those of routes. */
  readonly matched: string;
  /** The target as it arrives at the app. */
  readonly arrives: string;
}

/** The reading of a target, or nothing where the edge answers by itself that it is none (400, 414). */
export function read(edge: EdgeName, target: string): Reading | undefined {
  return edge === "traefik" ? readTraefik(withoutOrigin(target)) : readNginx(withoutOrigin(target));
}

const LONGEST_OF_NGINX = 8_000;

/** nginx decodes once and tidies what it matches, and passes on what came. */
function readNginx(target: string): Reading | undefined {
  const [path = ""] = target.split(/[?#]/);
  const decoded = decode(path, () => true);
  if (decoded === undefined || decoded.includes("\0") || target.length > LONGEST_OF_NGINX) return undefined;
  const matched = tidy(decoded, { above: "refuse", dotsEndOpen: true });
  return matched === undefined ? undefined : { matched, arrives: target };
}

/**
 * Traefik decodes what needs no escape and tidies the rest; that is what it matches and passes on. The lab's refuses
 * encoded slashes and backslashes, which it would take as it is installed.
 */
function readTraefik(target: string): Reading | undefined {
  const query = target.indexOf("?");
  const path = query < 0 ? target : target.slice(0, query);
  if (/%2f|%5c|[\\#]/i.test(path)) return undefined;
  const decoded = decode(path, (code) => /[A-Za-z0-9._~-]/.test(String.fromCharCode(code)));
  if (decoded === undefined) return undefined;
  const matched = tidy(decoded, { above: "stay", dotsEndOpen: false }) ?? "/";
  return { matched, arrives: query < 0 ? matched : matched + target.slice(query) };
}

/** An absolute target names a host, and is taken for its path. */
function withoutOrigin(target: string): string {
  return target.replace(/^https?:\/\/[^/]*/, "") || "/";
}

/** Decodes escapes, or writes them in capitals; nothing where one is broken. */
function decode(path: string, isDecoded: (code: number) => boolean): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return undefined;
  return path.replace(/%([0-9A-Fa-f]{2})/g, (escape, digits: string) => {
    const code = parseInt(digits, 16);
    return isDecoded(code) ? String.fromCharCode(code) : escape.toUpperCase();
  });
}

interface Tidying {
  /** Steps above the root are refused, or lead nowhere. */
  readonly above: "refuse" | "stay";
  /** Whether a path that ends with "." or ".." has a slash at its end afterwards. */
  readonly dotsEndOpen: boolean;
}

/** Without ".", ".." and empty segments. */
function tidy(path: string, { above, dotsEndOpen }: Tidying): string | undefined {
  const kept: string[] = [];
  const segments = path.split("/").slice(1);
  for (const segment of segments) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.pop() === undefined && above === "refuse") return undefined;
  }
  const last = segments.at(-1) ?? "";
  const isOpen = last === "" || (dotsEndOpen && /^\.\.?$/.test(last));
  return `/${kept.join("/")}${kept.length > 0 && isOpen ? "/" : ""}`;
}
