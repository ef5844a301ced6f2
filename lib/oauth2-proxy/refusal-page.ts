import type { RefusalWords } from "../contracts/identity";
import { contactOf, escape, linkTo, page, signInAgain } from "./page-layout";
import type { PageProps } from "./page-props";
import type { PageTexts } from "./page-texts/texts";

/** What the refusal page says to somebody who may not enter. */
export interface RefusalPageProps extends RefusalWords, PageProps {
  /** Whom people sign in to. */
  readonly service: string;
  /** Whom to ask, such as "the platform team (platform@contoso.com)". @default - whoever runs the application */
  readonly contact?: string;
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

/** The only message with which oauth2-proxy refuses a person who signed in but is in no allowed group. */
const NOT_ALLOWED = "You do not have permission to access this resource.";

/** The page is seen by everybody with an account, who need not learn how access is organized. */
const MOST_NAMES = 3;

function namedFew(names: readonly string[], { or, andMore }: PageTexts): string {
  if (names.length === 0) {
    return "";
  }
  const more = names.length - MOST_NAMES;
  const few = names.slice(0, MOST_NAMES).map(escape).join(or);
  return ` <strong>${few}</strong>${more > 0 ? andMore(more) : ""}`;
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
document.querySelectorAll("[data-another-account]").forEach((paragraph) => {
  const link = document.createElement("a");
  link.textContent = paragraph.dataset.anotherAccount;
  link.href = "${selectAccountUrl}&redirect_uri=" + encodeURIComponent(location.origin + ${callback}) +
    "&state=" + encodeURIComponent(CHOSEN + target);
  paragraph.replaceChildren(link);
});
</script>`;
}

/**
 * oauth2-proxy's `error.html`, a Go template. The proxy keeps no session of a refused person and gives the
 * page no name, so the page leads to one of the identity provider's that shows the account.
 */
export function refusalPage(props: RefusalPageProps): string {
  const { selectAccountUrl, frontPage, inPath = false } = props;
  return page(
    {
      template: "error.html",
      title: "{{.StatusCode}} {{.Title}}",
      body: (texts) => bodyOf(props, texts),
      script: selectAccountUrl === undefined ? "" : chooseAccount(selectAccountUrl, frontPage ?? "/", inPath),
    },
    props,
  );
}

function bodyOf(props: RefusalPageProps, texts: PageTexts): string {
  const { what, names, service, orElse, signOutUrl, accountUrl, frontPage } = props;
  const { looksLikeFailure = false, inPath = false } = props;
  const contact = props.contact === undefined ? texts.anybody : contactOf(props.contact);
  const signIn = linkTo(signInAgain(frontPage));
  const tryAgain = `<p>${signIn(texts.tryAgain)}</p>`;
  const lacks = [
    texts.lacks(service, what, namedFew(names, texts)),
    ...(orElse === undefined ? [] : [texts.orElse(escape(orElse))]),
    ...(accountUrl === undefined ? [] : [texts.whichAccount(linkTo(accountUrl, { isOutside: true }))]),
  ].join(" ");
  const remedies = `<p>${texts.remedy(contact, what)}</p>
<p data-another-account="${texts.useAnother}">${texts.anotherAccount(service, linkTo(signOutUrl, { isOutside: true }), signIn)}</p>`;
  const perhapsRefused = looksLikeFailure ? `<p>${texts.perhapsRefused} ${lacks}</p>\n${remedies}\n` : "";
  const appFailed = `{{else if eq .StatusCode 502}}
<h1>${texts.appFailed}</h1>
<p>${texts.appSilent(contact)}</p>
`;
  return `{{if and (eq .StatusCode 403) (eq .Message "${NOT_ALLOWED}")}}
<h1>${texts.refused}</h1>
<p>${lacks}</p>
${remedies}
{{else if eq .StatusCode 500}}
<h1>${texts.failed}</h1>
${perhapsRefused}<p>${texts.notAnswered(service, contact, looksLikeFailure)}</p>
${tryAgain}
${inPath ? appFailed : ""}{{else}}
<h1>${texts.error("{{.StatusCode}}", "{{.Title}}")}</h1>
<p lang="en">{{.Message}}</p>
${tryAgain}
{{end}}
{{if .RequestID}}<p><small>${texts.number} {{.RequestID}}</small></p>{{end}}`;
}
