import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CertificateAuthority } from "../../../lab/certificates";
import { type Cluster, startCluster } from "../../../lab/cluster/cluster";
import { StrictObjects } from "../../../lab/cluster/strict-objects";
import { Client, type Reply } from "../../../lab/conformance/client";
import { Ground } from "../../../lab/conformance/ground";
import { StandIn, viewOf } from "../../../lab/conformance/stand-in";
import { Edges } from "../../../lab/ingress/edges";
import { addAddress, HostsFile } from "../../../lab/namespace/network";
import { namespaceFolder } from "../../../lab/namespace/namespace";
import { ingressRoute } from "../../../lib/edge/traefik/ingress-route";

const ADDRESS = "10.41.0.3";
const APPS = "10.41.0.8";
const CHECK = "http://10.41.0.9:4180";
const NAMESPACE = "shop";
const HEADERS = ["X-Auth-Request-User", "X-Auth-Request-Groups", "X-Forwarded-User"];
const FORGED = { "x-auth-request-user": "forged", "x-auth-request-groups": "forged" };

let folder: string;
let cluster: Cluster;
let edges: Edges;
let objects: StrictObjects;
let check: Server;
const standIn = new StandIn(APPS);
const client = new Client(ADDRESS);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "routes-"));
  const authority = await CertificateAuthority.create("Test");
  const trustFile = join(folder, "ca.pem");
  writeFileSync(trustFile, authority.certificate);
  const hosts = new HostsFile(join(namespaceFolder()!, "hosts"));
  for (const address of [ADDRESS, APPS, new URL(CHECK).hostname]) await addAddress(address);
  cluster = await startCluster({ folder, hosts, authority, images: [] });
  const { config, caFile } = cluster;
  const issue = (names: readonly string[]) => authority.issue({ names });
  edges = await Edges.start(
    { folder, address: ADDRESS, hosts, config, caFile, trustFile, issue },
    "shop.test",
  );
  await edges.readRoutes();
  objects = config.makeApiClient(StrictObjects);
  const ground = new Ground(config, await issue(["shop.test"]), standIn);
  await ground.service({ namespace: NAMESPACE, name: "shop" });
  check = createServer(({ url = "", headers: { cookie } }, response) => {
    if (cookie === "session=in") {
      response.setHeader("X-Auth-Request-User", "alice").end();
      return;
    }
    if (!url.startsWith("/page")) response.writeHead(401).end();
    else response.writeHead(302, { location: "https://sign-in.test/" }).end();
  }).listen(4180, new URL(CHECK).hostname);
});

afterAll(async () => {
  client.close();
  check.close();
  check.closeAllConnections();
  standIn.close();
  await edges.stop();
  await cluster.close();
  rmSync(folder, { recursive: true });
});

const middleware = (name: string, path: string) => ({
  apiVersion: "traefik.io/v1alpha1",
  kind: "Middleware",
  metadata: { name, namespace: NAMESPACE },
  spec: { forwardAuth: { address: `${CHECK}${path}`, authResponseHeaders: HEADERS } },
});
const checkedBy = (name: string, group = "traefik.io", kind = "Middleware") => ({
  type: "ExtensionRef",
  extensionRef: { group, kind, name },
});
const rule = (path: string, filter: object, type = "PathPrefix") => ({
  matches: [{ path: { type, value: path } }],
  filters: [filter],
  backendRefs: [{ name: "shop", port: 80 }],
});
const httpRoute = (host: string, rules: readonly object[]) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: host, namespace: NAMESPACE },
  spec: {
    parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
    hostnames: [host],
    rules,
  },
});
const OPEN = { type: "RequestHeaderModifier", requestHeaderModifier: { remove: HEADERS } };

async function ask(host: string, target: string, headers: Record<string, string> = {}): Promise<Reply> {
  return client.ask({ host, target, headers: { ...FORGED, ...headers } });
}

/** The first answer that is not the one of a host that the edge does not know. */
async function served(host: string, target: string, headers?: Record<string, string>): Promise<Reply> {
  for (let tries = 0; tries < 150; tries++) {
    // It takes up its certificate as it starts.
    const reply = await ask(host, target, headers).catch(() => undefined);
    if (reply !== undefined && reply.status !== 404) return reply;
    await delay(100);
  }
  throw new Error(`${host} is not served within 15 s`);
}

const identityIn = (reply: Reply) => {
  const headers = viewOf(reply.body)?.headers;
  return HEADERS.map((name) => headers?.[name.toLowerCase()] ?? "none");
};

