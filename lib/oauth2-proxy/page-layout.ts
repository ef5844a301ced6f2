import { Fn, Token } from "cdktf";
import { inExpression } from "../schema/terraform-text";

/** A page of oauth2-proxy, a Go template of the name that it looks for. */
export function page(template: string, title: string, body: string): string {
  return `{{define "${template}"}}<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 12vh auto; padding: 0 1rem; color: #1b1b1b; background: #fff; }
h1 { font-size: 1.5rem; }
a { color: #0b5cad; }
small { color: #595959; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #1b1b1b; } a { color: #7cb8ff; } small { color: #aaa; } }
</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
{{end}}
`;
}

/** The link that starts a sign-in. With nothing to go back to it leads to the front page. */
export function signInAgain(frontPage: string | undefined): string {
  const target =
    frontPage === undefined
      ? "{{.Redirect}}"
      : `{{if eq .Redirect "/"}}${frontPage}{{else}}{{.Redirect}}{{end}}`;
  return `{{.ProxyPrefix}}/start?rd=${target}`;
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
