import { ECHO } from "./echo";
import { until } from "./echo";
import type { Report } from "./echo";
import { isReady } from "./echo";
import { waiting } from "./echo";
import { mkdtempSync, rmSync } from "node:fs";
import { lookup, resolve4 } from "node:dns/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { AppsV1Api, CoreV1Api, type V1Container, type V1Pod, type V1PodSpec } from "@kubernetes/client-node";
import { CertificateAuthority } from "../../../lab/certificates";
import { type Cluster, startCluster } from "../../../lab/cluster/cluster";
import { MACHINE_FILES } from "../../../lab/cluster/node/image";
import { run } from "../../../lab/namespace/command";
import { HostsFile } from "../../../lab/namespace/network";
import { namespaceFolder } from "../../../lab/namespace/namespace";

const NAMESPACE = "default";
let folder: string;
let hosts: HostsFile;
let cluster: Cluster;
let core: CoreV1Api;
let apps: AppsV1Api;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "cluster-"));
  hosts = new HostsFile(join(namespaceFolder()!, "hosts"));
  await hosts.set("10.41.0.2", "login.microsoftonline.com");
  cluster = await startCluster({
    folder,
    hosts,
    authority: await CertificateAuthority.create("Test"),
    images: [
      {
        repository: "example.com/echo",
        entrypoint: [process.execPath, "/echo-server.js"],
        files: {
          ...MACHINE_FILES,
          [process.execPath]: process.execPath,
          "/echo-server.js": join(__dirname, "echo-server.js"),
        },
        env: { FROM_IMAGE: "yes" },
      },
    ],
  });
  core = cluster.config.makeApiClient(CoreV1Api);
  apps = cluster.config.makeApiClient(AppsV1Api);
});

afterAll(async () => {
  await cluster.close();
  rmSync(folder, { recursive: true });
});

async function create(
  name: string,
  container: Partial<V1Container> = {},
  spec: Partial<V1PodSpec> = {},
): Promise<void> {
  const containers = [{ ...ECHO, ...container }];
  const body = {
    metadata: { name, labels: { app: name } },
    spec: { terminationGracePeriodSeconds: 5, containers, ...spec },
  };
  await core.createNamespacedPod({ namespace: NAMESPACE, body });
}

const read = (name: string) => core.readNamespacedPod({ name, namespace: NAMESPACE });
const reached = (name: string, condition: (pod: V1Pod) => boolean) =>
  until(async () => {
    const pod = await read(name);
    return condition(pod) ? pod : undefined;
  });
const get = async (url: string): Promise<Report> => (await fetch(url)).json() as Promise<Report>;
const address = async (name: string) => (await reached(name, isReady)).status!.podIP!;

