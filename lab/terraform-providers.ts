import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadConfig, type Environment } from "../lib/config";
import { synthesize } from "../lib/synthesize";
import { cacheFolder } from "./cluster/programs";
import { hasCode } from "./error-code";
import type { Finding } from "./findings";
import { Terraform, type TerraformProgram } from "./terraform";

/**
 * Finds out, by an ordinary `init` of a config file's stack on the machine itself, whether Terraform (or OpenTofu)
 * and the stack's providers can be had, and where they lie then.
 */
export async function findProviders(
  file: string,
  program: TerraformProgram = "terraform",
  variables: Environment = {},
): Promise<Finding> {
  const outdir = mkdtempSync(join(tmpdir(), "entra-ingress-auth-init-"));
  const dataFolder = join(cacheFolder(), program);
  try {
    const stack = synthesize(loadConfig(file, variables), { outdir }).file;
    const environment = { TF_DATA_DIR: dataFolder };
    await new Terraform({ program, folder: dirname(stack), environment }).init("-backend=false");
    return { path: join(dataFolder, "providers") };
  } catch (error) {
    const absent = reasonOfAbsence(error, program);
    if (absent === undefined) throw error;
    return { absent };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Inside: what makes Terraform take the providers that were found outside, and no others. */
export function mirrorEnvironment(
  folder: string,
  mirrors: readonly string[],
): Readonly<Record<string, string>> {
  if (mirrors.length === 0) return {};
  const file = join(folder, "terraform.tfrc");
  const blocks = mirrors.map((path) => `  filesystem_mirror {\n    path = ${JSON.stringify(path)}\n  }\n`);
  writeFileSync(file, `provider_installation {\n${blocks.join("")}}\n`);
  return { TF_CLI_CONFIG_FILE: file };
}

/** What an `init` that failed says about the program or the providers being absent; undefined for any other error. */
export function reasonOfAbsence(error: unknown, program: TerraformProgram): string | undefined {
  if (hasCode(error, "ENOENT")) return `${program} is not installed`;
  if (!(error instanceof Error)) return undefined;
  const text = error.message
    .split("\n")
    .map((line) => line.replace(/^[│╷╵|]\s*/, "").trim())
    .filter((line) => line !== "")
    .join(" ");
  // OpenTofu resolves where Terraform queries.
  return /Failed to (?:(?:query available|resolve) provider packages|install provider).*?(?= Error: |$)/.exec(
    text,
  )?.[0];
}
