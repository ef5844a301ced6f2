import assert from "node:assert/strict";
import { isAtApp } from "../app-view";
import { get, type IncomingMessage } from "node:http";
import { CoreV1Api } from "@kubernetes/client-node";
import type { Page } from "playwright-core";
import type { SessionSize, SessionStore } from "../../../lib/contracts/sign-in";
import { IDENTITIES } from "../../../lib/identity";
import { sessionSize } from "../../../lib/resolver";
import type { User } from "../../entra/directory";
import { APP_HOST, type Lab } from "../../lab";
import { ownToken } from "../clients";
import { PROXY_NAMESPACE } from "../proxy-pods";
import { ask, isFromApp, post } from "../requests";
import { assertNothingToChange } from "../second-plan";
import type { Scenario, Stage } from "../scenario";

const URL = `https://${APP_HOST}/`;
/** More than a token lists. */
const TOO_MANY = 250;
const ASSIGNED = "examples/many-groups.yaml";

/** How far the size budget's model may be off. */
const TOLERANCE = 0.1;
const BUDGETS: readonly { file: string; store: SessionStore; token: boolean }[] = [
  { file: "lab/e2e/people.yaml", store: "cookie-minimal", token: false },
  { file: "lab/e2e/full-session.yaml", store: "cookie", token: true },
];

const sizes: Scenario = {
  name: "12a sessions of people in 1, 34, 100 and 200 groups have the sizes that the budget says, within 10 %",
  seenFailing: "51 bytes a group in the model's cookie made 41; the person of 34 groups in 44",
  async run({ lab, browsers, deploy }) {
    const off: string[] = [];
    for (const { file, store, token } of BUDGETS) {
      await deploy(file);
      for (const groups of [1, 34, 100, 200]) {
        const person = personIn(lab, groups);
        const measured = await measure(lab, browsers, person);
        const expected = sessionSize(IDENTITIES.entra, store, token, groups);
        for (const key of ["cookieLine", "callbackHeader", "authHeader"] as const) {
          const ratio = measured[key] / expected[key];
          if (Math.abs(ratio - 1) > TOLERANCE) {
            off.push(`${store}, ${groups} groups: ${key} has ${measured[key]} B, not ${expected[key]} B`);
          }
        }
      }
    }
    assert.deepEqual(off, []);
  },
};

const overage: Scenario = {
  name: "12b somebody in 250 groups is refused, and let in where Microsoft Graph is asked; a second plan changes nothing",
  seenFailing: "overage.yaml without groupOverage; people.yaml with it",
  async run({ lab, browsers, deploy }) {
    await deploy("lab/e2e/people.yaml");
    const person = personIn(lab, TOO_MANY);
    const refused = await browsers.signIn(URL, person.userPrincipalName);
    await browsers.keep(refused, "12b-refused");
    assert.ok(!(await isAtApp(refused)), "somebody whose token lists no groups got in");

    const deployed = await deploy("lab/e2e/overage.yaml");
    await assertNothingToChange(deployed);
    addToAccessGroup(lab, person);
    const page = await browsers.signIn(URL, person.userPrincipalName);
    await browsers.keep(page, "12b-let-in");
    assert.equal((await groupsSeenByApp(page)).length, TOO_MANY);

    const { mallory } = lab.entra.seed.people;
    assert.ok(!(await isAtApp(await browsers.signIn(URL, mallory.userPrincipalName))), "an outsider got in");
  },
};

const assigned: Scenario = {
  name: "12c with assigned groups somebody in 250 groups is in, with the stack's own alone; who is not assigned gets AADSTS50105 and no token; a second plan changes nothing",
  seenFailing:
    "many-groups.yaml without groupClaim, without assignmentRequired, without the service principal",
  async run({ lab, browsers, deploy }) {
    const deployed = await deploy(ASSIGNED);
    await assertNothingToChange(deployed);
    const outputs = await deployed.outputs();
    const person = personIn(lab, TOO_MANY);

    const page = await browsers.signIn(URL, person.userPrincipalName);
    assert.deepEqual(await groupsSeenByApp(page), [outputs.group_id]);

    const { contoso, people, deployer } = lab.entra.seed;
    const outsider = await browsers.signIn(URL, people.mallory.userPrincipalName);
    await browsers.keep(outsider, "12c-not-assigned");
    assert.match(await outsider.locator("body").innerText(), /AADSTS50105/);
    assert.equal(new globalThis.URL(outsider.url()).host, "login.microsoftonline.com");

    const token = await ownToken(contoso, outputs);
    assert.ok(
      isFromApp(await ask("/", { authorization: `Bearer ${token}` })),
      "the service principal is out",
    );
    const { body } = await post("login.microsoftonline.com", `/${contoso.id}/oauth2/v2.0/token`, {
      grant_type: "client_credentials",
      client_id: deployer.clientId,
      client_secret: deployer.clientSecret,
      scope: `${String(outputs.client_id)}/.default`,
    });
    assert.match(body, /AADSTS501051/, "a service principal that is not assigned got a token");
  },
};

