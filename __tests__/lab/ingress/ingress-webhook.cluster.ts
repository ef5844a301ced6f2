import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiException, NetworkingV1Api, type V1Ingress } from "@kubernetes/client-node";
import { CertificateAuthority } from "../../../lab/certificates";
import { type Cluster, startCluster } from "../../../lab/cluster/cluster";
import { startIngressWebhook } from "../../../lab/ingress/ingress-webhook";
import { HostsFile } from "../../../lab/namespace/network";
import { namespaceFolder } from "../../../lab/namespace/namespace";

const NAMESPACE = "default";
let folder: string;
let cluster: Cluster;
let networking: NetworkingV1Api;
let webhook: { close(): Promise<void> };
const authorities = CertificateAuthority.create("Test");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "webhook-"));
  const authority = await authorities;
  const hosts = new HostsFile(join(namespaceFolder()!, "hosts"));
  cluster = await startCluster({ folder, hosts, authority, images: [] });
  networking = cluster.config.makeApiClient(NetworkingV1Api);
  for (const [name, controller] of [
    ["nginx", "k8s.io/ingress-nginx"],
    ["other", "example.com/other"],
  ]) {
    await networking.createIngressClass({ body: { metadata: { name }, spec: { controller } } });
  }
  webhook = await startIngressWebhook({ config: cluster.config, authority });
});

afterAll(async () => {
  await webhook.close();
  await cluster.close();
  rmSync(folder, { recursive: true });
});

function ingress(name: string, path: string, pathType = "Prefix", ingressClassName = "nginx"): V1Ingress {
  const backend = { service: { name: "shop", port: { number: 80 } } };
  return {
    metadata: { name },
    spec: {
      ingressClassName,
      rules: [{ host: "shop.example.com", http: { paths: [{ path, pathType, backend }] } }],
    },
  };
}

const create = (body: V1Ingress) => networking.createNamespacedIngress({ namespace: NAMESPACE, body });

/** What the API server says where it refuses a write. */
const refused = (write: Promise<unknown>): Promise<string> =>
  write.then(
    () => "admitted",
    (error: ApiException<string>) => (JSON.parse(error.body) as { message: string }).message,
  );

describe("the webhook of ingress-nginx in front of the API server", () => {
  it("refuses a host and path that another Ingress of its classes has, whatever the type", async () => {
    await create(ingress("first", "/admin", "Exact"));

    for (const pathType of ["Prefix", "Exact"]) {
      expect(await refused(create(ingress("second", "/admin", pathType)))).toBe(
        'admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: ' +
          'host "shop.example.com" and path "/admin" is already defined in ingress default/first',
      );
    }
    await create(ingress("foreign", "/admin", "Prefix", "other"));
  });

  it("admits the change of an Ingress's own path, and refuses one onto another's", async () => {
    await create(ingress("own", "/own"));
    const change = (path: string, pathType?: string) =>
      networking.replaceNamespacedIngress({
        name: "own",
        namespace: NAMESPACE,
        body: ingress("own", path, pathType),
      });

    await change("/own", "Exact");
    expect(await refused(change("/admin"))).toContain("is already defined in ingress default/first");
  });

  it("admits a path as soon as the Ingress that had it is gone", async () => {
    await create(ingress("leaving", "/moved"));
    expect(await refused(create(ingress("coming", "/moved")))).toContain("default/leaving");

    await networking.deleteNamespacedIngress({ name: "leaving", namespace: NAMESPACE });
    await create(ingress("coming", "/moved"));
  });

  it("refuses paths with other characters than letters, digits, dots, lines and slashes", async () => {
    expect(await refused(create(ingress("tilde", "/a~b")))).toContain(
      "ingress contains invalid paths: path /a~b cannot be used with pathType Prefix",
    );
  });

  it("is asked no more once it is closed, and can be started again", async () => {
    await webhook.close();
    await create(ingress("unasked", "/admin"));

    webhook = await startIngressWebhook({ config: cluster.config, authority: await authorities });
    expect(await refused(create(ingress("asked", "/admin")))).toContain("is already defined");
  });
});
