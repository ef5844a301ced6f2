import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, synthesizedText } from "../support/files";
import { terraform, whyNotInitialized } from "../support/terraform";

/*
 * The real Terraform with the real providers reads every stack. `terraform init` downloads them; where they
 * cannot be had the test is skipped and says why.
 */
const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-terraform-"));
process.env.TF_PLUGIN_CACHE_DIR = join(folder, "plugins");
mkdirSync(process.env.TF_PLUGIN_CACHE_DIR);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const FILES = [
  "entra-ingress-auth.yaml",
  ...readdirSync(join(ROOT, "examples"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => `examples/${file}`),
];

/** Writes a stack into a folder of its own, without its backend: validating needs no state. */
function prepare(file: string): string {
  const stack = join(folder, file.replace(/\W/g, "-"));
  mkdirSync(stack);
  writeFileSync(join(stack, "cdk.tf.json"), synthesizedText(file));
  return stack;
}

const sample = prepare("entra-ingress-auth.yaml");
const reason = whyNotInitialized(sample);

if (reason === undefined) {
  describe("terraform validate", () => {
    it.each(FILES)(
      "accepts %s",
      (file) => {
        const stack = file === "entra-ingress-auth.yaml" ? sample : prepare(file);
        expect(whyNotInitialized(stack)).toBeUndefined();

        const { output } = terraform(stack, "validate");

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
      whyNotInitialized(stack);

      const { ok, output } = terraform(stack, "validate");

      expect(ok).toBe(false);
      expect(output).toContain("security_enabeld");
    }, 300_000);
  });
} else {
  process.stderr.write(`terraform validate: skipped: ${reason}\n`);
  it.skip(`terraform validate accepts every stack: ${reason}`, () => undefined);
}
