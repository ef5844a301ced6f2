import assert from "node:assert/strict";
import { isAtApp } from "../app-view";
import { ownToken, sessionOf } from "../clients";
import { accessGroup } from "../directory";
import { assertEntries, type Entries } from "../entries";
import { ask, isFromApp } from "../requests";
import { assertNothingToChange } from "../second-plan";
import type { Scenario, Stage } from "../scenario";

const HOST = "https://podinfo.example.com";

/** Where each of them enters, and what each of them may see of the rest. */
const PEOPLE: Readonly<Record<string, { readonly at: string; readonly entries: Entries }>> = {
  "alice@contoso.com": {
    at: "/work/deep?x=1",
    entries: {
      "/work": true,
      "/work/administer": true,
      "/work/admin": false,
      "/work/admin/reports": false,
      "/work/finance": false,
      "/api": false,
    },
  },
  "bob@contoso.com": {
    at: "/work/admin/reports",
    entries: {
      "/work": false,
      "/work/admin": false,
      "/work/admin/reports/2026": true,
      "/work/admin/reportsx": false,
      "/work/finance": true,
      "/api": false,
    },
  },
  "carol@contoso.com": {
    at: "/work/admin",
    entries: {
      "/work": false,
      "/work/admin/x": true,
      "/work/admin/reports": false,
      "/work/finance": true,
      "/api": false,
    },
  },
};

/** Spellings near a path that is closed to alice. What the app then sees must not be that path. */
const SPELLINGS = [
  "//work/admin",
  "/work//admin",
  "/work/./admin",
  "/work/x/../admin",
  "/work/%61dmin",
  "/work/%2e/admin",
  "/work%2fadmin",
  "/work/admin%2freports",
  "/work/x/%2e%2e/admin",
];

function isClosed(url: string): boolean {
  const { pathname } = new URL(url.replace(/^\/+/, "/"), HOST);
  return /^\/work\/admin(\/|$)/.test(decodeURIComponent(pathname).replace(/\/+/g, "/"));
}

export const rules: Scenario = {
  name: "10 groups: everybody reaches the parts whose rule names them and no other; the most specific path counts, and what no rule covers is closed",
  seenFailing:
    "the auth check of a path asking for the groups of its app; Traefik taking an encoded slash, which led past a rule",
  whyNotBefore: ({ inPath }) =>
    inPath ? "has rules for paths, and an auth proxy in the path one rule" : undefined,
  async run(stage) {
    const { contoso } = stage.lab.entra.seed;
    const deployment = await stage.deploy("lab/e2e/rules.yaml");
    await assertNothingToChange(deployment);

    let alice = { cookie: "" };
    for (const [person, { at, entries }] of Object.entries(PEOPLE)) {
      const page = await stage.browsers.signIn(`${HOST}${at}`, person);
      await stage.browsers.keep(page, `10-${person.split("@")[0]}`);
      assert.ok(await isAtApp(page), `${person} does not get in at ${at}`);
      const session = await sessionOf(page);
      await assertEntries(person, session, entries);
      alice = person.startsWith("alice") ? session : alice;
    }
    await assertNoWayAround(alice, accessGroup(contoso));
    await assertRefused(stage);

    const token = await ownToken(contoso, await deployment.outputs());
    const bearer = { authorization: `Bearer ${token}` };
    await assertEntries("the application itself", bearer, {
      "/api": true,
      "/work": false,
      "/work/admin": false,
    });
    assert.equal((await ask("/work/admin")).status, 302, "no session");
    assert.equal((await ask("/api")).status, 401, "no session at an api");
    assert.ok(isFromApp(await ask("/work/admin/logo")), "the public path is closed");
    for (const path of ["/", "/workshop", "/WORK", "/elsewhere"]) {
      assert.equal(
        (await ask(path, alice)).status,
        404,
        `${path} is nobody's, and not closed by the controller`,
      );
    }
  },
};

/** Neither a query nor a header of the browser, nor a spelling, leads past a rule. */
async function assertNoWayAround(alice: { readonly cookie: string }, staff: string): Promise<void> {
  const tricks: [string, Readonly<Record<string, string>>][] = [
    [`/work/admin?allowed_groups=${staff}`, {}],
    ["/work/admin?allowed_groups=", {}],
    ["/work/admin", { "x-original-url": `${HOST}/work` }],
    ["/work/admin", { "x-forwarded-uri": `/oauth2/auth?allowed_groups=${staff}` }],
    ["/work/admin", { "x-auth-request-redirect": "/work", "x-auth-request-groups": staff }],
    ["/work/admin", { "x-rewrite-url": "/work" }],
  ];
  for (const [path, headers] of tricks) {
    const { status } = await ask(path, { ...alice, ...headers });
    assert.equal(status, 403, `${path} with ${JSON.stringify(headers)}`);
  }
  for (const path of SPELLINGS) {
    const answer = await ask(path, alice);
    const seen = isFromApp(answer) ? (JSON.parse(answer.body) as { url: string }).url : undefined;
    assert.ok(seen === undefined || !isClosed(seen), `${path} reached the app as ${seen}`);
  }
}

/** In none of the groups: no session, and a page that names all of them. */
async function assertRefused({ browsers }: Stage): Promise<void> {
  const page = await browsers.signIn(`${HOST}/work`, "mallory@contoso.com");
  await browsers.keep(page, "10-refused");
  const text = await page.locator("body").innerText();
  assert.match(
    text,
    /oauth2-proxy-users or oauth2-proxy-users-podinfo--work--admin or oauth2-proxy-finance, or one of 2 more/,
  );
}
