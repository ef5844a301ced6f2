import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type V1Volume } from "@kubernetes/client-node";
import { ReferencedObjects } from "../../../../lab/cluster/node/objects";
import { Volumes } from "../../../../lab/cluster/node/volumes";
import { fakeCore } from "./fake-core";

describe("volumes", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "volumes-"))));
  afterEach(() => rmSync(folder, { recursive: true }));
  afterEach(() => jest.useRealTimers());

  const content = { secrets: { s: { a: "1", b: "2" } }, configMaps: { c: { "x.html": "<p>" } } };

  function volumes(volume: V1Volume, core = fakeCore(content)) {
    const pod = {
      metadata: { name: "web-1", namespace: "apps", uid: "u-1", labels: { tier: "front" } },
      spec: { containers: [], serviceAccountName: "web", volumes: [volume] },
    };
    const addresses = { pod: "10.42.0.10", node: "10.42.0.1" };
    return new Volumes(pod, folder, core, new ReferencedObjects(core, "apps"), addresses);
  }
  const files = () =>
    Object.fromEntries(
      readdirSync(join(folder, "v"))
        .filter((name) => !name.startsWith(".."))
        .map((name) => [name, readFileSync(join(folder, "v", name), "utf8")]),
    );
  const mode = (name: string) => (statSync(join(folder, "v", name)).mode & 0o777).toString(8);

  it("hold every key of a Secret or ConfigMap as a file with its mode", async () => {
    await volumes({ name: "v", secret: { secretName: "s", defaultMode: 0o400 } }).write();
    expect([files(), mode("a")]).toEqual([{ a: "1", b: "2" }, "400"]);
  });

  it("hold only the items that are named, where they say", async () => {
    await volumes({
      name: "v",
      configMap: { name: "c", items: [{ key: "x.html", path: "y", mode: 0o440 }] },
    }).write();
    expect([files(), mode("y")]).toEqual([{ y: "<p>" }, "440"]);
  });

  it("change all at once when their source does, and lose what it has lost", async () => {
    const source = { secrets: { s: { a: "1", b: "2" } as Record<string, string> } };
    const made = volumes({ name: "v", secret: { secretName: "s" } }, fakeCore(source));
    await made.write();
    source.secrets.s = { a: "new", c: "3" };
    await made.write();
    expect(files()).toEqual({ a: "new", c: "3" });
  });

  it.each<[V1Volume, string]>([
    [{ name: "v", secret: { secretName: "gone" } }, 'secret "gone" not found'],
    [{ name: "v", configMap: { name: "gone" } }, 'configmap "gone" not found'],
    [
      { name: "v", secret: { secretName: "s", items: [{ key: "no", path: "no" }] } },
      "references non-existent key: no",
    ],
    [{ name: "v", hostPath: { path: "/" } }, "the lab has no volumes of the kind hostPath (v)"],
  ])("cannot be made of %j", async (volume, message) => {
    await expect(volumes(volume).write()).rejects.toThrow(message);
  });

  it("are empty where an optional source is missing", async () => {
    await volumes({ name: "v", secret: { secretName: "gone", optional: true } }).write();
    expect(files()).toEqual({});
  });

  it("are writable folders where they are an emptyDir", async () => {
    await volumes({ name: "v", emptyDir: {} }).write();
    expect(mode(".")).toBe("777");
  });

  it("project a token bound to the Pod, renewed when four fifths of its life are over", async () => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] });
    const core = fakeCore(content);
    const made = volumes(
      {
        name: "v",
        projected: {
          sources: [
            { serviceAccountToken: { path: "token", audience: "api://x", expirationSeconds: 1000 } },
            { configMap: { name: "c" } },
            { downwardAPI: { items: [{ path: "ns", fieldRef: { fieldPath: "metadata.namespace" } }] } },
          ],
        },
      },
      core,
    );
    await made.write();
    expect(files()).toEqual({ token: "token-1", "x.html": "<p>", ns: "apps" });
    expect(core.tokenRequests).toEqual([
      {
        name: "web",
        namespace: "apps",
        body: {
          spec: {
            audiences: ["api://x"],
            expirationSeconds: 1000,
            boundObjectRef: { apiVersion: "v1", kind: "Pod", name: "web-1", uid: "u-1" },
          },
        },
      },
    ]);
    jest.advanceTimersByTime(799_000);
    await made.write();
    expect(files().token).toBe("token-1");
    jest.advanceTimersByTime(2_000);
    await made.write();
    expect(files().token).toBe("token-2");
  });
});
