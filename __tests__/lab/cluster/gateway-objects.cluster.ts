import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiException, CoreV1Api } from "@kubernetes/client-node";
import { z } from "zod";
import { CertificateAuthority } from "../../../lab/certificates";
import { type Cluster, startCluster } from "../../../lab/cluster/cluster";
import { DEFINITIONS_NAMES } from "../../../lab/cluster/definitions";
import { installDefinitions } from "../../../lab/cluster/install-definitions";
import { StrictObjects } from "../../../lab/cluster/strict-objects";
import { HostsFile } from "../../../lab/namespace/network";
import { namespaceFolder } from "../../../lab/namespace/namespace";
import { parseConfig } from "../../../lib/config";
import { GATEWAY_KINDS, type GatewayKind } from "../../../lib/edge";
import { synthesize } from "../../../lib/synthesize";

const PROGRAMS = "apiPaths: [/api]";
const CORS = 'cors: { origins: ["https://other.example.com"] }';

/** What an app can ask of each beside the rest. */
const ASKED: Readonly<Record<GatewayKind, readonly string[]>> = {
  traefik: [PROGRAMS, CORS],
  "envoy-gateway": [PROGRAMS, CORS],
  standard: [PROGRAMS],
  istio: [],
};

const NAMESPACES = ["shop", "gateways", "auth"];

let folder: string;
let cluster: Cluster;
let objects: StrictObjects;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gateway-objects-"));
  const authority = await CertificateAuthority.create("Test");
  const hosts = new HostsFile(join(namespaceFolder()!, "hosts"));
  cluster = await startCluster({ folder, hosts, authority, images: [] });
  await installDefinitions(cluster.config, DEFINITIONS_NAMES);
  objects = cluster.config.makeApiClient(StrictObjects);
  const core = cluster.config.makeApiClient(CoreV1Api);
  for (const name of NAMESPACES) await core.createNamespace({ body: { metadata: { name } } });
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
const stackFile = z.object({
  resource: z.object({ kubernetes_manifest: z.record(z.string(), z.object({ manifest })) }),
  output: z.object({ gateway_objects: z.object({ value: z.array(manifest) }).optional() }),
});

/** Every object that a stack behind an edge makes of a kind that is not Kubernetes' own, or hands to the owner of the Gateway. */
function objectsOf(edge: string, asked: readonly string[]): z.infer<typeof manifest>[] {
  const text = `
entra: { accessGroup: { objectId: 11111111-1111-1111-1111-111111111111 } }
${edge}
authProxy: { namespace: { name: auth } }
apps:
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: 80 }
    publicPaths: [/healthz]
    normalizesPaths: true
${asked.map((line) => `    ${line}\n`).join("")}`;
  const { file } = synthesize(parseConfig(text, {}), { outdir: join(folder, "cdktf.out") });
  const { resource, output } = stackFile.parse(JSON.parse(readFileSync(file, "utf8")));
  return [
    ...Object.values(resource.kubernetes_manifest).map((one) => one.manifest),
    ...(output.gateway_objects?.value ?? []),
  ];
}

/** What the API server says where it refuses an object. */
const answer = (object: z.infer<typeof manifest>): Promise<string> =>
  objects.apply(object).then(
    () => "admitted",
    (error: ApiException<string>) => z.object({ message: z.string() }).parse(JSON.parse(error.body)).message,
  );

describe("the objects of a stack are admitted by the real definitions, in every field,", () => {
  it.each([
    ...GATEWAY_KINDS.map(
      (kind) =>
        [
          `gateway: { kind: ${kind}, name: public, namespace: gateways, sectionName: https }`,
          ASKED[kind],
        ] as const,
    ),
    ["ingressController: { kind: traefik, resource: IngressRoute }", [PROGRAMS, CORS]] as const,
  ])("with %s", async (edge, asked) => {
    const made = objectsOf(edge, asked);
    const answers: string[] = [];
    for (const object of made) {
      answers.push(`${object.kind} ${object.metadata.name}: ${await answer(object)}`);
    }

    expect(made.length).toBeGreaterThan(3);
    expect(answers.filter((one) => !one.endsWith(": admitted"))).toEqual([]);
  });
});
