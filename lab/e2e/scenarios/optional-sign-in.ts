import assert from "node:assert/strict";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { OPTIONAL_PATH } from "../../../lib/contracts/edge";
import type { Lab } from "../../lab";
import { assertNotFromApp } from "../app-view";
import { clientCredentials, ownToken } from "../clients";
import { FORGED_IDENTITY } from "../forged-identity";
import { rawSession } from "../raw-sign-in";
import { ask, isFromApp, type Answer } from "../requests";
import type { Alteration, Scenario, Stage } from "../scenario";

const FILE = "lab/e2e/optional.yaml";

/** What says at which path a request was made, to whoever believes it; "/optional" is what the auth proxy is asked. */
const STEERING: Readonly<Record<string, string>> = Object.fromEntries(
  ["x-forwarded-uri", "x-original-uri", "x-original-url", "x-auth-request-redirect"].map((name) => [
    name,
    OPTIONAL_PATH,
  ]),
);

/** Every path that is checked, and what somebody without a session gets there. */
const CHECKED: readonly (readonly [path: string, status: number])[] = [
  ["/", 302],
  ["/deep/link", 302],
  [OPTIONAL_PATH, 302],
  [`${OPTIONAL_PATH}?allowed_groups=x`, 302],
  ["/admin", 302],
  ["/admin/keyss", 302],
  ["/api", 401],
  [`/api${OPTIONAL_PATH}`, 401],
];

const NOBODY = {};

/** The headers of a request that has to reach the app. */
function headersAt(answer: Answer, what: string): Readonly<Record<string, string>> {
  assert.ok(isFromApp(answer), `${what} did not reach the app: ${answer.status} ${answer.body}`);
  return (JSON.parse(answer.body) as { readonly headers: Readonly<Record<string, string>> }).headers;
}

/** Reaches the app, which is told of nobody. */
function assertAnonymous(answer: Answer, what: string): Readonly<Record<string, string>> {
  const headers = headersAt(answer, what);
  for (const name of [...Object.keys(FORGED_IDENTITY), "x-forwarded-user", "x-forwarded-email"]) {
    assert.equal(headers[name], undefined, `${what}: the app is told ${name}`);
  }
  return headers;
}

const FORGED = { ...FORGED_IDENTITY, "x-forwarded-user": "forged", "x-forwarded-email": "forged" };

/** Where the sign-in is optional. */
async function assertOptional(lab: Lab, outputs: Readonly<Record<string, unknown>>): Promise<void> {
  const { contoso, people } = lab.entra.seed;
  const alice = await rawSession(people.alice.userPrincipalName);
  for (const path of ["/keys", "/keys/1?x=y", "/admin/keys"]) {
    assertAnonymous(await ask(path, FORGED), `nobody at ${path}`);
    const [name, value = ""] = alice.cookie.split("=");
    const changed = { cookie: `${name}=${value.slice(0, 20)}x${value.slice(21)}` };
    assertAnonymous(await ask(path, { ...FORGED, ...changed }), `a changed cookie at ${path}`);
    for (const authorization of ["Basic YWRtaW46a2V5", "Bearer glsa_opaque", `Bearer ${FOREIGN_TOKEN}`]) {
      const headers = assertAnonymous(await ask(path, { ...FORGED, authorization }), authorization);
      assert.equal(headers.authorization, authorization, "the app's own credential was touched");
    }
  }
  const known = headersAt(await ask("/keys/1", { ...FORGED, ...STEERING, ...alice }), "alice");
  assert.equal(known["x-auth-request-email"], people.alice.userPrincipalName);
  assert.ok(!Object.values(known).includes("forged"), "a forged header reached the app beside a session");

  // Who has a session may enter by the rule of the path around it.
  assert.equal((await ask("/admin/keys", alice)).status, 403);
  const bob = await rawSession(people.bob.userPrincipalName);
  headersAt(await ask("/admin/keys", bob), "bob");

  const member = { authorization: `Bearer ${await ownToken(contoso, outputs)}` };
  const told = headersAt(await ask("/keys", member), "a program of the group");
  assert.ok(told["x-auth-request-user"], "the app does not know which program calls");
  assert.equal(told.authorization, member.authorization);
  const application = contoso.addApplication({ displayName: "stranger" });
  contoso.addServicePrincipal({ appId: application.appId });
  const stranger = await clientCredentials(contoso.id, {
    client_id: application.appId,
    client_secret: contoso.addPassword(application, {}).secretText,
    scope: `${String(outputs.client_id)}/.default`,
  });
  assert.equal((await ask("/keys", { authorization: `Bearer ${stranger}` })).status, 403);
}

