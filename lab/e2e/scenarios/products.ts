import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import type { Lab } from "../../lab";
import { addAddress } from "../../namespace/network";
import {
  OWN_TOKEN,
  OWN_TOKENS,
  PRODUCT_NAMES,
  startProduct,
  type Product,
  type ProductAnswer,
  type RunningProduct,
} from "../../products/products";
import { OUTSIDE } from "../../prove/world";
import { Surroundings } from "../../prove/surroundings";
import type { Browsers } from "../browsers";
import { get, type Answer, type RequestHeaders } from "../requests";
import type { Scenario } from "../scenario";
import { withEdgeProgram } from "../with-edge-program";

/** What a person's browser is shown first, and by what the product knows them there. */
interface Flow {
  readonly product: Product;
  readonly host: string;
  /** The page at which the product looks at who it is told somebody is. */
  readonly page: string;
  readonly by: ProductAnswer["by"];
  /** Paths at which the product asks for itself, with its own token or session. @default - none */
  readonly own: readonly string[];
  /** A websocket of the product, and whether a person's own is at a protected path. */
  readonly websocket?: string;
  /** A path that asks nobody. */
  readonly webhook?: string;
}

const HEADER_FLOWS: readonly Flow[] = [
  {
    product: "grafana",
    host: "grafana.example.com",
    page: "/login",
    by: "header",
    own: ["/api/search"],
    websocket: "/api/live/ws",
  },
  {
    product: "jupyterhub",
    host: "jupyter.example.com",
    page: "/hub/login",
    by: "header",
    own: ["/hub/api/users"],
    websocket: "/user/alice/api/kernels/1/channels",
  },
  {
    product: "jenkins",
    host: "jenkins.example.com",
    page: "/job/build",
    by: "header",
    own: ["/cli/ws", "/wsagents/"],
    webhook: "/github-webhook/",
  },
  {
    product: "nexus",
    host: "nexus.example.com",
    page: "/",
    by: "header",
    own: ["/repository/maven/a.jar", "/v2/"],
  },
];
const TOKEN_FLOWS: readonly Flow[] = [
  {
    product: "argocd",
    host: "argocd.example.com",
    page: "/api/v1/session/userinfo",
    by: "token",
    own: ["/application.ApplicationService/List", "/session.SessionService/Create"],
    webhook: "/api/webhook",
  },
  {
    product: "dashboard",
    host: "dashboard.example.com",
    page: "/api/v1/pod",
    by: "token",
    own: [],
    websocket: "/api/sockjs/1/websocket",
  },
];
const WEBSOCKET = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};
const FORGED = {
  "X-Auth-Request-Preferred-Username": "admin",
  "X-Auth-Request-User": "admin",
  "X-Auth-Request-Email": "admin",
  "X-Auth-Request-Groups": "admins",
  "X-Forwarded-User": "admin",
  "X-Forwarded-Groups": "admins",
};

export const products: readonly Scenario[] = (
  [
    ["h", "products.yaml", HEADER_FLOWS, "Grafana, JupyterHub, Jenkins and Nexus know people by a header"],
    [
      "i",
      "products-token.yaml",
      TOKEN_FLOWS,
      "Argo CD and the Kubernetes dashboard know people by the ID token",
    ],
  ] as const
).map(([letter, file, flows, what]) => ({
  name: `30${letter} stand-ins of ${what}, programs by tokens of the product's own, and nobody by what they forge`,
  seenFailing: "the paths of programs not public: their tokens never arrived",
  async run({ lab, browsers, clear }) {
    await clear();
    await lab.edges.serve(...flows.map(({ host }) => host));
    await addAddress(OUTSIDE.apps).catch(() => undefined); // another scenario may have added it
    const surroundings = new Surroundings(lab.cluster.config, lab.issue);
    const running: RunningProduct[] = [];
    const objects = lab.newStackObjects();
    try {
      for (const name of PRODUCT_NAMES) {
        const product = await startProduct(name, OUTSIDE.apps);
        running.push(product);
        const service = { namespace: "products", name, ports: [80] };
        await surroundings.service(service, { address: OUTSIDE.apps, port: product.port });
      }
      await withEdgeProgram(lab, "traefik", async (settle) => {
        await objects.place(readFileSync(lab.synthesize(`lab/e2e/${file}`), "utf8"));
        await settle();
        for (const flow of flows) await walk(lab, browsers, flow);
      });
    } finally {
      await objects.remove();
      for (const product of running) product.close();
    }
  },
}));

async function walk(lab: Lab, browsers: Browsers, flow: Flow): Promise<void> {
  const { product, host, page: path, by, own, websocket, webhook } = flow;
  const { alice } = lab.entra.seed.people;
  const name = alice.userPrincipalName;
  const page = await browsers.signIn(`https://${host}${path}`, name);
  const first = JSON.parse(await page.locator("body").innerText()) as ProductAnswer;
  assert.deepEqual([first.product, first.who, first.by], [product, name, by]);
  if (product === "jenkins") {
    assert.equal(first.groups?.length, 1, "Jenkins reads no group");
    assert.match(first.groups?.[0] ?? "", /^[0-9a-f-]{36}$/);
  }
  const cookie = await cookiesOf(page, host);
  await page.context().close();

  if (product === "grafana") {
    // Its pages call the path of programs too, and people are known there.
    assert.deepEqual(readBy(await get(host, "/api/search", { cookie, ...FORGED })).by, "header");
  }
  // Nobody else is admin by saying so, neither beside a session nor without one.
  assert.equal(readBy(await get(host, path, { cookie, ...FORGED })).who, name);
  assert.equal((await get(host, path, FORGED)).status, 302);
  for (const one of own) {
    const authorization = OWN_TOKENS[product] ?? "";
    // As the command line of Argo CD sends it.
    const type: RequestHeaders = product === "argocd" ? { "content-type": "application/grpc-web+proto" } : {};
    const program = readBy(await get(host, one, { authorization, ...FORGED, ...type }));
    assert.deepEqual([program.who, program.by], ["a program", "its own token"], one);
    assert.equal((await get(host, one, FORGED)).status, 401, `${one} is open to whoever forges headers`);
    const wrong = authorization.replace(OWN_TOKEN, "guessed").slice(0, -2);
    assert.equal((await get(host, one, { authorization: wrong, ...FORGED })).status, 401, one);
  }
  if (websocket !== undefined) {
    assert.equal(
      (await get(host, websocket, { cookie, ...WEBSOCKET })).status,
      101,
      `${websocket} with a session`,
    );
    const without = (await get(host, websocket, { ...FORGED, ...WEBSOCKET })).status;
    assert.ok([302, 401].includes(without), `${websocket} without a session: ${without}`);
  }
  if (webhook !== undefined) {
    assert.equal(readBy(await get(host, webhook, FORGED)).by, "nothing is asked");
  }
}

/** What the product said, where it answered. */
function readBy({ status, body }: Answer): ProductAnswer {
  assert.equal(status, 200, `the product answers ${status}: ${body}`);
  return JSON.parse(body) as ProductAnswer;
}

async function cookiesOf(page: Page, host: string): Promise<string> {
  const cookies = await page.context().cookies(`https://${host}/`);
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
}