describe("a Pod", () => {
  it("runs as the first process of a container, with its environment, files, user and read-only root", async () => {
    await core.createNamespacedSecret({
      namespace: NAMESPACE,
      body: { metadata: { name: "key" }, stringData: { k: "v" } },
    });
    await create(
      "full",
      {
        env: [
          { name: "PORT", value: "80" },
          { name: "KEY", valueFrom: { secretKeyRef: { name: "key", key: "k" } } },
          { name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        ],
        securityContext: {
          runAsUser: 1234,
          runAsGroup: 1234,
          runAsNonRoot: true,
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [
          { name: "key", mountPath: "/etc/key", readOnly: true },
          { name: "scratch", mountPath: "/scratch" },
        ],
      },
      {
        volumes: [
          { name: "key", secret: { secretName: "key", defaultMode: 0o400 } },
          { name: "scratch", emptyDir: {} },
        ],
      },
    );
    const ip = await address("full");
    const seen = await get(`http://${ip}/?read=/etc/key/k&write=/etc/key/k&write=/tmp/x&write=/scratch/x`);
    expect({ ...seen, env: [seen.env.KEY, seen.env.IP, seen.env.FROM_IMAGE] }).toEqual({
      pid: 1,
      user: 1234,
      env: ["v", ip, "yes"],
      hostname: "full",
      from: "10.42.0.1",
      files: { "/etc/key/k": "v" },
      written: { "/etc/key/k": "EROFS", "/tmp/x": "EROFS", "/scratch/x": "ok" },
    });
    expect(await cluster.node.execute(NAMESPACE, "full", "echo", ["cat", "/etc/key/k"])).toBe("v");
  });

  it("waits with CreateContainerConfigError for a Secret, and runs when it comes", async () => {
    await create("late", { envFrom: [{ secretRef: { name: "late" } }] });
    const pod = await reached("late", waiting("CreateContainerConfigError"));
    expect(pod.status?.containerStatuses?.[0]?.state?.waiting?.message).toBe('secret "late" not found');
    expect([pod.status?.phase, isReady(pod)]).toEqual(["Pending", false]);
    await core.createNamespacedSecret({
      namespace: NAMESPACE,
      body: { metadata: { name: "late" }, stringData: { L: "1" } },
    });
    await reached("late", isReady);
  });

  it("does not run as root where it must not, nor from an image that is not there", async () => {
    await create("root", { securityContext: { runAsNonRoot: true } });
    await create("nowhere", { image: "example.com/nowhere:1" });
    await reached("root", waiting("CreateContainerConfigError"));
    await reached("nowhere", waiting("ErrImagePull"));
  });

  it("has a token of its service account that the API server accepts, and the cluster's CA", async () => {
    await create("token");
    const dir = "/var/run/secrets/kubernetes.io/serviceaccount";
    const ip = await address("token");
    const { files } = await get(`http://${ip}/?read=${dir}/token&read=${dir}/namespace&read=${dir}/ca.crt`);
    const claims = JSON.parse(Buffer.from(files[`${dir}/token`]!.split(".")[1]!, "base64url").toString());
    expect([claims.sub, claims.iss, claims["kubernetes.io"].pod.name, files[`${dir}/namespace`]]).toEqual([
      "system:serviceaccount:default:default",
      cluster.issuer,
      "token",
      "default",
    ]);
    expect(files[`${dir}/ca.crt`]).toContain("BEGIN CERTIFICATE");
  });

  it("is started again when it ends or its liveness probe fails, and its earlier log stays readable", async () => {
    await create("again", {
      livenessProbe: { httpGet: { path: "/health", port: 80 }, periodSeconds: 1, failureThreshold: 1 },
    });
    const ip = await address("again");
    await fetch(`http://${ip}/exit`).catch(() => undefined);
    const restarted = await reached(
      "again",
      (pod) => isReady(pod) && pod.status?.containerStatuses?.[0]?.restartCount === 1,
    );
    expect(restarted.status?.containerStatuses?.[0]?.lastState?.terminated?.exitCode).toBe(9);
    expect(cluster.node.logs(NAMESPACE, "again", "echo", true)).toBe("listening\n");
    await fetch(`http://${ip}/break`);
    await reached("again", waiting("CrashLoopBackOff"));
    expect(cluster.node.logs(NAMESPACE, "again", "echo", false)).toBe("listening\nending\n");
    const events = await core.listNamespacedEvent({
      namespace: NAMESPACE,
      fieldSelector: "involvedObject.name=again",
    });
    const reasons = new Set(events.items.map(({ reason }) => reason));
    expect(
      ["Scheduled", "Started", "Unhealthy", "Killing", "BackOff"].filter((reason) => !reasons.has(reason)),
    ).toEqual([]);
  });

  it("is ended with SIGTERM and gone with its network", async () => {
    await create("short");
    await address("short");
    const network = cluster.node.networkOf(NAMESPACE, "short");
    await core.deleteNamespacedPod({ name: "short", namespace: NAMESPACE });
    await until(async () =>
      read("short").then(
        () => undefined,
        () => true,
      ),
    );
    await expect(run("nsenter", [`--net=${network}`, "true"])).rejects.toThrow("No such file");
  });
});

describe("a Service", () => {
  it("answers at its address and by its name, from the node and from a Pod", async () => {
    await create("server");
    await create("client");
    const spec = {
      selector: { app: "server" },
      ports: [{ port: 8080, targetPort: "http" }],
    };
    const service = await core.createNamespacedService({
      namespace: NAMESPACE,
      body: { metadata: { name: "web" }, spec },
    });
    await address("server");
    const pod = await address("client");
    const host = `${service.spec?.clusterIP}:8080`;
    await until(async () => get(`http://${host}/`).catch(() => undefined));
    expect((await get("http://web.default.svc.cluster.local:8080/")).hostname).toBe("server");
    const ask = (url: string) =>
      cluster.node.execute(NAMESPACE, "client", "echo", [
        process.execPath,
        "-e",
        `fetch("${url}").then((r) => r.json()).then((r) => console.log(r.hostname, r.from))`,
      ]);
    expect(await ask("http://web:8080/")).toBe(`server ${pod}\n`);
    expect(await ask(`http://${host}/`)).toBe(`server ${pod}\n`);
  });

  it("resolves beside the lab's own names, and nothing else exists", async () => {
    expect((await lookup("kubernetes.default.svc.cluster.local")).address).toBe("10.43.0.1");
    await create("names");
    await address("names");
    const resolve = (name: string) =>
      cluster.node.execute(NAMESPACE, "names", "echo", [
        process.execPath,
        "-e",
        `require("dns").lookup("${name}", (error, address) => console.log(error?.code ?? address))`,
      ]);
    expect(await resolve("login.microsoftonline.com")).toBe("10.41.0.2\n");
    expect(await resolve("example.net")).toBe("ENOTFOUND\n");
  });

  it("has a name of the lab as soon as it is given, and the new address when it moves", async () => {
    await hosts.set("10.41.0.8", "late.example.net");
    expect(await resolve4("late.example.net")).toEqual(["10.41.0.8"]);
    await hosts.set("10.41.0.9", "late.example.net");
    expect(await resolve4("late.example.net")).toEqual(["10.41.0.9"]);
  });
});

describe("a Deployment", () => {
  it("rolls out, one Pod after the other, and is complete", async () => {
    const labels = { app: "rolling" };
    const template = (version: string) => ({
      metadata: { labels },
      spec: { containers: [{ ...ECHO, env: [{ name: "VERSION", value: version }] }] },
    });
    const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
    const spec = { replicas: 2, selector: { matchLabels: labels }, strategy, template: template("one") };
    const body = { metadata: { name: "rolling" }, spec };
    const name = { name: "rolling", namespace: NAMESPACE };
    await apps.createNamespacedDeployment({ namespace: NAMESPACE, body });
    const complete = (generation: number) =>
      until(async () => {
        const { status } = await apps.readNamespacedDeployment(name);
        const done = status?.observedGeneration === generation && status.updatedReplicas === 2;
        return done && status.replicas === 2 && status.availableReplicas === 2 ? true : undefined;
      });
    await complete(1);
    await apps.replaceNamespacedDeployment({
      ...name,
      body: { ...body, spec: { ...spec, template: template("two") } },
    });
    await complete(2);
    const { items } = await core.listNamespacedPod({ namespace: NAMESPACE, labelSelector: "app=rolling" });
    const live = items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
    const versions = await Promise.all(
      live.map(async (pod) => (await get(`http://${pod.status?.podIP}/`)).env.VERSION),
    );
    expect(versions).toEqual(["two", "two"]);
  });
});

describe("the control plane", () => {
  it("can lose its API server, and Pods run on and are managed again", async () => {
    await create("survivor");
    const ip = await address("survivor");
    const restarting = cluster.controlPlane.component("kube-apiserver").restart("SIGKILL");
    expect((await get(`http://${ip}/`)).hostname).toBe("survivor");
    await restarting;
    await create("after");
    await address("after");
  });
});
