import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { CoreV1Api } from "@kubernetes/client-node";
import type { Page } from "playwright-core";
import { PEOPLE, type OAuthApp, type Person } from "../../github/people";
import type { Deployment } from "../../deployment";
import { seenByApp, isAtApp } from "../app-view";
import { sessionOf } from "../clients";
import { assertEntries } from "../entries";
import { PROXY_NAMESPACE } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import { assertNothingToChange } from "../second-plan";
import type { Scenario, Stage } from "../scenario";

const HOST = "https://podinfo.example.com";
const DEEP_LINK = `${HOST}/deep/link?x=1&y=a%20b`;
const COOKIE = "__Host-oauth2-proxy";
/** The Secret in the config files. */
const SECRET = { name: "github-oauth", key: "client-secret" };

export const gitHubTeams: Scenario = {
  name: "17a GitHub: members of a team get in where its rule lets them; other members, other organizations and unverified addresses never",
  seenFailing:
    "the organization allowed in place of its teams, which let in defunkt; no allowed_groups in the auth URL, which let monalisa into /admin",
  run: (stage) =>
    withGitHub(stage, "lab/e2e/github.yaml", async (deployed) => {
      const { browsers } = stage;
      const { monalisa, hubot, defunkt, stranger, unverified, octocat } = PEOPLE;

      const page = await browsers.signIn(DEEP_LINK, monalisa.login);
      await browsers.keep(page, "17-team");
      assert.equal(page.url(), DEEP_LINK);
      const { headers, url } = seenByApp({
        ...(await ask("/")),
        body: await page.locator("pre").innerText(),
      });
      assert.equal(url, "/deep/link?x=1&y=a%20b");
      assert.equal(headers["x-auth-request-user"], "monalisa");
      assert.equal(headers["x-auth-request-email"], "monalisa@example.net");
      assert.equal(headers["x-auth-request-groups"], "contoso,contoso:platform");
      const session = await sessionOf(page);
      await assertEntries("monalisa", session, { "/": true, "/admin": false, "/admin/x": false });
      await assertNoWayAround(session);

      const other = await browsers.signIn(`${HOST}/admin`, hubot.login);
      await assertEntries("hubot", await sessionOf(other), { "/": true, "/admin/x": true });

      for (const person of [defunkt, stranger, unverified, octocat]) {
        const refused = await assertRefused(stage, person, 403);
        assert.match(
          await refused.locator("body").innerText(),
          /The GitHub account that you signed in with is not a member of the team contoso:platform or contoso:site-reliability\. Or it has no verified primary e-mail address/,
        );
      }
      await anotherAccount(stage);
      await signsOut(page, await deployed.outputs());
      assert.equal((await ask("/")).status, 302, "no session");
      assert.ok(isFromApp(await ask("/public")), "the public path is closed");
    }),
};

export const gitHubUsers: Scenario = {
  name: "17b GitHub: somebody listed by login gets in beside a team, and reaches no path that is for the team",
  seenFailing:
    "none of oauth2-proxy's variables for who may sign in, which let in hubot; the one for people alone left out, which refused octocat",
  run: (stage) =>
    withGitHub(stage, "lab/e2e/github-users.yaml", async () => {
      const { octocat, monalisa, hubot, defunkt, stranger, unverified } = PEOPLE;

      const listed = await stage.browsers.signIn(DEEP_LINK, octocat.login);
      assert.equal(listed.url(), DEEP_LINK);
      await assertEntries("octocat", await sessionOf(listed), { "/": true, "/admin": false });
      const member = await stage.browsers.signIn(DEEP_LINK, monalisa.login);
      await assertEntries("monalisa", await sessionOf(member), { "/": true, "/admin": true });

      // oauth2-proxy itself refuses these, which looks like a failure of the sign-in.
      for (const person of [hubot, defunkt, stranger]) {
        const refused = await assertRefused(stage, person, 500);
        assert.match(await refused.locator("body").innerText(), /is not among those who may enter/);
      }
      await assertRefused(stage, unverified, 403);
    }),
};

