import { ANY, type KeysOf } from "../rules/keys";
import { quote, type Rule } from "../rules/rule";

/** What people see on the pages of the auth proxy, beside what they say. */
export interface PageProps {
  /** The name of the whole, such as "Contoso apps", above each page and in its title; at most 60 characters. @default - none */
  readonly title?: string;
  /**
   * A picture above each page: a PNG, JPEG, GIF, WebP or SVG of at most 32 kB, as a data URI; a config file may name
   * the file instead, from its own folder on. @default - none
   */
  readonly logo?: string;
}

export const PAGE_KEYS: KeysOf<PageProps> = { title: ANY, logo: ANY };

/** The page is in a ConfigMap, twice, and in Terraform's state. */
const MOST_BYTES = 32_768;
const LONGEST_TITLE = 60;

/** The name above the pages. */
export const pageTitle: Rule = (value) => {
  if (value.trim() === "") {
    return `${quote(value)} is empty; write a name such as "Contoso apps"`;
  }
  return value.length > LONGEST_TITLE
    ? `${quote(value)} has ${value.length} characters, and ${LONGEST_TITLE} is the most that the page has room for; write a shorter name`
    : undefined;
};

const DATA_URI = /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})$/;

/** The picture above the pages, which nobody has to load from elsewhere. */
export const pageLogo: Rule = (value) => {
  const [, type, base64 = ""] = DATA_URI.exec(value) ?? [];
  if (type === undefined) {
    return `${quote(value)} is no picture; write a data URI such as "data:image/png;base64,..." of a PNG, JPEG, GIF, WebP or SVG, or, in a config file, the name of such a file`;
  }
  const bytes = Buffer.from(base64, "base64");
  return logoProblem(bytes) ?? (typeOf(bytes) === type ? undefined : `says that it is ${type}, and is not`);
};

/** How pictures begin. */
const SIGNATURES: readonly (readonly [type: string, begins: RegExp])[] = [
  ["png", /^\x89PNG\r\n\x1a\n/],
  ["jpeg", /^\xff\xd8\xff/],
  ["gif", /^GIF8[79]a/],
  ["webp", /^RIFF....WEBP/s],
  ["svg+xml", /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s],
];

/** What runs or loads something in an SVG. */
const ACTIVE =
  /<script|<foreignObject|<!DOCTYPE|<!ENTITY|\son\w+\s*=|(href|src)\s*=\s*["']?(?!\s*["']?(#|data:image\/))|@import|url\(\s*["']?(?!#)/i;

/** What a picture is by its first bytes, or nothing. */
function typeOf(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1");
  return SIGNATURES.find(([, begins]) => begins.test(text))?.[0];
}

/** What keeps so many bytes from being a logo. */
export function logoSizeProblem(bytes: number): string | undefined {
  return bytes > MOST_BYTES
    ? `has ${bytes} bytes, and ${MOST_BYTES} is the most, because the page is in a ConfigMap and in the state; make it smaller, 96 pixels in height are enough`
    : undefined;
}

/** What keeps bytes from being a logo. */
export function logoProblem(bytes: Buffer): string | undefined {
  const size = logoSizeProblem(bytes.length);
  if (size !== undefined) {
    return size;
  }
  const type = typeOf(bytes);
  if (type === undefined) {
    return "is no PNG, JPEG, GIF, WebP or SVG; write one of them";
  }
  return type === "svg+xml" && ACTIVE.test(bytes.toString("utf8"))
    ? "is an SVG that runs or loads something; save it as plain SVG, or as PNG"
    : undefined;
}

/** The data URI of a picture that has no problem. */
export function logoUri(bytes: Buffer): string {
  return `data:image/${typeOf(bytes) ?? ""};base64,${bytes.toString("base64")}`;
}
