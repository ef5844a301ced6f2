import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { AppsV1Api, CoreV1Api, PatchStrategy, setHeaderOptions } from "@kubernetes/client-node";
import type { Lab } from "../../lab";
import { sessionCookie } from "../clients";
import { keptPlaces } from "../kept-secrets";
import { PROXY_NAMESPACE, proxyPods, untilReplacedEnded } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import type { Alteration, Scenario, TerraformScenario } from "../scenario";
import { assertNothingToChange } from "../second-plan";
import { parseCookie, sign } from "../signed-cookies";
import { assertGetsIn } from "./members";

const EXAMPLE = "examples/write-only.yaml";
const WRITE_ONLY = "lab/e2e/write-only.yaml";
const EXISTING = "lab/e2e/cookie-secret.yaml";
const KEY = "OAUTH2_PROXY_COOKIE_SECRET";
const MADE = { name: "oauth2-proxy-write-only-cookie-secret", key: KEY };
const VAULT = { name: "vault-cookie", key: "value" };
/** The resource whose replacement renews the cookie secret, as its age does. */
const ROTATION = "time_rotating.auth_auth-proxy_secrets_cookie-secret-rotation_03C70E38";
const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

const ofExample: Scenario = {
  name: "25a with write-only secrets and workload identity people get in, and the only secret of the stack is in the cluster",
  seenFailing: "the example without workload identity",
  async run({ lab, browsers, deploy }) {
    const deployment = await deploy(EXAMPLE);
    await assertGetsIn(browsers, lab.entra.seed.people.alice.userPrincipalName, "25a-member");

    const namespace = "oauth2-proxy";
    const core = lab.cluster.config.makeApiClient(CoreV1Api);
    const { items } = await core.listNamespacedSecret({ namespace });
    const secrets = items.filter(({ data = {} }) => Object.keys(data).some((key) => /SECRET/.test(key)));
    assert.deepEqual(
      secrets.map(({ metadata, data }) => [metadata?.name, Object.keys(data ?? {})]),
      [[MADE.name, [KEY]]],
    );
    assert.ok((await deployment.outputs()).client_secret === undefined, "a client secret is an output");
  },
};

const ofVault: Scenario = {
  name: "25b a cookie secret of somebody else's signs the sessions, and another one does once the file says another revision",
  seenFailing: "the Pods without the annotation of the revision",
  async run({ lab, browsers, clear, deploy }) {
    await clear();
    const first = await putVault(lab);
    await deploy(EXISTING, revision("1"));
    const cookie = await sessionOfAlice(lab, browsers);
    assertSignedWith(cookie, first);
    const before = await podNames(lab);

    const second = await putVault(lab);
    await deploy(EXISTING, revision("2"));

    const after = await podNames(lab);
    assert.ok(
      before.every((name) => !after.includes(name)),
      "a Pod was not replaced",
    );
    await assertSignedOut(cookie);
    assertSignedWith(await sessionOfAlice(lab, browsers), second);
  },
};