describe("Traefik before routes", () => {
  it("asks for each path of an HTTPRoute by the Middleware of its rule", async () => {
    // GIVEN a page, an API below it and a public path, as one HTTPRoute
    await objects.apply(middleware("page", "/page"));
    await objects.apply(middleware("api", "/api"));
    await objects.apply(
      httpRoute("shop.test", [
        rule("/api", checkedBy("api")),
        rule("/healthz", OPEN, "Exact"),
        rule("/", checkedBy("page")),
      ]),
    );

    // THEN each answers in its own way, and nobody's forged headers reach the app
    expect(await served("shop.test", "/deep")).toMatchObject({
      status: 302,
      location: "https://sign-in.test/",
    });
    expect((await ask("shop.test", "/api/orders")).status).toBe(401);
    expect(identityIn(await ask("shop.test", "/healthz"))).toEqual(["none", "none", "none"]);
    expect((await ask("shop.test", "/healthz/x")).status).toBe(302);
    for (const target of ["/deep", "/api/orders"]) {
      expect(identityIn(await ask("shop.test", target, { cookie: "session=in" }))).toEqual([
        "alice",
        "none",
        "none",
      ]);
    }
  });

  it("gives nobody anything of a route whose Middleware is missing or of a kind that it does not know", async () => {
    await objects.apply(httpRoute("missing.test", [rule("/", checkedBy("missing"))]));
    await objects.apply(httpRoute("unknown.test", [rule("/", checkedBy("page", "example.com", "Check"))]));
    await objects.apply(httpRoute("later.test", [rule("/", OPEN)]));

    expect(viewOf((await served("later.test", "/")).body)).toBeDefined();
    const statuses = ["missing.test", "unknown.test"].map((host) =>
      ask(host, "/", { cookie: "session=in" }).then(({ status }) => status),
    );
    expect(await Promise.all(statuses)).toEqual([404, 500]);
  });

  it("passes over a rule whose Middleware is missing, unless a rule of the same path follows it", async () => {
    // GIVEN two paths that lack their check within one that is open, the second with a rule of its own that leads nowhere
    const closed = { matches: [{ path: { type: "PathPrefix", value: "/closed" } }] };
    await objects.apply(
      httpRoute("wider.test", [
        rule("/fallen", checkedBy("missing")),
        rule("/closed", checkedBy("missing")),
        closed,
        rule("/", OPEN),
      ]),
    );

    expect(viewOf((await served("wider.test", "/")).body)).toBeDefined();
    const statuses = ["/fallen", "/closed", "/closed/x"].map((path) =>
      ask("wider.test", path).then(({ status }) => status),
    );
    expect(await Promise.all(statuses)).toEqual([200, 500, 500]);

    // AND with the check there the rule counts, and the one that leads nowhere does not
    await objects.apply(
      httpRoute("wider.test", [rule("/closed", checkedBy("page")), closed, rule("/", OPEN)]),
    );
    for (let tries = 0; tries < 100 && (await ask("wider.test", "/closed")).status === 500; tries++)
      await delay(100);
    expect((await ask("wider.test", "/closed")).status).toBe(302);
    expect((await ask("wider.test", "/closed", { cookie: "session=in" })).status).toBe(200);
  });

  it("closes a route whose Middleware goes, and opens it again with the Middleware", async () => {
    await objects.apply(middleware("going", "/api"));
    await objects.apply(httpRoute("going.test", [rule("/", checkedBy("going"))]));
    const open = () =>
      ask("going.test", "/", { cookie: "session=in" }).then(({ body }) => viewOf(body) !== undefined);
    await served("going.test", "/");

    await objects.delete(middleware("going", "/api"));
    for (let tries = 0; tries < 100 && (await open()); tries++) await delay(100);
    expect(await open()).toBe(false);

    await objects.apply(middleware("going", "/api"));
    for (let tries = 0; tries < 100 && !(await open()); tries++) await delay(100);
    expect(await open()).toBe(true);
  });

  it("asks for an IngressRoute by the same Middlewares", async () => {
    await objects.apply({
      apiVersion: "traefik.io/v1alpha1",
      kind: "IngressRoute",
      metadata: { name: "without-gateway", namespace: NAMESPACE },
      spec: {
        entryPoints: ["websecure"],
        routes: [
          {
            kind: "Rule",
            match: "Host(`without-gateway.test`) && PathPrefix(`/`)",
            middlewares: [{ name: "page" }],
            services: [{ name: "shop", port: 80 }],
          },
        ],
        tls: {},
      },
    });

    expect((await served("without-gateway.test", "/")).status).toBe(302);
    expect(identityIn(await ask("without-gateway.test", "/", { cookie: "session=in" }))[0]).toBe("alice");
  });

  it("leaves no path of the library's IngressRoutes to a wider one while its Middleware is missing", async () => {
    const routeOf = (host: string, path: string, middlewares: readonly string[]) =>
      ingressRoute({
        name: `${host}${path.replace("/", "-")}x`,
        namespace: NAMESPACE,
        host,
        path: { path, pathType: "Prefix" },
        middlewares,
        service: { name: "shop", port: 80 },
        tls: {},
      });
    await objects.apply(routeOf("narrow.test", "/closed", ["missing"]));
    await objects.apply(routeOf("narrow.test", "/checked", ["page"]));
    await objects.apply(routeOf("narrow.test", "/", []));

    expect(viewOf((await served("narrow.test", "/")).body)).toBeDefined();
    expect((await ask("narrow.test", "/closed/x", { cookie: "session=in" })).status).toBe(418);
    expect((await ask("narrow.test", "/checked")).status).toBe(302);
    expect((await ask("narrow.test", "/checked", { cookie: "session=in" })).status).toBe(200);
  });

  it("answers by Ingresses and their annotations beside", async () => {
    await objects.apply({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: {
        name: "annotated",
        namespace: NAMESPACE,
        annotations: { "nginx.ingress.kubernetes.io/auth-url": `${CHECK}/auth` },
      },
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: ["annotated.test"], secretName: "tls" }],
        rules: [
          {
            host: "annotated.test",
            http: {
              paths: [
                {
                  path: "/",
                  pathType: "Prefix",
                  backend: { service: { name: "shop", port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    });

    expect((await served("annotated.test", "/")).status).toBe(401);
    expect(viewOf((await ask("annotated.test", "/", { cookie: "session=in" })).body)).toBeDefined();
  });
});
