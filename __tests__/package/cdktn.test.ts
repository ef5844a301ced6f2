import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, INSTALL_TIMEOUT, pack } from "../support/package";

/* What the README says of cdktn, the successor of CDKTF. */
const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-cdktn-"));
const ALIAS = {
  dependencies: { cdktf: "npm:cdktn@0.24.0", constructs: "~10.7.0" },
  overrides: { cdktf: "$cdktf" },
};
let tarball = "";

beforeAll(() => {
  tarball = pack(folder);
}, INSTALL_TIMEOUT);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Installs the package beside some dependencies. */
function project(name: string, manifest: object): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, "package.json"), JSON.stringify({ name, private: true, ...manifest }));
  install(path, tarball);
  return path;
}

/** Runs the README's example with `App` and `TerraformStack` from a package. */
function synthesize(path: string, from: string): { status: number | null; stderr: string } {
  const readme = readFileSync(join(path, "node_modules", "entra-ingress-auth", "README.md"), "utf8");
  const [, example = ""] = /```ts\n(import [\s\S]*?)```/.exec(readme) ?? [];
  writeFileSync(join(path, "main.mjs"), example.replace('from "cdktf"', `from "${from}"`));
  const { status, stderr } = spawnSync(process.execPath, ["main.mjs"], { cwd: path, encoding: "utf8" });
  return { status, stderr };
}

it(
  "synthesizes with cdktn under the name of cdktf, and constructs below 10.8",
  () => {
    const path = project("alias", ALIAS);

    expect(synthesize(path, "cdktf")).toEqual({ status: 0, stderr: "" });
    const { name } = JSON.parse(
      readFileSync(join(path, "node_modules", "cdktf", "package.json"), "utf8"),
    ) as {
      name: string;
    };
    expect(name).toBe("cdktn");
    expect(readFileSync(join(path, "cdktf.out", "stacks", "auth", "cdk.tf.json"), "utf8")).toContain(
      '"https://podinfo.example.com/oauth2/callback"',
    );
  },
  INSTALL_TIMEOUT,
);

it(
  "does not install with the constructs that cdktn's own init takes",
  () => {
    const dependencies = { ...ALIAS.dependencies, constructs: "^10.8.1" };

    expect(() => project("newer", { ...ALIAS, dependencies })).toThrow("ERESOLVE");
  },
  INSTALL_TIMEOUT,
);

it(
  "does not synthesize in an app of cdktn under its own name",
  () => {
    const path = project("native", { dependencies: { cdktn: "0.24.0" } });

    expect(synthesize(path, "cdktn")).toEqual({
      status: 1,
      stderr: expect.stringContaining("is not a function") as unknown,
    });
  },
  INSTALL_TIMEOUT,
);
