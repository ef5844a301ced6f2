import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { inTemporaryFolder, ROOT, synthesizedText } from "../support/files";
import { installedNode, INSTALL_TIMEOUT, NODES } from "../support/package";

const STACK = join("stacks", "entra-ingress-auth");
const STATE = "terraform.entra-ingress-auth.tfstate";

const ENVIRONMENT = { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1", FORCE_COLOR: "0" };

function cdktfSynth(outdir: string, ...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    join(ROOT, "node_modules", ".bin", "cdktf"),
    ["synth", "--output", outdir, ...args],
    { cwd: ROOT, encoding: "utf8", env: ENVIRONMENT },
  );
  return { status, output: stdout + stderr };
}

describe("cdktf synth", () => {
  it.each(NODES)(
    "gives on Node $node what npm run synth gives",
    (seen) => {
      inTemporaryFolder((folder) => {
        const output = installedNode(seen, ENVIRONMENT).run(
          ROOT,
          "cdktf",
          "synth",
          "--output",
          join(folder, "out"),
        );

        expect(output).toContain("Generated Terraform code for the stacks: entra-ingress-auth");
        // Beside the config file, from wherever the output is.
        const state = relative(join(realpathSync(folder), "out", STACK), join(ROOT, STATE));
        expect(readFileSync(join(folder, "out", STACK, "cdk.tf.json"), "utf8")).toBe(
          synthesizedText("entra-ingress-auth.yaml").replace(`../../../${STATE}`, state),
        );
      });
    },
    INSTALL_TIMEOUT,
  );

  it("fails with the config file's errors and leaves an older output alone", () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, "out");
      mkdirSync(join(outdir, STACK), { recursive: true });
      writeFileSync(join(outdir, STACK, "cdk.tf.json"), "older");
      const file = join(folder, "bad.yaml");
      writeFileSync(file, "stack: bad\napps: []\n");

      const { status, output } = cdktfSynth(outdir, "--app", `npx tsx main.ts ${file}`);

      expect(status).not.toBe(0);
      expect(output).toContain('bad.yaml:1:1: is missing "entra" or "github"');
      expect(readFileSync(join(outdir, STACK, "cdk.tf.json"), "utf8")).toBe("older");
    });
  }, 120_000);
});
