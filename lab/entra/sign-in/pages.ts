import type { Account, Application, Tenant } from "../directory";
import type { SignInError, Trace } from "./errors";

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 27rem; margin: 10vh auto; padding: 0 1rem; color: #1b1b1b; background: #f2f2f2; }
main { background: #fff; padding: 2.75rem; box-shadow: 0 2px 6px rgb(0 0 0 / 20%); }
h1 { font-size: 1.5rem; margin-top: 0; }
button { font: inherit; cursor: pointer; padding: .4rem 1rem; }
button.person { display: block; width: 100%; text-align: left; border: 0; background: none; padding: .6rem; }
button.person:hover, button.person:focus { background: #eee; }
small, footer { color: #595959; overflow-wrap: anywhere; }
`;

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function document(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${content}
</main>
<footer><p>An emulator of Microsoft Entra ID, for a lab. It asks nobody for a password.</p></footer>
</body>
</html>
`;
}

function hidden(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join("\n");
}

/** The page on which a person says who they are. */
export function signInPage(action: string, returnTo: string, accounts: readonly Account[]): string {
  const people = accounts
    .map(
      ({ tenant, user }) => `<button class="person" name="username" value="${escape(user.userPrincipalName)}">
<strong>${escape(user.displayName)}</strong> (${escape(tenant.displayName)})<br><small>${escape(user.userPrincipalName)}</small>
</button>`,
    )
    .join("\n");
  return document(
    "Sign in to your account",
    `<h1>Pick an account</h1>
<form method="post" action="${escape(action)}">
${hidden({ ctx: returnTo })}
${people}
</form>`,
  );
}

/** The page on which a person consents to an application. */
export function consentPage(
  action: string,
  returnTo: string,
  request: { client: Application; username: string; permissions: readonly string[] },
): string {
  const { client, permissions, username } = request;
  return document(
    "Permissions requested",
    `<p>${escape(username)}</p>
<h1>Permissions requested</h1>
<p><strong>${escape(client.displayName)}</strong> would like to:</p>
<ul>
${permissions.map((permission) => `<li>${escape(permission)}</li>`).join("\n")}
</ul>
<p>Accepting these permissions means that you allow this app to use your data.</p>
<form method="post" action="${escape(action)}">
${hidden({ ctx: returnTo })}
<button name="decision" value="cancel">Cancel</button>
<button name="decision" value="accept">Accept</button>
</form>`,
  );
}

function troubleshooting({ correlationId, timestamp, traceId }: Trace): string {
  return `<p><small>Request Id: ${traceId}<br>Correlation Id: ${correlationId}<br>Timestamp: ${timestamp}</small></p>`;
}

/** The page that says why somebody cannot sign in. */
export function errorPage(error: SignInError, ids: Trace, signOutUrl: string): string {
  return document(
    "Sign in to your account",
    `<h1>Sign in</h1>
<p>Sorry, but we’re having trouble signing you in.</p>
<p id="service_exception_message">${escape(error.message)}</p>
${troubleshooting(ids)}
<p><a href="${escape(signOutUrl)}">Sign out and sign in with a different account</a></p>`,
  );
}

/** The page for permissions that only an administrator may consent to. */
export function adminApprovalPage(
  client: Application,
  tenant: Tenant,
  error: SignInError,
  ids: Trace,
): string {
  return document(
    "Need admin approval",
    `<h1>Need admin approval</h1>
<p>${escape(client.displayName)} needs permission to access resources in your organization that only an admin can grant. Please ask an admin of ${escape(tenant.displayName)} to grant permission to this app before you can use it.</p>
<p id="service_exception_message">${escape(error.message)}</p>
${troubleshooting(ids)}`,
  );
}

/** The page after signing out; the applications' own sign-out pages load in frames. */
export function signedOutPage(frames: readonly string[], next: string | undefined): string {
  const loaded = frames.map((url) => `<iframe hidden src="${escape(url)}"></iframe>`).join("\n");
  const onward = next === undefined ? "" : `<meta http-equiv="refresh" content="1;url=${escape(next)}">`;
  return document(
    "Sign out",
    `${onward}<h1>You signed out of your account</h1>
<p>It’s a good idea to close all browser windows.</p>
${loaded}`,
  );
}

/** The page that posts an answer to an application (`response_mode=form_post`). */
export function formPostPage(redirectUri: string, parameters: Readonly<Record<string, string>>): string {
  return document(
    "Working...",
    `<form method="post" action="${escape(redirectUri)}">
${hidden(parameters)}
<noscript><button>Continue</button></noscript>
</form>
<script>document.forms[0].submit();</script>`,
  );
}
