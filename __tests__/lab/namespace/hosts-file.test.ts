import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { HostsFile } from "../../../lab/namespace/network";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hosts-file-"));
  path = join(folder, "hosts");
  writeFileSync(path, "127.0.0.1 localhost\n");
});

afterEach(() => rmSync(folder, { recursive: true }));

it("has each name once, with the last address, after what the machine says", async () => {
  const hosts = new HostsFile(path);
  await hosts.set("10.41.0.222", "a.example.com", "b.example.com");
  await hosts.set("10.41.0.3", "a.example.com");
  expect(readFileSync(path, "utf8")).toBe(
    "127.0.0.1 localhost\n10.41.0.3 a.example.com\n10.41.0.222 b.example.com\n",
  );
});

it("never lacks a name that it has while another is added", async () => {
  const hosts = new HostsFile(path);
  await hosts.set("10.41.0.2", "a.example.com");
  for (let i = 0; i < 50; i += 1) {
    let isOver = false;
    const adding = hosts.set("10.41.0.3", `added-${i}.example.com`).finally(() => (isOver = true));
    while (!isOver) {
      expect(readFileSync(path, "utf8")).toContain("10.41.0.2 a.example.com\n");
      await turn();
    }
    await adding;
  }
});
