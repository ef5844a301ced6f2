import { spawnSync } from "node:child_process";
import { reasonOfAbsence } from "../../lab/terraform-providers";

export interface TerraformRun {
  readonly ok: boolean;
  readonly stdout: string;
  /** Everything that it wrote, or why it was not run. */
  readonly output: string;
  /** Why it was not run. */
  readonly error?: Error;
}

/** Runs the Terraform of the machine in a folder, as a pipeline does. */
export function terraform(cwd: string, ...args: string[]): TerraformRun {
  const { status, stdout, stderr, error } = spawnSync("terraform", args, {
    cwd,
    encoding: "utf8",
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
      TF_CLI_ARGS: "-no-color",
    },
    timeout: 300_000,
  });
  return { ok: status === 0, stdout, output: error === undefined ? stdout + stderr : error.message, error };
}

/**
 * Initializes the stack in a folder, without its backend. Says why that is not possible where Terraform or a provider
 * cannot be had, and throws on every other failure.
 */
export function whyNotInitialized(cwd: string): string | undefined {
  const { ok, output, error } = terraform(cwd, "init", "-backend=false");
  const reason = ok ? undefined : reasonOfAbsence(error ?? new Error(output), "terraform");
  if (!ok && reason === undefined) {
    throw error ?? new Error(output);
  }
  return reason;
}
