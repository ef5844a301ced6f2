import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, synthesizedText } from "../support/files";

/*
 * The real Terraform with the real providers reads every stack. `terraform init` downloads them; where that
 * cannot succeed the test says "skipped" and why.
 */
const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-terraform-"));
const cache = join(folder, "plugins");
mkdirSync(cache);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const FILES = [
  "entra-ingress-auth.yaml",
  ...readdirSync(join(ROOT, "examples"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => `examples/${file}`),
];

function terraform(cwd: string, ...args: string[]): { ok: boolean; output: string } {
  const { status, stdout, stderr, error } = spawnSync("terraform", args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, TF_PLUGIN_CACHE_DIR: cache, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
    timeout: 300_000,
  });
  return { ok: status === 0, output: error === undefined ? stdout + stderr : error.message };
}

/** Writes a stack into a folder of its own, without its backend: validating needs no state. */
function prepare(file: string): string {
  const stack = join(folder, file.replace(/\W/g, "-"));
  mkdirSync(stack);
  writeFileSync(join(stack, "cdk.tf.json"), synthesizedText(file));
  return stack;
}

const sample = prepare("entra-ingress-auth.yaml");
const init = terraform(sample, "init", "-backend=false", "-input=false", "-no-color");
const reason =
  init.output
    .trim()
    .split("\n")
    .filter((line) => line.includes("rror"))[0] ?? init.output.slice(-200);

if (init.ok) {
  describe("terraform validate", () => {
    it.each(FILES)(
      "accepts %s",
      (file) => {
        const stack = file === "entra-ingress-auth.yaml" ? sample : prepare(file);
        const initialized = terraform(stack, "init", "-backend=false", "-input=false", "-no-color");
        expect(initialized.output).toContain("successfully initialized");

        const { output } = terraform(stack, "validate", "-no-color");

        expect(output).toContain("Success! The configuration is valid.");
      },
      300_000,
    );

    it("refuses a stack with an argument that the provider does not have", () => {
      const stack = join(folder, "broken");
      mkdirSync(stack);
      writeFileSync(
        join(stack, "cdk.tf.json"),
        synthesizedText("entra-ingress-auth.yaml").replace('"security_enabled"', '"security_enabeld"'),
      );
      terraform(stack, "init", "-backend=false", "-input=false", "-no-color");

      const { ok, output } = terraform(stack, "validate", "-no-color");

      expect(ok).toBe(false);
      expect(output).toContain("security_enabeld");
    }, 300_000);
  });
} else {
  it("is skipped where the providers cannot be had", () => {
    process.stderr.write(`terraform validate: skipped, because terraform init did not succeed: ${reason}\n`);
    expect(init.ok).toBe(false);
  });
}
