import { Fn, Token } from "cdktf";

/** What the refusal page says to somebody who may not enter. */
export interface RefusalPageProps {
  /** The group that is missing, as people know it. */
  readonly groupName: string;
  /** Whom to ask, such as "the platform team (platform@contoso.com)". */
  readonly contact: string;
  /** Where a person ends their sign-in, to use another account. */
  readonly signOutUrl: string;
  /** Where people see which account they are signed in with. */
  readonly accountUrl?: string;
  /** Where a sign-in leads that has lost where it came from. @default - the front page of the sign-in's own host */
  readonly frontPage?: string;
}

/** The only message with which oauth2-proxy refuses a person who signed in but is in no allowed group. */
const NOT_ALLOWED = "You do not have permission to access this resource.";

/**
 * oauth2-proxy's `error.html`, a Go template. The proxy keeps no session of a refused person and gives the
 * page no name, so the page leads to Microsoft's own page that shows the account.
 */
export function refusalPage(props: RefusalPageProps): string {
  const { groupName, contact, signOutUrl, accountUrl, frontPage } = props;
  const whichAccount =
    accountUrl === undefined
      ? ""
      : ` You can see <a href="${accountUrl}" rel="noreferrer">which account that is</a>.`;
  const target =
    frontPage === undefined
      ? "{{.Redirect}}"
      : `{{if eq .Redirect "/"}}${frontPage}{{else}}{{.Redirect}}{{end}}`;
  const signInAgain = `{{.ProxyPrefix}}/start?rd=${target}`;
  return `{{define "error.html"}}<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{.StatusCode}} {{.Title}}</title>
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
{{if and (eq .StatusCode 403) (eq .Message "${NOT_ALLOWED}")}}
<h1>You are signed in, but not allowed in here</h1>
<p>The Microsoft account that you signed in with is not a member of the group <strong>${escape(groupName)}</strong>.${whichAccount}</p>
<p>To be let in, ask ${escape(contact)} to add you to the group, then sign in again.</p>
<p>To use another account, <a href="${signOutUrl}" rel="noreferrer">sign out of Microsoft</a>, then <a href="${signInAgain}">sign in again</a>.</p>
{{else if eq .StatusCode 500}}
<h1>The sign-in could not be completed</h1>
<p>Something that it needs did not answer as it should: Microsoft, perhaps, for a moment. Try again in a minute. If it stays so, ask ${escape(contact)}.</p>
<p><a href="${signInAgain}">Try to sign in again</a></p>
{{else}}
<h1>{{.StatusCode}} {{.Title}}</h1>
<p>{{.Message}}</p>
<p><a href="${signInAgain}">Try to sign in again</a></p>
{{end}}
{{if .RequestID}}<p><small>When you ask for help, give this number: {{.RequestID}}</small></p>{{end}}
</main>
</body>
</html>
{{end}}
`;
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
function escape(text: string): string {
  return MARKUP.reduce(
    (escaped, [markup, written]) =>
      Token.isUnresolved(escaped)
        ? Fn.replace(escaped, Fn.rawString(markup), Fn.rawString(written))
        : escaped.replaceAll(markup, written),
    text,
  );
}