export const manyGroups: readonly Scenario[] = [sizes, overage, assigned];

/** Somebody new who is in so many groups, of which one is the access group. */
function personIn(lab: Lab, groups: number): User {
  const { contoso } = lab.entra.seed;
  const id = `in-${groups}-groups-${contoso.users.list().length}`;
  const userPrincipalName = `${id}@contoso.com`;
  const person = contoso.addUser({ userPrincipalName, displayName: id, mail: userPrincipalName });
  for (let i = 1; i < groups; i += 1) {
    const displayName = `${id}-${i}`;
    contoso.addGroup({ displayName, mailNickname: displayName, members: [person.id] });
  }
  addToAccessGroup(lab, person);
  return person;
}

function addToAccessGroup(lab: Lab, { id }: User): void {
  const { contoso } = lab.entra.seed;
  const group = contoso.groups.find(({ displayName }) => displayName === "oauth2-proxy-users");
  assert.ok(group, "the access group is not there");
  if (!group.members.includes(id)) contoso.addMember(group.id, id);
}

/** What a person's session really takes: sent by the browser, and sent by the auth proxy. */
async function measure(lab: Lab, browsers: Stage["browsers"], person: User): Promise<SessionSize> {
  let callbackHeader = 0;
  const page = await browsers.open(URL);
  page.on("response", (response) => {
    if (!response.url().startsWith(`${URL}oauth2/callback`)) return;
    void response.headersArray().then((headers) => {
      callbackHeader = headerSize(
        302,
        headers.map(({ name, value }) => [name, value] as const),
      );
    });
  });
  await browsers.choose(page, person.userPrincipalName);
  await page.waitForLoadState("networkidle");
  const cookies = await page.context().cookies(URL);
  await page.context().close();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  assert.ok(cookie !== "" && callbackHeader > 0, `${person.userPrincipalName} has no session`);
  const { rawHeaders, statusCode = 0 } = await askProxy(lab, cookie);
  assert.equal(statusCode, 202);
  const pairs = rawHeaders.flatMap((name, i) =>
    i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? ""] as const] : [],
  );
  return {
    cookieLine: `Cookie: ${cookie}`.length,
    callbackHeader,
    authHeader: headerSize(statusCode, pairs),
  };
}

/** The bytes of a response up to its body. */
function headerSize(status: number, headers: readonly (readonly [name: string, value: string])[]): number {
  const lines = [`HTTP/1.1 ${status} Accepted`, ...headers.map(([name, value]) => `${name}: ${value}`), ""];
  return lines.join("\r\n").length + 2;
}

/** The auth check as the ingress controller makes it, at the auth proxy itself. */
async function askProxy(lab: Lab, cookie: string): Promise<IncomingMessage> {
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  const { spec } = await core.readNamespacedService({ name: "oauth2-proxy", namespace: PROXY_NAMESPACE });
  const headers = { host: APP_HOST, cookie };
  return new Promise((resolve, reject) => {
    const options = { host: spec?.clusterIP, port: 4180, path: "/oauth2/auth", headers };
    get({ ...options, maxHeaderSize: 1_048_576 }, (response) => {
      response.resume();
      resolve(response);
    }).on("error", reject);
  });
}

/** The groups that the app is told of. */
async function groupsSeenByApp(page: Page): Promise<string[]> {
  const body = await page.locator("body").innerText();
  assert.ok(isFromApp({ body }), `not at the app, but at ${new globalThis.URL(page.url()).host}`);
  const { headers } = JSON.parse(body) as { headers: Record<string, string> };
  return (headers["x-auth-request-groups"] ?? "").split(",");
}
