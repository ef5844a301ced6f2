import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadConfig } from "../lib/config";
import { synthesize } from "../lib/synthesize";
import { cacheFolder } from "./cluster/programs";
import { hasCode } from "./error-code";
import { Terraform } from "./terraform";

/** Environment variables that tell the inside what was found outside, where the network is. */
const MIRROR_VARIABLE = "ENTRA_INGRESS_AUTH_LAB_PROVIDERS";
const REASON_VARIABLE = "ENTRA_INGRESS_AUTH_LAB_NO_PROVIDERS";

/**
 * Finds out, by an ordinary `terraform init` of a config file's stack on the machine itself, whether Terraform and
 * the stack's providers can be had; gives the environment for the inside.
 */
export async function findProviders(file: string): Promise<Readonly<Record<string, string>>> {
  const outdir = mkdtempSync(join(tmpdir(), "entra-ingress-auth-init-"));
  const dataFolder = join(cacheFolder(), "terraform");
  try {
    const stack = synthesize(loadConfig(file, {}), { outdir }).file;
    const environment = { TF_DATA_DIR: dataFolder };
    await new Terraform({ folder: dirname(stack), environment }).init("-backend=false");
    return { [MIRROR_VARIABLE]: join(dataFolder, "providers") };
  } catch (error) {
    const reason = reasonOfAbsence(error);
    if (reason === undefined) throw error;
    return { [REASON_VARIABLE]: reason };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Inside: why the providers cannot be had, or undefined where they can. */
export function providersAbsent(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  return environment[REASON_VARIABLE];
}

/** Inside: what makes Terraform take the providers that were found outside. */
export function mirrorEnvironment(
  folder: string,
  environment: NodeJS.ProcessEnv = process.env,
): Readonly<Record<string, string>> {
  const mirror = environment[MIRROR_VARIABLE];
  if (mirror === undefined) return {};
  const file = join(folder, "terraform.tfrc");
  writeFileSync(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return { TF_CLI_CONFIG_FILE: file };
}

/** What an `init` that failed says about Terraform or the providers being absent; undefined for any other error. */
export function reasonOfAbsence(error: unknown): string | undefined {
  if (hasCode(error, "ENOENT")) return "terraform is not installed";
  if (!(error instanceof Error)) return undefined;
  const text = error.message
    .split("\n")
    .map((line) => line.replace(/^[│╷╵|]\s*/, "").trim())
    .filter((line) => line !== "")
    .join(" ");
  return /Failed to (?:query available provider packages|install provider).*?(?= Error: |$)/.exec(text)?.[0];
}