/** Deploys a stack that signs in with GitHub, in place of whatever is deployed, and takes it away again. */
async function withGitHub(
  { lab, deploy, clear }: Stage,
  file: string,
  work: (deployed: Deployment) => Promise<void>,
): Promise<void> {
  const app: OAuthApp = {
    clientId: "Ov23liOfTheLab000000",
    clientSecret: randomBytes(20).toString("hex"),
    callbackUrl: `${HOST}/oauth2/callback`,
  };
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  await clear();
  await core.createNamespacedSecret({
    namespace: PROXY_NAMESPACE,
    body: { metadata: { name: SECRET.name }, stringData: { [SECRET.key]: app.clientSecret } },
  });
  try {
    await lab.withGitHub(app, async () => {
      const deployed = await deploy(file);
      assert.doesNotMatch(await readFile(lab.synthesize(file), "utf8"), /azuread/);
      await assertNothingToChange(deployed);
      await work(deployed);
    });
  } finally {
    await clear();
    await core.deleteNamespacedSecret({ name: SECRET.name, namespace: PROXY_NAMESPACE });
  }
}

/** Nobody gets a session by signing in as somebody who may not, nor a byte of the app. */
async function assertRefused({ browsers }: Stage, { login }: Person, status: number): Promise<Page> {
  const page = await browsers.open(DEEP_LINK);
  const answered = page.waitForResponse((response) => response.url().includes("/oauth2/callback"));
  await browsers.choose(page, login);
  await browsers.keep(page, `17-${login}`);
  assert.equal((await answered).status(), status, login);
  assert.ok(!isFromApp({ body: await page.content() }), `${login} reached the app`);
  const session = await sessionOf(page);
  assert.ok(!isFromApp(await ask("/", session)), `${login} has a session`);
  return page;
}

/** Neither a query nor a header of the browser leads past a rule. */
async function assertNoWayAround(session: { readonly cookie: string }): Promise<void> {
  const tricks: [string, Readonly<Record<string, string>>][] = [
    ["/admin?allowed_groups=contoso:platform", {}],
    ["/admin", { "x-auth-request-groups": "contoso:site-reliability" }],
    ["/admin", { "x-forwarded-uri": "/oauth2/auth?allowed_groups=contoso:platform" }],
  ];
  for (const [path, headers] of tricks) {
    const { status } = await ask(path, { ...session, ...headers });
    assert.equal(status, 403, `${path} with ${JSON.stringify(headers)}`);
  }
}

/** Somebody who was refused chooses another account and lands on the page they asked for. */
async function anotherAccount(stage: Stage): Promise<void> {
  const page = await assertRefused(stage, PEOPLE.octocat, 403);
  await page.getByRole("link", { name: "Use another account" }).click();
  await stage.browsers.choose(page, PEOPLE.monalisa.login);
  await page.waitForURL(DEEP_LINK);
  assert.ok(await isAtApp(page));
}

/** The session here ends, on a page that says so and that the one at GitHub goes on. */
async function signsOut(page: Page, outputs: Readonly<Record<string, unknown>>): Promise<void> {
  const { podinfo = "" } = outputs.sign_out_urls as Record<string, string>;
  assert.equal(podinfo, `${HOST}/oauth2/sign_out?rd=%2Foauth2%2Fsign_in`);
  const { cookie } = await sessionOf(page);
  assert.ok(isFromApp(await ask("/", { cookie })));
  await page.goto(podinfo);
  await page.waitForURL(`${HOST}/oauth2/sign_in`);
  assert.match(await page.locator("body").innerText(), /You are signed out.*still signed in to GitHub/s);
  // The browser asks for an icon by itself, which may start a sign-in with a cookie of its own.
  const left = (await page.context().cookies(HOST)).filter(({ name }) => name === COOKIE);
  assert.deepEqual(left, [], "the session cookie is still there");
}
