import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./files";

/** How long a program may take on a busy machine. */
export const PROGRAM_TIMEOUT = 60_000;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the checkout, such as `main.ts`, the way `npm run` does: with tsx, as a process. */
export function runProgram(
  script: string,
  args: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Ended {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(CDKTF_|SYNTH_|FORCE_COLOR$|NODE_OPTIONS$|JEST_)/.test(name),
    ),
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules", "tsx", "dist", "cli.mjs"), join(ROOT, script), ...args],
    { cwd, env: { ...inherited, NO_COLOR: "1", ...env }, encoding: "utf8", timeout: PROGRAM_TIMEOUT },
  );
  return { status, stdout, stderr };
}
