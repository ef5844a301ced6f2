import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiException, CoreV1Api } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { CertificateAuthority } from "../../../lab/certificates";
import { type Cluster, startCluster } from "../../../lab/cluster/cluster";
import { DEFINITIONS_NAMES } from "../../../lab/cluster/definitions";
import { installDefinitions } from "../../../lab/cluster/install-definitions";
import { StrictObjects } from "../../../lab/cluster/strict-objects";
import { HostsFile } from "../../../lab/namespace/network";
import { namespaceFolder } from "../../../lab/namespace/namespace";
import { manifestKind } from "../../../lab/stack-objects/manifest-kind";
import { Gateway, type AppProps, type Edge } from "../../../lib";
import { blocksOf } from "../../support/construct-stack";
import { gateway, ingressRoutes, madeWith } from "../../support/middleware-routes";
import { PlacedStack } from "../../../lab/stack-objects/placed-stack";

let folder: string;
let cluster: Cluster;
let objects: StrictObjects;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "definitions-"));
  const authority = await CertificateAuthority.create("Test");
  const hosts = new HostsFile(join(namespaceFolder()!, "hosts"));
  cluster = await startCluster({ folder, hosts, authority, images: [] });
  await installDefinitions(cluster.config, DEFINITIONS_NAMES);
  objects = cluster.config.makeApiClient(StrictObjects);
  const core = cluster.config.makeApiClient(CoreV1Api);
  for (const name of ["shop", "gateways", "oauth2-proxy", "auth"])
    await core.createNamespace({ body: { metadata: { name } } });
});

afterAll(async () => {
  await cluster.close();
  rmSync(folder, { recursive: true });
});

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
});

/** What the API server says where it refuses an object. */
const answer = (object: z.infer<typeof manifest>): Promise<string> =>
  objects.apply(object).then(
    () => "admitted",
    (error: ApiException<string>) => z.object({ message: z.string() }).parse(JSON.parse(error.body)).message,
  );

const written = (edge: string) =>
  parseAllDocuments(readFileSync(join(__dirname, "edges", `${edge}.yaml`), "utf8")).map((one) =>
    manifest.parse(one.toJS()),
  );

describe("the kinds of objects of edges", () => {
  it.each(["traefik-gateway", "standard", "envoy-gateway", "istio"])(
    "are those that %s is written with, in every field",
    async (edge) => {
      for (const object of written(edge))
        expect([object.kind, await answer(object)]).toEqual([object.kind, "admitted"]);
    },
  );

  it.each<[string, Edge, Partial<AppProps>]>([
    ["a Gateway of Traefik", gateway(), {}],
    ["Traefik with IngressRoutes", ingressRoutes(), {}],
    [
      "a Gateway of which only the standard is known",
      Gateway.standard({ name: "public", namespace: "gateways", sectionName: "https" }),
      { paths: ["/"], apiPaths: ["/api"] },
    ],
  ])("are those that a stack writes behind %s, in every field", async (_, edge, app) => {
    const objectsOf = blocksOf(madeWith(edge, app).resource, "kubernetes_manifest");

    expect(objectsOf.length).toBeGreaterThan(3);
    for (const block of objectsOf) {
      const object = manifest.parse(block.manifest);
      expect([object, await answer(object)]).toEqual([object, "admitted"]);
    }
  });

  it("refuse a field that they do not have", async () => {
    const [policy] = written("istio");
    expect(
      await answer({ ...policy!, spec: { provider: { name: "a" }, action: "CUSTOM", unknown: true } }),
    ).toContain("field not declared in schema");
  });

  it("do not have the external check of Gateway API in the standard channel", async () => {
    const [route] = written("external-auth");
    expect(await answer(route!)).toContain("externalAuth: field not declared in schema");
  });
});

describe("objects of a stack that are written as they are, without Terraform", () => {
  const stackOf = (headers: readonly string[], isThere = true): string => {
    const metadata = (name: string) => ({ name, namespace: "shop" });
    const field_manager = { name: "stack", force_conflicts: true };
    const check = {
      manifest: {
        apiVersion: "traefik.io/v1alpha1",
        kind: "Middleware",
        metadata: metadata("placed"),
        spec: { forwardAuth: { address: "http://check.test", authResponseHeaders: headers } },
      },
      field_manager,
    };
    const route = {
      manifest: {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: metadata("placed"),
        spec: {
          parentRefs: [{ name: "public", namespace: "gateways" }],
          hostnames: ["shop.test"],
          rules: [{ backendRefs: [{ name: "shop", port: 80 }] }],
        },
      },
      field_manager,
      depends_on: ["kubernetes_manifest.z-check"],
    };
    return JSON.stringify({ resource: isThere ? { kubernetes_manifest: { "z-check": check, route } } : {} });
  };
  const spec = z.object({
    spec: z.object({ forwardAuth: z.object({ authResponseHeaders: z.array(z.string()) }) }),
  });
  const placed = (kind: string, apiVersion: string) =>
    objects.read({ apiVersion, kind, metadata: { name: "placed", namespace: "shop" } }).then(
      (found) => found,
      () => undefined,
    );
  const headersOfCheck = async () =>
    spec.parse(await placed("Middleware", "traefik.io/v1alpha1")).spec.forwardAuth.authResponseHeaders;

  it("are made, changed, mended and taken away, each after those that it waits for", async () => {
    const calls: string[] = [];
    const kind = manifestKind(cluster.config);
    const stack = new PlacedStack(() => ({
      ...kind,
      create: (args) => (calls.push(`make ${kindOf(args)}`), kind.create(args)),
      remove: async (one) => {
        calls.push(`remove ${kindOf(one.args)}`);
        await kind.remove?.(one);
      },
    }));
    const kindOf = (args: object) => z.object({ manifest }).parse(args).manifest.kind;

    await stack.place(stackOf(["A"]));
    expect(await headersOfCheck()).toEqual(["A"]);
    // Somebody else changes it by hand, and the next change takes it over.
    await objects.apply({
      apiVersion: "traefik.io/v1alpha1",
      kind: "Middleware",
      metadata: { name: "placed", namespace: "shop" },
      spec: { forwardAuth: { authResponseHeaders: ["Z"] } },
    });
    await stack.place(stackOf(["A", "B"]));
    expect(await headersOfCheck()).toEqual(["A", "B"]);

    await stack.place(stackOf([], false));
    expect(await placed("Middleware", "traefik.io/v1alpha1")).toBeUndefined();
    expect(await placed("HTTPRoute", "gateway.networking.k8s.io/v1")).toBeUndefined();
    expect(calls).toEqual(["make Middleware", "make HTTPRoute", "remove HTTPRoute", "remove Middleware"]);
  });

  it("are not taken over from others when they are made", async () => {
    const stack = new PlacedStack(() => manifestKind(cluster.config));
    await stack.place(stackOf(["A"]));
    await expect(new PlacedStack(() => manifestKind(cluster.config)).place(stackOf(["B"]))).rejects.toThrow(
      "kubernetes_manifest.z-check: Middleware shop/placed already exists",
    );
    await stack.remove();
  });
});
