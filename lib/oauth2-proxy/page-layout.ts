import { Fn, Token } from "cdktf";
import { inExpression } from "../schema/terraform-text";
import type { PageProps } from "./page-props";
import { LANGUAGES } from "./page-texts";
import type { PageTexts } from "./page-texts/texts";

/** Everything that a page loads is in it: a template that is filled in with more could load nothing else. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * Shows the page in the language that the browser wishes. oauth2-proxy's templates know nothing of the request's
 * headers, so the page has all of them; without scripts it is in the first.
 */
const CHOOSE_LANGUAGE = `<script>
const sections = Array.from(document.querySelectorAll("main > [lang]"));
const offered = (tag) => sections.find((section) => section.lang === tag);
const wished = (navigator.languages || [navigator.language]).map((tag) => String(tag).split("-")[0].toLowerCase());
const shown = offered(wished.find(offered)) || sections[0];
sections.forEach((section) => { section.hidden = section !== shown; });
document.documentElement.lang = shown.lang;
document.title = [shown.querySelector("h1").textContent, document.body.dataset.title].filter(Boolean).join(" - ");
</script>`;

/** What a page says. */
export interface PageContent {
  /** The name of the Go template, which oauth2-proxy looks for. */
  readonly template: string;
  /** The page's title where scripts are off. */
  readonly title: string;
  /** What stands between its header and its end, in one language. */
  readonly body: (texts: PageTexts) => string;
  /** A script that runs once the page is in its language. @default - none */
  readonly script?: string;
}

/** A page of oauth2-proxy, a Go template of the name that it looks for, in every language. */
export function page(
  { template, title, body, script = "" }: PageContent,
  { title: name, logo }: PageProps = {},
): string {
  const shown = name === undefined ? "" : escape(name);
  const sections = LANGUAGES.map(
    (texts, i) => `<div lang="${texts.language}"${i === 0 ? "" : " hidden"}>
${body(texts)}
</div>`,
  );
  const header = [
    ...(logo === undefined ? [] : [`<img src="${logo}" alt="">`]),
    ...(name === undefined ? [] : [`<p>${shown}</p>`]),
  ];
  return `{{define "${template}"}}<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${title}${name === undefined ? "" : ` - ${shown}`}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1rem; color: #1b1b1b; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
header { display: flex; align-items: center; gap: 0.75rem; font-weight: 600; }
header img { max-height: 3rem; max-width: 12rem; }
a { color: #0b5cad; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
small { color: #595959; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #1b1b1b; } a { color: #7cb8ff; } small { color: #aaa; } }
</style>
</head>
<body${name === undefined ? "" : ` data-title="${shown}"`}>
${header.length === 0 ? "" : `<header>${header.join("")}</header>\n`}<main>
${sections.join("\n")}
</main>
${CHOOSE_LANGUAGE}${script}
</body>
</html>
{{end}}
`;
}

/** A link of a page; one to another site does not tell it where somebody comes from. */
export function linkTo(address: string, { isOutside = false } = {}): (words: string) => string {
  return (words) => `<a href="${address}"${isOutside ? ' rel="noreferrer"' : ""}>${words}</a>`;
}

/** The link that starts a sign-in. With nothing to go back to it leads to the front page. */
export function signInAgain(frontPage: string | undefined): string {
  const target =
    frontPage === undefined
      ? "{{.Redirect}}"
      : `{{if eq .Redirect "/"}}${frontPage}{{else}}{{.Redirect}}{{end}}`;
  return `{{.ProxyPrefix}}/start?rd=${target}`;
}

/** What is an address in a text: of mail, or of a page. A dot or bracket after it is the sentence's. */
const ADDRESS = /https:\/\/[^\s<>"'`{}()]+[^\s<>"'`{}().,;:!?]|[\w.%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;

/** Whom to ask, with what is an address as a link. What only Terraform knows has none. */
export function contactOf(text: string): string {
  if (Token.isUnresolved(text)) {
    return escape(text);
  }
  const between = text.split(ADDRESS).map(escape);
  const links = (text.match(ADDRESS) ?? []).map((address) =>
    linkTo(escape(address.startsWith("https://") ? address : `mailto:${address}`), {
      isOutside: address.startsWith("https://"),
    })(escape(address)),
  );
  return between.map((piece, i) => `${piece}${links[i] ?? ""}`).join("");
}

/** What HTML or a Go template would read as markup, and what to write instead; the ampersand first. */
const MARKUP = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["{{", "&#123;&#123;"],
] as const;

/** Text inside HTML inside a Go template; one that only Terraform knows is escaped there. */
export function escape(text: string): string {
  return MARKUP.reduce(
    (escaped, [markup, written]) =>
      Token.isUnresolved(escaped)
        ? Fn.replace(inExpression(escaped), Fn.rawString(markup), Fn.rawString(written))
        : escaped.replaceAll(markup, written),
    text,
  );
}
