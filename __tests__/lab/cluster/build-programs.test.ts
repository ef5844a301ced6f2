import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { buildPrograms, type BuildProgress } from "../../../lab/cluster/build-programs";
import { programPath } from "../../../lab/cluster/programs";
import { FakePrograms } from "../../support/fake-programs";

describe("building programs", () => {
  const path = process.env.PATH ?? "";
  let folder: string;
  let cache: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "build-"));
    cache = join(folder, "cache");
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });

  /** Puts a go in front of the real one that lists three packages and builds as told. */
  function fakeGo(build: string): void {
    const programs = new FakePrograms(join(folder, "bin"));
    programs.install("go", `if [ "$1" = list ]; then printf 'a\\nb\\nc\\n'; exit; fi\n${build}`);
    process.env.PATH = programs.folder + delimiter + path;
  }
  // The output's path comes after -o.
  const BUILD = `while [ "$1" != -o ]; do shift; done; echo "static=$CGO_ENABLED" > "$2"; echo a >&2; echo b/c >&2; pwd >> "$2"`;

  it("puts each where it belongs and tells how far it is", async () => {
    fakeGo(BUILD);
    const seen: BuildProgress[] = [];
    const paths = await buildPrograms(["etcd"], { cache, onProgress: (progress) => seen.push(progress) });
    expect(paths).toEqual({ etcd: programPath("etcd", cache) });
    const module = join(__dirname, "../../../lab/cluster/programs/etcd");
    expect(readFileSync(paths.etcd, "utf8")).toBe(`static=0\n${module}\n`);
    expect(seen.map(({ state }) => state)).toEqual(["building", "built"]);
    expect(seen.at(-1)).toMatchObject({ name: "etcd", version: "v3.6.8", compiled: 2, packages: 3 });
  });

  it("skips what is there", async () => {
    fakeGo("exit 1");
    const target = programPath("etcd", cache);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, "");
    const seen: string[] = [];
    await buildPrograms(["etcd"], { cache, onProgress: ({ state }) => seen.push(state) });
    expect(seen).toEqual(["present"]);
  });

  it("leaves nothing behind when a build fails, and says why", async () => {
    fakeGo(`${BUILD}; echo "go: downloading x v1" >&2; echo "x.go:1: syntax error" >&2; exit 1`);
    await expect(buildPrograms(["etcd"], { cache })).rejects.toThrow(
      "go build go.etcd.io/etcd/server/v3 failed:\nx.go:1: syntax error",
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  it("says that go is missing", async () => {
    process.env.PATH = folder;
    await expect(buildPrograms(["etcd"], { cache })).rejects.toThrow(/^go is not installed/);
  });
});
