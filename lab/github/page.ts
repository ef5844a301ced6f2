import type { Person } from "./people";

/** The page on which a person says who they are. */
export function signInPage(returnTo: string, people: readonly Person[]): string {
  const choices = people.map(
    ({ login, name }) =>
      `<p><button class="person" name="login" value="${escape(login)}">${escape(name)} (${escape(login)})</button></p>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Sign in to GitHub</title></head>
<body>
<h1>Select an account</h1>
<form method="post" action="/session">
<input type="hidden" name="return_to" value="${escape(returnTo)}">
${choices.join("\n")}
</form>
<footer><p>An emulator of GitHub, for a lab. It asks nobody for a password.</p></footer>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