const byTerraform: TerraformScenario = {
  name: "25c a write-only cookie secret is in no state, backup, plan or output of Terraform; Pods take one that is renewed or made again; an apply leaves restarted Pods alone",
  seenFailing: "a password that Terraform keeps in the write-only argument",
  needs: "terraform",
  async run({ lab, browsers, clear, deploy }) {
    await clear();
    const terraform = await deploy(WRITE_ONLY);
    await assertNothingToChange(terraform);
    const first = await secretOf(lab, MADE);
    const cookie = await sessionOfAlice(lab, browsers);
    assertSignedWith(cookie, first);
    const pods = [await podNames(lab)];

    // Its time is over.
    const plan = await terraform.plan({ replace: ROTATION });
    await terraform.apply({ replace: ROTATION });
    await untilReplacedEnded(lab.cluster.config);
    const renewed = await secretOf(lab, MADE);
    assert.notEqual(renewed, first, "the cookie secret is the old one");
    pods.push(await podNames(lab));
    await assertSignedOut(cookie);

    // Somebody deletes it by hand.
    const core = lab.cluster.config.makeApiClient(CoreV1Api);
    await core.deleteNamespacedSecret({ namespace: PROXY_NAMESPACE, name: MADE.name });
    await terraform.apply();
    await untilReplacedEnded(lab.cluster.config);
    const again = await secretOf(lab, MADE);
    assert.ok(![first, renewed].includes(again), "the cookie secret is an old one");
    pods.push(await podNames(lab));
    assertSignedWith(await sessionOfAlice(lab, browsers), again);
    await assertNothingToChange(terraform);

    const all = pods.flat();
    assert.equal(new Set(all).size, all.length, `Pods that were not replaced: ${all.join(", ")}`);
    const kept = (...values: readonly string[]): Promise<string[]> =>
      keptPlaces(lab, terraform, [plan], values);
    assert.deepEqual(await kept(first, renewed, again), []);
    // The search sees all six: state, backup, the plan and what is shown of it, of the state and of the outputs.
    const { client_id: clientId } = await terraform.outputs();
    assert.equal((await kept(String(clientId))).length, 6);

    await restart(lab);
    await assertNothingToChange(terraform);
    await deploy(WRITE_ONLY, { name: "three", variables: { REPLICAS: "3" } });
    const { metadata } = await podTemplate(lab);
    assert.ok(metadata?.annotations?.[RESTARTED_AT], "an apply undid a restart");
    await clear();
  },
};

export const secrets: readonly Scenario[] = [ofExample, ofVault, byTerraform];

function revision(value: string): Alteration {
  return { name: `revision ${value}`, variables: { SECRETS_REVISION: value } };
}

/** Puts another cookie secret into the Secret of somebody else's. */
async function putVault(lab: Lab): Promise<string> {
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  const value = randomBytes(16).toString("hex");
  const { name, key } = VAULT;
  const body = { metadata: { name }, stringData: { [key]: value } };
  const namespace = PROXY_NAMESPACE;
  await core.deleteNamespacedSecret({ namespace, name }).catch(() => undefined);
  await core.createNamespacedSecret({ namespace, body });
  return value;
}

async function secretOf(lab: Lab, { name, key }: typeof MADE): Promise<string> {
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  const { data } = await core.readNamespacedSecret({ namespace: PROXY_NAMESPACE, name });
  const value = Buffer.from(data?.[key] ?? "", "base64").toString();
  assert.equal(value.length, 32, `no ${key} in the Secret ${name}`);
  return value;
}

async function podNames(lab: Lab): Promise<string[]> {
  return (await proxyPods(lab.cluster.config)).map(({ metadata }) => metadata?.name ?? "");
}

function sessionOfAlice(lab: Lab, browsers: Parameters<typeof sessionCookie>[0]): Promise<string> {
  return sessionCookie(browsers, lab.entra.seed.people.alice.userPrincipalName);
}

function assertSignedWith(pair: string, secret: string): void {
  const cookie = parseCookie(pair);
  // The values stay out of the message.
  assert.ok(sign(cookie, secret).signature === cookie.signature, "another cookie secret signed the session");
}

async function assertSignedOut(cookie: string): Promise<void> {
  const answer = await ask("/", { cookie });
  assert.ok(!isFromApp(answer), "a session goes on with another cookie secret");
}

/** What `kubectl rollout restart` does. */
async function restart(lab: Lab): Promise<void> {
  const apps = lab.cluster.config.makeApiClient(AppsV1Api);
  const annotations = { [RESTARTED_AT]: new Date().toISOString() };
  await apps.patchNamespacedDeployment(
    { ...DEPLOYMENT, body: { spec: { template: { metadata: { annotations } } } } },
    setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch),
  );
}

const DEPLOYMENT = { namespace: PROXY_NAMESPACE, name: "oauth2-proxy" };

async function podTemplate(lab: Lab) {
  const { spec } = await lab.cluster.config.makeApiClient(AppsV1Api).readNamespacedDeployment(DEPLOYMENT);
  assert.ok(spec, "the Deployment is not there");
  return spec.template;
}
