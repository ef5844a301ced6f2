import assert from "node:assert/strict";
import { NetworkingV1Api } from "@kubernetes/client-node";
import { APP_HOST } from "../../lab";
import { assertNotFromApp } from "../app-view";
import { ownToken } from "../clients";
import { askFromPod } from "../pod-requests";
import { PROXY_NAMESPACE, proxyPods } from "../proxy-pods";
import { isFromApp, type RequestHeaders } from "../requests";
import type { Scenario } from "../scenario";

const FILE = "lab/e2e/people.yaml";
const PROXY = `http://oauth2-proxy.${PROXY_NAMESPACE}.svc.cluster.local:4180`;
const APP = "http://podinfo.default.svc.cluster.local:9898";

/** What the proxy believes of a Pod: its address is among those of controllers. */
const FORGED: RequestHeaders = {
  "X-Forwarded-For": "127.0.0.1",
  "X-Forwarded-Host": "evil.example.org",
  "X-Forwarded-Proto": "https",
  "X-Forwarded-Uri": "/oauth2/sign_in",
  "X-Forwarded-Method": "OPTIONS",
  "X-Original-Url": `https://${APP_HOST}/public`,
  "X-Real-Ip": "127.0.0.1",
  "X-Auth-Request-User": "forged",
  "X-Auth-Request-Email": "alice@contoso.com",
  "X-Auth-Request-Groups": "forged",
  "X-Forwarded-User": "forged",
  "X-Forwarded-Email": "alice@contoso.com",
};

/** Who may reach the proxy by its policy. */
const FROM_INGRESS_NGINX = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } },
  podSelector: {
    matchLabels: {
      "app.kubernetes.io/component": "controller",
      "app.kubernetes.io/name": "ingress-nginx",
    },
  },
};
const FROM_TRAEFIK = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "traefik" } },
  podSelector: { matchLabels: { "app.kubernetes.io/name": "traefik" } },
};

export const fromAnotherPod: Scenario = {
  name: "7i from another Pod the proxy gives nothing without a session; a network plugin has to keep Pods away from it and from the app, and the proxy's policy says so",
  seenFailing: "networkPolicy: false in people.yaml",
  whyNotBefore: ({ inPath }) =>
    inPath
      ? "is about the one Service of an auth proxy that an edge asks, and here each app has one"
      : undefined,
  async run({ lab, deploy, edge }) {
    const outputs = await (await deploy(FILE)).outputs();
    const authorization = `Bearer ${await ownToken(lab.entra.seed.contoso, outputs)}`;
    assert.equal((await askFromPod(lab, `${PROXY}/oauth2/auth`, { authorization })).status, 202);
    const paths = {
      "/oauth2/auth": 401,
      "/oauth2/auth?allowed_groups=": 401,
      "/oauth2/userinfo": 401,
      // What asks here for a page is a Middleware, which passes the redirect on.
      "/": edge?.readsRoutes === true ? 302 : 403,
    };
    for (const headers of [{}, FORGED]) {
      for (const [path, status] of Object.entries(paths)) {
        const answer = await askFromPod(lab, `${PROXY}${path}`, headers);
        const what = `${path} with ${Object.keys(headers).join(", ")}`;
        assertNotFromApp(answer, what);
        assert.equal(answer.status, status, what);
        const told = Object.keys(answer.headers).filter((name) => name.startsWith("x-auth-request"));
        assert.deepEqual(told, [], what);
      }
    }
    // A forged host leads no code away: the address of the callback is not taken from the request.
    const { status, headers } = await askFromPod(lab, `${PROXY}/oauth2/start`, FORGED);
    assert.equal(status, 302);
    const authorize = new URL(headers.location ?? "");
    assert.equal(authorize.host, "login.microsoftonline.com");
    assert.equal(authorize.searchParams.get("redirect_uri"), `https://${APP_HOST}/oauth2/callback`);

    // Nothing but a network plugin keeps a Pod from the app, and the lab has none.
    assert.ok(isFromApp(await askFromPod(lab, `${APP}/`)));

    const { items } = await lab.cluster.config
      .makeApiClient(NetworkingV1Api)
      .listNamespacedNetworkPolicy({ namespace: PROXY_NAMESPACE });
    const selected = {
      "app.kubernetes.io/instance": "oauth2-proxy",
      "app.kubernetes.io/name": "oauth2-proxy",
    };
    assert.deepEqual(
      items.map(({ spec }) => JSON.parse(JSON.stringify(spec)) as unknown),
      [
        {
          podSelector: { matchLabels: selected },
          policyTypes: ["Ingress"],
          ingress: [
            {
              _from: [edge?.readsRoutes === true ? FROM_TRAEFIK : FROM_INGRESS_NGINX],
              ports: [{ port: "http", protocol: "TCP" }],
            },
          ],
        },
      ],
    );
    for (const { metadata, spec } of await proxyPods(lab.cluster.config)) {
      for (const [label, value] of Object.entries(selected)) assert.equal(metadata?.labels?.[label], value);
      const ports = spec?.containers.flatMap((container) => container.ports ?? []);
      assert.deepEqual(
        ports?.map(({ name, containerPort }) => [name, containerPort]),
        [["http", 4180]],
      );
    }
  },
};