/** A token of somebody else's, such as an app may take. */
const FOREIGN_TOKEN = [{ alg: "HS256", typ: "JWT" }, { iss: "https://grafana.example.com" }, "signature"]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");

/** Everywhere else nobody gets in, whatever they say of the path that they ask for. */
async function assertClosed(lab: Lab): Promise<void> {
  const steerings: Readonly<Record<string, string>>[] = [
    {},
    STEERING,
    ...Object.entries(STEERING).map(([name, value]) => ({ [name]: value })),
    ...["/keys", "/keys/1", `${OPTIONAL_PATH}?x`].map((uri) => ({ "x-forwarded-uri": uri })),
  ];
  for (const [path, status] of CHECKED) {
    for (const steering of steerings) {
      for (const authorization of [undefined, "Basic YWRtaW46a2V5", `Bearer ${FOREIGN_TOKEN}`]) {
        const credential = authorization === undefined ? NOBODY : { authorization };
        const answer = await ask(path, { ...steering, ...credential });
        const what = `${path} with ${JSON.stringify({ ...steering, ...credential })}`;
        assertNotFromApp(answer, what);
        assert.equal(answer.status, status, what);
      }
    }
  }
  const alice = await rawSession(lab.entra.seed.people.alice.userPrincipalName);
  for (const steering of steerings)
    assert.equal((await ask("/admin", { ...steering, ...alice })).status, 403);
}

const whyNotBefore: Scenario["whyNotBefore"] = ({ inPath }) =>
  inPath ? "is refused where the auth proxy stands in the path" : undefined;

const optional: Scenario = {
  name: "28a where the sign-in is optional, the app hears of who is signed in and decides about all others; elsewhere nobody gets in by naming such a path",
  seenFailing: "28b, without looking for it; Authorization among the controlled headers of such a path",
  whyNotBefore,
  async run({ lab, clear, deploy, edge }) {
    // This stack has a name of its own, and two stacks cannot have one application.
    await clear();
    const outputs = await (await deploy(FILE)).outputs();
    await assertOptional(lab, outputs);
    await assertClosed(lab);
    if (edge !== undefined) return;
    await lab.withNginx(async (nginx) => {
      await nginx.update();
      await assertOptional(lab, outputs);
      await assertClosed(lab);
    });
  },
};

/** Has the auth proxy of all paths let pass at the path that the other one is asked. */
const ONE_FOR_ALL: Alteration = {
  name: "one auth proxy for all paths",
  alter: (stack) => {
    const deployment = stack.node
      .findAll()
      .find(({ node }) => node.path.endsWith("/auth-proxy/workload/deployment"));
    assert.ok(deployment instanceof DeploymentV1, "the auth proxy is elsewhere");
    const open = { name: "OAUTH2_PROXY_SKIP_AUTH_ROUTES", value: `^${OPTIONAL_PATH}$` };
    // A list is added to.
    deployment.addOverride("spec.template.spec.container.0.env", [open]);
  },
};

const opened: Scenario = {
  name: "28b one auth proxy that knows such a path opens the app to X-Forwarded-Uri or at that path: that is why there is another one",
  seenFailing: "the stack as it is",
  whyNotBefore,
  async run(stage: Stage) {
    await stage.deploy(FILE, ONE_FOR_ALL);
    await assert.rejects(assertClosed(stage.lab), /reached the app/);
  },
};

export const optionalSignIn: readonly Scenario[] = [optional, opened];
