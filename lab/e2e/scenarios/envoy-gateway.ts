import assert from "node:assert/strict";
import { request, type IncomingHttpHeaders } from "node:http";
import { CoreV1Api, CustomObjectsApi } from "@kubernetes/client-node";
import { z } from "zod";
import { fetchDefinitions } from "../../cluster/definitions";
import { installDefinitions } from "../../cluster/install-definitions";
import { APP_HOST, type Lab } from "../../lab";
import { callbackPath } from "../raw-sign-in";
import type { Scenario } from "../scenario";

const FILE = "lab/e2e/envoy-gateway.yaml";
const DEFINITIONS = ["gateway-api", "envoy-gateway"] as const;
const DEEP_LINK = "/deep/link?x=1";
const OTHER_GROUP = "11111111-2222-3333-4444-555555555555";

const policies = z.object({
  items: z.array(
    z.object({
      spec: z.object({
        extAuth: z.object({
          headersToExtAuth: z.array(z.string()),
          http: z.object({ pathOverride: z.string(), headersToBackend: z.array(z.string()) }),
        }),
      }),
    }),
  ),
});
type ExtAuth = z.infer<typeof policies>["items"][number]["spec"]["extAuth"];

/** What stands in a request of a client's, once the Gateway's own policy has written which page it is for. */
const ARRIVED: Readonly<Record<string, string>> = {
  accept: "text/html",
  "x-forwarded-proto": "https",
  "x-auth-request-redirect": DEEP_LINK,
  "x-auth-request-email": "mallory@example.com",
};

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

export const envoyGateway: Scenario = {
  name: "22 checks as Envoy Gateway and Istio send them: 302 or 401 without a session, 200 with one that the path lets in, 403 with another",
  seenFailing: "--api-route for the path without a query: a program got a redirect",
  async run({ lab, deploy }) {
    await fetchDefinitions(DEFINITIONS);
    await installDefinitions(lab.cluster.config, DEFINITIONS);
    await deploy(FILE);
    const core = lab.cluster.config.makeApiClient(CoreV1Api);
    const { spec } = await core.readNamespacedService({ namespace: "oauth2-proxy", name: "oauth2-proxy" });
    const proxy = spec?.clusterIP ?? "";
    const { page, programs } = await checksOf(lab);

    const nobody = await ask(proxy, page);
    assert.equal(nobody.status, 302);
    const authorize = new URL(nobody.headers.location ?? "");
    assert.equal(authorize.host, "login.microsoftonline.com");
    assert.ok(authorize.searchParams.get("state")?.endsWith(`:${DEEP_LINK}`), "the page is forgotten");
    assert.equal((await ask(proxy, programs)).status, 401);

    const callback = await callbackPath(authorize, lab.entra.seed.people.alice.userPrincipalName);
    const signedIn = await send(proxy, callback, { cookie: cookiesOf(nobody), "x-forwarded-proto": "https" });
    assert.equal(signedIn.headers.location, DEEP_LINK);
    const cookie = cookiesOf(signedIn);
    for (const check of [page, programs]) {
      const inside = await ask(proxy, check, cookie);
      assert.equal(inside.status, 200);
      const told = check.http.headersToBackend.map((name) => inside.headers[name.toLowerCase()]);
      assert.ok(told.includes("alice@contoso.com"), `the app would be told ${told.join(", ")}`);
      const other = { ...check, http: { ...check.http, pathOverride: withGroup(check.http.pathOverride) } };
      assert.equal((await ask(proxy, other, cookie)).status, 403);
    }
    await assertAnswersAtOwnPaths(proxy, cookie);
  },
};

/** Istio asks at the request's own path, with what its provider lists. */
async function assertAnswersAtOwnPaths(proxy: string, cookie: string): Promise<void> {
  const own = { accept: "text/html", "x-forwarded-proto": "https" };
  const nobody = await send(proxy, DEEP_LINK, own);
  assert.equal(nobody.status, 302);
  const state = new URL(nobody.headers.location ?? "").searchParams.get("state");
  assert.ok(state?.endsWith(`:${DEEP_LINK}`), "the page is forgotten");
  assert.equal((await send(proxy, DEEP_LINK, { ...own, accept: "application/json" })).status, 401);
  const inside = await send(proxy, DEEP_LINK, { ...own, cookie });
  assert.deepEqual([inside.status, inside.headers["x-auth-request-email"]], [200, "alice@contoso.com"]);
  // What the stack closes at the Gateway, because nobody is asked for a session there.
  for (const path of ["/ping", "/robots.txt"]) {
    assert.equal((await send(proxy, path, own)).status, 200);
  }
}

/** What the stack's policies ask at a path for pages and at one for programs. */
async function checksOf(lab: Lab): Promise<{ readonly page: ExtAuth; readonly programs: ExtAuth }> {
  const api = lab.cluster.config.makeApiClient(CustomObjectsApi);
  const [group, version, plural] = ["gateway.envoyproxy.io", "v1alpha1", "securitypolicies"];
  const found: unknown = await api.listNamespacedCustomObject({
    ...{ group, version, plural },
    namespace: "default",
  });
  const checks = policies.parse(found).items.map(({ spec }) => spec.extAuth);
  const page = checks.find(({ http }) => http.pathOverride.startsWith("/?"));
  const programs = checks.find(({ http }) => http.pathOverride.startsWith("/programs?"));
  assert.ok(page !== undefined && programs !== undefined, JSON.stringify(checks));
  return { page, programs };
}

/** A check as Envoy sends it: at the policy's path, with the headers that the policy lists. */
function ask(proxy: string, { http, headersToExtAuth }: ExtAuth, cookie?: string): Promise<Reply> {
  const arrived = { ...ARRIVED, ...(cookie === undefined ? {} : { cookie }) };
  const sent = Object.entries(arrived).filter(([name]) => headersToExtAuth.includes(name));
  return send(proxy, http.pathOverride, Object.fromEntries(sent));
}

function send(proxy: string, path: string, headers: Readonly<Record<string, string>>): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: proxy, port: 4180, path, headers: { ...headers, host: APP_HOST } },
      (answer) => {
        answer.resume();
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
      },
    );
    sent.on("error", reject).end();
  });
}

function cookiesOf({ headers }: Reply): string {
  return (headers["set-cookie"] ?? []).map((line) => line.split(";")[0] ?? "").join("; ");
}

/** The same path with a group that nobody is in. */
function withGroup(path: string): string {
  return path.replace(/allowed_groups=.*/, `allowed_groups=${OTHER_GROUP}`);
}
