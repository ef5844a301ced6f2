import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { findChart } from "../../lab/helm-chart";

const ARCHIVE = Buffer.from("an archive");
const DIGEST = createHash("sha256").update(ARCHIVE).digest("hex");

describe("the chart", () => {
  let folder: string;
  let server: Server;
  let repository: string;
  /** What the repository serves, by path. */
  let served: Record<string, Buffer | string>;
  let asked: string[];

  beforeEach(async () => {
    folder = join(mkdtempSync(join(tmpdir(), "helm-chart-")), "charts");
    asked = [];
    server = createServer(({ url = "" }, answer) => {
      asked.push(url);
      const body = served[url];
      answer.writeHead(body === undefined ? 404 : 200).end(body);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}/manifests`;
    served = {
      "/manifests/index.yaml": index({ version: "2.0.0", digest: DIGEST }),
      "/manifests/gate-2.0.0.tgz": ARCHIVE,
    };
  });
  afterEach(async () => {
    rmSync(join(folder, ".."), { recursive: true });
    if (server.listening) await new Promise((closed) => server.close(closed));
  });

  function index(entry: { version: string; digest: string; urls?: string[] }): string {
    const { version } = entry;
    return stringify({
      apiVersion: "v1",
      entries: {
        gate: [
          { version: "3.0.0", digest: "0".repeat(64), urls: ["gate-3.0.0.tgz"] },
          { urls: [`gate-${version}.tgz`], ...entry },
        ],
      },
    });
  }

  function find(environment: NodeJS.ProcessEnv = {}): ReturnType<typeof findChart> {
    return findChart({ environment, folder, chart: { repository, chart: "gate", version: "2.0.0" } });
  }

  it("is the one that the environment names, and nobody is asked for another", async () => {
    const given = join(folder, "..", "mine");
    mkdirSync(given);

    expect(await find({ ENTRA_INGRESS_AUTH_LAB_CHART: given })).toEqual({ path: given });
    expect(asked).toEqual([]);
  });

  it("is refused where the environment names one that is not there", async () => {
    await expect(find({ ENTRA_INGRESS_AUTH_LAB_CHART: "/no/chart" })).rejects.toThrow(
      new Error("ENTRA_INGRESS_AUTH_LAB_CHART: there is no /no/chart"),
    );
  });

  it("is downloaded in the version asked for, once", async () => {
    const path = join(folder, "gate-2.0.0.tgz");

    expect(await find()).toEqual({ path });
    expect(readFileSync(path)).toEqual(ARCHIVE);
    expect(readdirSync(folder)).toEqual(["gate-2.0.0.tgz"]);

    expect(await find()).toEqual({ path });
    expect(asked).toEqual(["/manifests/index.yaml", "/manifests/gate-2.0.0.tgz"]);
  });

  it("may lie on another server than its index", async () => {
    served = {
      "/manifests/index.yaml": index({
        version: "2.0.0",
        digest: DIGEST,
        urls: [`${new URL(repository).origin}/releases/gate.tgz`],
      }),
      "/releases/gate.tgz": ARCHIVE,
    };

    expect(await find()).toEqual({ path: join(folder, "gate-2.0.0.tgz") });
  });

  it("is refused where it is not what the index says, and not kept", async () => {
    served["/manifests/gate-2.0.0.tgz"] = "another archive";
    const other = createHash("sha256").update("another archive").digest("hex");

    await expect(find()).rejects.toThrow(
      new Error(`gate-2.0.0.tgz has the digest ${other}, and its repository's index says ${DIGEST}`),
    );
    expect(existsSync(folder)).toBe(false);
  });

  it("cannot be had in a version that the repository does not have", async () => {
    served["/manifests/index.yaml"] = index({ version: "1.0.0", digest: DIGEST });

    expect(await find()).toEqual({ absent: `${repository} has no gate 2.0.0` });
  });

  it.each(["index.yaml", "gate-2.0.0.tgz"])(
    "cannot be had where the server does not give %s",
    async (file) => {
      served = Object.fromEntries(Object.entries(served).filter(([path]) => !path.endsWith(file)));

      expect(await find()).toEqual({ absent: `${repository}/${file}: the server answers 404` });
    },
  );

  it("cannot be had where nobody answers", async () => {
    await new Promise((closed) => server.close(closed));

    expect(await find()).toEqual({
      absent: `${repository}/index.yaml: Error: connect ECONNREFUSED ${new URL(repository).host}`,
    });
  });

  it("is not taken from an index that is none", async () => {
    served["/manifests/index.yaml"] = "<html></html>";

    await expect(find()).rejects.toThrow(/expected object, received string/);
  });
});
