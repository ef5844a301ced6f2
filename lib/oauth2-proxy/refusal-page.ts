import type { RefusalWords } from "../contracts/identity";
import { escape, page, signInAgain } from "./page-layout";

/** What the refusal page says to somebody who may not enter. */
export interface RefusalPageProps extends RefusalWords {
  /** Whom people sign in to. */
  readonly service: string;
  /** Whom to ask, such as "the platform team (platform@contoso.com)". */
  readonly contact: string;
  /** Where a person ends their sign-in, to use another account. */
  readonly signOutUrl: string;
  /** Where a person signs in with an account of their choice: all of a request but where it came from. */
  readonly selectAccountUrl?: string;
  /** Where people see which account they are signed in with. */
  readonly accountUrl?: string;
  /** Where a sign-in leads that has lost where it came from. @default - the front page of the sign-in's own host */
  readonly frontPage?: string;
  /** Whether the auth proxy stands before the app, so that the page is seen at any path, and where the app fails. @default false */
  readonly inPath?: boolean;
}

/** What somebody lacks, and what would help. */
const REASONS: Readonly<Record<RefusalWords["what"], readonly [lacks: string, remedy: string]>> = {
  group: ["is not a member of the group", "add you to the group"],
  role: ["does not have the role", "give you the role"],
  member: ["is not a member of this organization, and guests are not let in", "make you a member"],
  organization: ["is not a member of the organization", "add you to the organization"],
  team: ["is not a member of the team", "add you to the team"],
  person: ["is not among those who may enter", "add you to them"],
};

/** The only message with which oauth2-proxy refuses a person who signed in but is in no allowed group. */
const NOT_ALLOWED = "You do not have permission to access this resource.";

/** The page is seen by everybody with an account, who need not learn how access is organized. */
const MOST_NAMES = 3;

function namedFew(names: readonly string[]): string {
  if (names.length === 0) {
    return "";
  }
  const more = names.length - MOST_NAMES;
  const others = more <= 0 ? "" : more === 1 ? ", or one more" : `, or one of ${more} more`;
  return ` <strong>${names.slice(0, MOST_NAMES).map(escape).join(" or ")}</strong>${others}`;
}

/**
 * Lets a person choose another account. oauth2-proxy passes no `prompt` on, so the page itself asks the
 * identity provider, which answers at the callback. oauth2-proxy has started no such sign-in and shows its
 * error page, which then starts the sign-in proper, with the account that was chosen. Both times the state
 * says where to go afterwards. Without scripts the page's two links do the same in two steps.
 */
function chooseAccount(selectAccountUrl: string, frontPage: string, inPath: boolean): string {
  const callback = inPath ? '"{{.ProxyPrefix}}/callback"' : "location.pathname";
  return `
<script>
const CHOSEN = "another-account:";
const state = new URLSearchParams(location.search).get("state") || "";
const asked = state.slice(state.indexOf(":") + 1);
const target = asked.length > 1 ? asked : "${frontPage}";
if (state.startsWith(CHOSEN)) {
  location.replace("{{.ProxyPrefix}}/start?rd=" + encodeURIComponent(target));
}
const paragraph = document.getElementById("another-account");
if (paragraph) {
  const link = document.createElement("a");
  link.textContent = "Use another account";
  link.href = "${selectAccountUrl}&redirect_uri=" + encodeURIComponent(location.origin + ${callback}) +
    "&state=" + encodeURIComponent(CHOSEN + target);
  paragraph.replaceChildren(link);
}
</script>`;
}

/** What people see who are let in while the app does not answer. */
function appFailed(contact: string): string {
  return `{{else if eq .StatusCode 502}}
<h1>This application does not answer</h1>
<p>You are signed in and allowed in. Try again in a minute. If it stays so, ask ${escape(contact)}.</p>
`;
}

/**
 * oauth2-proxy's `error.html`, a Go template. The proxy keeps no session of a refused person and gives the
 * page no name, so the page leads to one of the identity provider's that shows the account.
 */
export function refusalPage(props: RefusalPageProps): string {
  const { what, names, contact, signOutUrl, selectAccountUrl, accountUrl, frontPage } = props;
  const { service, orElse, looksLikeFailure = false, inPath = false } = props;
  const [lacks, remedy] = REASONS[what];
  const named = namedFew(names);
  const otherwise = orElse === undefined ? "" : `, or ${escape(orElse)}`;
  const account = `${service} account that you signed in with ${lacks}${named}${otherwise}.`;
  const whichAccount =
    accountUrl === undefined
      ? ""
      : ` You can see <a href="${accountUrl}" rel="noreferrer">which account that is</a>.`;
  const again = signInAgain(frontPage);
  const remedies = `<p>To be let in, ask ${escape(contact)} to ${remedy}, then sign in again.</p>
<p id="another-account">To use another account, <a href="${signOutUrl}" rel="noreferrer">sign out of ${service}</a>, then <a href="${again}">sign in again</a>.</p>`;
  const failure = looksLikeFailure
    ? `<p>Perhaps you are not allowed in here: the ${account}${whichAccount}</p>
${remedies}
<p>Or something that it needs`
    : "<p>Something that it needs";
  return page(
    "error.html",
    "{{.StatusCode}} {{.Title}}",
    `{{if and (eq .StatusCode 403) (eq .Message "${NOT_ALLOWED}")}}
<h1>You are signed in, but not allowed in here</h1>
<p>The ${account}${whichAccount}</p>
${remedies}
{{else if eq .StatusCode 500}}
<h1>The sign-in could not be completed</h1>
${failure} did not answer as it should: ${service}, perhaps, for a moment. Try again in a minute. If it stays so, ask ${escape(contact)}.</p>
<p><a href="${again}">Try to sign in again</a></p>
${inPath ? appFailed(contact) : ""}{{else}}
<h1>{{.StatusCode}} {{.Title}}</h1>
<p>{{.Message}}</p>
<p><a href="${again}">Try to sign in again</a></p>
{{end}}
{{if .RequestID}}<p><small>When you ask for help, give this number: {{.RequestID}}</small></p>{{end}}${selectAccountUrl === undefined ? "" : chooseAccount(selectAccountUrl, frontPage ?? "/", inPath)}`,
  );
}
