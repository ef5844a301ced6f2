import assert from "node:assert/strict";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { CoreV1Api } from "@kubernetes/client-node";
import type { Page } from "playwright-core";
import type { ConfiguredStack } from "../../../lib/stack";
import type { Group, Tenant, User } from "../../entra/directory";
import { transitiveGroups } from "../../entra/directory/membership";
import type { Lab } from "../../lab";
import { ownToken } from "../clients";
import { PROXY_CONTAINER, PROXY_NAMESPACE, proxyPods } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import { everyEdge, type Alteration, type Scenario } from "../scenario";
import { assertLeadsToSignIn } from "../sign-in-redirect";
import { told } from "../told";

const SAMPLE = "entra-ingress-auth.yaml";
const BUFFER_SIZE = "nginx.ingress.kubernetes.io/proxy-buffer-size";
const DEEP_LINK = "https://podinfo.example.com/deep/link?x=1&y=a%20b";
/** Headers that name so many groups do not fit into ingress-nginx's 4k, and the cookie fits into its 8k. */
const GROUPS = 120;
const TOO_BIG = "upstream sent too big header while reading response header from upstream";

/** Takes the buffer size from the Ingresses of these names. */
function withoutBufferSize(...names: readonly string[]): Alteration {
  return {
    name: `no buffer size on ${names.join(" and ")}`,
    alter: (stack) => {
      const ingresses = all(stack, IngressV1).map(({ metadata }) => metadata);
      for (const name of names) {
        const metadata = ingresses.find(({ nameInput }) => nameInput === name);
        const { [BUFFER_SIZE]: size, ...annotations } = metadata?.annotationsInput ?? {};
        assert.ok(metadata && size !== undefined, `no Ingress ${name} with a buffer size`);
        metadata.annotations = annotations;
      }
    },
  };
}

const VERSION_1: Alteration = {
  name: "access tokens of version 1",
  alter: (stack) => {
    for (const application of all(stack, Application)) application.api.requestedAccessTokenVersion = 1;
  },
};

const NO_GROUP_CLAIM: Alteration = {
  name: "no group claim",
  alter: (stack) => {
    for (const application of all(stack, Application)) application.resetGroupMembershipClaims();
  },
};

/** The stack's resources of a kind, which are the escape hatch. */
function all<Resource extends object>(
  stack: ConfiguredStack,
  kind: abstract new (...args: never[]) => Resource,
): Resource[] {
  return stack.node.findAll().filter((construct): construct is typeof construct & Resource => {
    return construct instanceof kind;
  });
}

const buffers: Scenario = {
  name: `6a somebody in ${GROUPS} groups: without the buffer size nginx answers 502 after the sign-in and 500 to the auth check; with it they are in`,
  seenFailing: "a buffer of 4k everywhere; the stack with its buffer size left as it is",
  whyNotBefore: () => "is about the buffers of nginx",
  async run({ lab, browsers, deploy }) {
    const { contoso, people } = lab.entra.seed;
    const signIn = (): Promise<Page> => browsers.signIn(DEEP_LINK, people.alice.userPrincipalName);
    await lab.withNginx(async (nginx) => {
      await deploy(SAMPLE, withoutBufferSize("podinfo", "oauth2-proxy"));
      await nginx.update();
      const groups = addGroups(contoso, people.alice);
      try {
        const callback = await signIn();
        await browsers.keep(callback, "6a-no-buffer-size");
        assert.deepEqual([pathOf(callback), await statusOf(callback)], ["/oauth2/callback", 502]);
        assertLogged(nginx.log(), [TOO_BIG, "GET /oauth2/callback"]);

        await deploy(SAMPLE, withoutBufferSize("podinfo"));
        await nginx.update();
        const checked = await signIn();
        await browsers.keep(checked, "6a-no-buffer-size-on-the-app");
        assert.deepEqual([pathOf(checked), await statusOf(checked)], ["/deep/link", 500]);
        assertLogged(nginx.log(), [TOO_BIG, 'subrequest: "/_external-auth-']);
        assertLogged(nginx.log(), ["auth request unexpected status: 502"]);

        await deploy(SAMPLE);
        await nginx.update();
        const page = await signIn();
        await browsers.keep(page, "6a-in");
        assert.equal((await seenByApp(page))["x-auth-request-groups"]?.split(",").length, GROUPS);
        assert.deepEqual(
          nginx.log().filter((line) => line.includes(TOO_BIG)),
          [],
        );
      } finally {
        for (const { id } of groups) contoso.delete(id);
      }
    });
  },
};

