import { type V1Container, type V1Pod, type V1Service } from "@kubernetes/client-node";
import { containerEnvironment, serviceLinks } from "../../../../lab/cluster/node/environment";
import { ReferencedObjects } from "../../../../lab/cluster/node/objects";
import { fakeCore } from "./fake-core";

const POD: V1Pod = {
  metadata: {
    name: "web-1",
    namespace: "apps",
    uid: "u-1",
    labels: { tier: "front" },
    annotations: { "a/b": "c" },
  },
  spec: { nodeName: "lab", serviceAccountName: "web", containers: [] },
};
const SERVICE: V1Service = {
  metadata: { name: "oauth2-proxy", namespace: "apps" },
  spec: { clusterIP: "10.43.0.7", ports: [{ name: "http", port: 80 }] },
};
const KUBERNETES: V1Service = {
  metadata: { name: "kubernetes", namespace: "default" },
  spec: { clusterIP: "10.43.0.1", ports: [{ name: "https", port: 443, protocol: "TCP" }] },
};

function environment(container: Partial<V1Container>, pod: V1Pod = POD, services: V1Service[] = []) {
  const core = fakeCore({
    secrets: { credentials: { password: "hunter2", user: "alice" } },
    configMaps: { settings: { LEVEL: "debug" } },
  });
  return containerEnvironment(
    pod,
    { name: "web", ...container },
    {
      objects: new ReferencedObjects(core, "apps"),
      addresses: { pod: "10.42.0.10", node: "10.42.0.1" },
      services,
    },
  );
}

describe("a container's environment", () => {
  it("has values, which may use those before them", async () => {
    const env = [
      { name: "HOST", value: "example.com" },
      { name: "URL", value: "https://$(HOST)/$(LATER)" },
      { name: "LATER", value: "x" },
      { name: "NOTHING" },
    ];
    expect(await environment({ env })).toEqual({
      HOST: "example.com",
      URL: "https://example.com/$(LATER)",
      LATER: "x",
      NOTHING: "",
    });
  });

  it("has keys of Secrets and ConfigMaps, and fields of the Pod", async () => {
    const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
    const env = [
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "credentials", key: "password" } } },
      { name: "LEVEL", valueFrom: { configMapKeyRef: { name: "settings", key: "LEVEL" } } },
      field("POD", "metadata.name"),
      field("TIER", "metadata.labels['tier']"),
      field("IP", "status.podIP"),
      field("NODE_IP", "status.hostIP"),
      field("ACCOUNT", "spec.serviceAccountName"),
    ];
    expect(await environment({ env })).toEqual({
      PASSWORD: "hunter2",
      LEVEL: "debug",
      POD: "web-1",
      TIER: "front",
      IP: "10.42.0.10",
      NODE_IP: "10.42.0.1",
      ACCOUNT: "web",
    });
  });

  it("takes all keys of an envFrom with its prefix, and lets env override them", async () => {
    const envFrom = [
      { prefix: "DB_", secretRef: { name: "credentials" } },
      { configMapRef: { name: "settings" } },
    ];
    const env = [{ name: "LEVEL", value: "info" }];
    expect(await environment({ envFrom, env })).toEqual({
      DB_password: "hunter2",
      DB_user: "alice",
      LEVEL: "info",
    });
  });

  it.each([
    ["secretKeyRef", { name: "gone", key: "x" }, 'secret "gone" not found'],
    ["secretKeyRef", { name: "credentials", key: "x" }, "couldn't find key x in Secret apps/credentials"],
    ["configMapKeyRef", { name: "gone", key: "x" }, 'configmap "gone" not found'],
    ["configMapKeyRef", { name: "settings", key: "x" }, "couldn't find key x in ConfigMap apps/settings"],
  ])("fails on a missing %s %j, as the kubelet does", async (kind, reference, message) => {
    await expect(environment({ env: [{ name: "X", valueFrom: { [kind]: reference } }] })).rejects.toThrow(
      message,
    );
  });

  it("leaves out what is missing and optional", async () => {
    const env = [
      { name: "A", valueFrom: { secretKeyRef: { name: "gone", key: "x", optional: true } } },
      { name: "B", valueFrom: { configMapKeyRef: { name: "settings", key: "x", optional: true } } },
    ];
    expect(await environment({ env, envFrom: [{ secretRef: { name: "gone", optional: true } }] })).toEqual(
      {},
    );
  });

  it("has links to Services unless the Pod wants none, and always the API server's", async () => {
    const linked = await environment({}, POD, [KUBERNETES, SERVICE]);
    expect([linked.OAUTH2_PROXY_PORT, linked.KUBERNETES_SERVICE_HOST]).toEqual([
      "tcp://10.43.0.7:80",
      "10.43.0.1",
    ]);
    const without = { ...POD, spec: { containers: [], enableServiceLinks: false } };
    expect(await environment({}, without, [KUBERNETES, SERVICE])).toEqual(serviceLinks(KUBERNETES));
  });

  it("has the variables of a Service that the kubelet gives", () => {
    expect(serviceLinks(SERVICE)).toEqual({
      OAUTH2_PROXY_SERVICE_HOST: "10.43.0.7",
      OAUTH2_PROXY_SERVICE_PORT: "80",
      OAUTH2_PROXY_SERVICE_PORT_HTTP: "80",
      OAUTH2_PROXY_PORT: "tcp://10.43.0.7:80",
      OAUTH2_PROXY_PORT_80_TCP: "tcp://10.43.0.7:80",
      OAUTH2_PROXY_PORT_80_TCP_PROTO: "tcp",
      OAUTH2_PROXY_PORT_80_TCP_PORT: "80",
      OAUTH2_PROXY_PORT_80_TCP_ADDR: "10.43.0.7",
    });
    expect(serviceLinks({ ...SERVICE, spec: { clusterIP: "None", ports: [{ port: 80 }] } })).toEqual({});
  });
});
