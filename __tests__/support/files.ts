import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig, type Environment } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";

/** The checkout that is tested. */
export const ROOT = join(__dirname, "..", "..");

/** Runs something in a folder of its own, which goes afterwards. */
export function inTemporaryFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-"));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The text of the JSON that a config file of the checkout becomes. */
export function synthesizedText(file: string, environment: Environment = {}): string {
  return inTemporaryFolder((folder) => {
    const { stack } = synthesize(loadConfig(join(ROOT, file), environment), {
      outdir: join(folder, "cdktf.out"),
    });
    return readFileSync(join(folder, "cdktf.out", "stacks", stack.node.id, "cdk.tf.json"), "utf8");
  });
}

/** A stack as Terraform reads it, as far as tests look into it. */
export interface TerraformJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
  readonly output: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly terraform: { readonly backend: unknown; readonly required_providers: unknown };
}

export function synthesized(file: string, environment: Environment = {}): TerraformJson {
  return JSON.parse(synthesizedText(file, environment)) as TerraformJson;
}

/** Runs something in a folder of its own, and takes the folder out of what it throws. */
export function withoutFolder<T>(program: (folder: string) => T): T {
  return inTemporaryFolder((folder) => {
    try {
      return program(folder);
    } catch (error) {
      throw error instanceof Error ? new Error(error.message.replaceAll(`${folder}/`, "")) : error;
    }
  });
}