const tokenVersion: Scenario = {
  name: "6b access tokens of version 1: the service principal is refused, and the proxy's log names the issuer; with version 2 it is in",
  seenFailing: "version 1 in the stack; the stack with its version left as it is",
  whyNotBefore: everyEdge,
  async run({ lab, deploy, edge }) {
    const { contoso } = lab.entra.seed;
    const issuer = `expected "https://login.microsoftonline.com/${contoso.id}/v2.0" got "https://sts.windows.net/${contoso.id}/"`;
    const count = async (): Promise<number> => {
      const lines = await proxyLog(lab);
      return lines.filter((line) => line.includes(`id token issued by a different provider, ${issuer}`))
        .length;
    };
    const call = async (outputs: Readonly<Record<string, unknown>>) =>
      ask("/api/orders", { authorization: `Bearer ${await ownToken(contoso, outputs)}` });

    const old = await deploy(SAMPLE, VERSION_1);
    const before = await count();
    const refused = await call(await old.outputs());
    assert.ok(!isFromApp(refused), "a token of version 1 reached the app");
    // The app is one for people, so whoever is not known is sent to sign in.
    assertLeadsToSignIn(refused, "/api/orders", edge);
    assert.ok((await count()) > before, `no proxy Pod has logged ${issuer}`);

    const fixed = await deploy(SAMPLE);
    const after = await count();
    const answer = await call(await fixed.outputs());
    assert.equal(answer.status, 200, answer.body);
    assert.ok(isFromApp(answer));
    assert.equal(await count(), after);
  },
};

const groupClaim: Scenario = {
  name: "6c no group claim: a member gets 403; with it they are in",
  seenFailing: "no group claim in the stack; the stack with its claim left as it is",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy, edge }) {
    const { alice } = lab.entra.seed.people;
    await deploy(SAMPLE, NO_GROUP_CLAIM);
    const refused = await browsers.signIn(DEEP_LINK, alice.userPrincipalName);
    await browsers.keep(refused, "6c-no-group-claim");
    assert.deepEqual([pathOf(refused), await statusOf(refused)], ["/oauth2/callback", 403]);
    const text = await refused.locator("body").innerText();
    assert.match(text, /You are signed in, but not allowed in here/);

    await deploy(SAMPLE);
    const page = await browsers.signIn(DEEP_LINK, alice.userPrincipalName);
    await browsers.keep(page, "6c-in");
    assert.match((await seenByApp(page))[told("groups", edge)] ?? "", /^[0-9a-f-]{36}$/);
  },
};

/** The write-up's three problems: each is there with its fix undone, and gone with it. */
export const undoneFixes: readonly Scenario[] = [buffers, tokenVersion, groupClaim];

/** Puts somebody in further groups, so that their tokens name as many as wanted. */
function addGroups(tenant: Tenant, { id }: User): Group[] {
  const missing = GROUPS - transitiveGroups(tenant, id).length;
  return Array.from({ length: missing }, (_, i) =>
    tenant.addGroup({ displayName: `project ${i}`, mailNickname: `project-${i}`, members: [id] }),
  );
}

/** Where somebody is. The address of a failed sign-in has a code in its query. */
function pathOf(page: Page): string {
  return new URL(page.url()).pathname;
}

/** The status with which the page came. */
function statusOf(page: Page): Promise<unknown> {
  return page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus");
}

/** The headers that the app saw, on exactly the page asked for. */
async function seenByApp(page: Page): Promise<Readonly<Record<string, string>>> {
  assert.ok(page.url() === DEEP_LINK, `landed on ${pathOf(page)}, status ${String(await statusOf(page))}`);
  const { headers } = JSON.parse(await page.locator("pre").innerText()) as {
    headers: Record<string, string>;
  };
  return headers;
}

/** That one line has all these parts. The lines themselves are not shown: they may have a code in them. */
function assertLogged(lines: readonly string[], parts: readonly string[]): void {
  const found = lines.some((line) => parts.every((part) => line.includes(part)));
  assert.ok(found, `nginx has not logged ${parts.join(" and ")}`);
}

/** What the auth proxy's Pods have logged, as `kubectl logs` shows it. */
async function proxyLog({ cluster: { config } }: Lab): Promise<string[]> {
  const core = config.makeApiClient(CoreV1Api);
  const logs = await Promise.all(
    (await proxyPods(config)).map(({ metadata }) =>
      core.readNamespacedPodLog({
        namespace: PROXY_NAMESPACE,
        name: metadata?.name ?? "",
        container: PROXY_CONTAINER,
      }),
    ),
  );
  return logs.flatMap((log) => log.split("\n"));
}
