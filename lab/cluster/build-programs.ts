import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { hasCode } from "../error-code";
import { cacheFolder, goBuildFlags, program, type ProgramName, programPath } from "./programs";

/** How far a build is. */
export interface BuildProgress {
  readonly name: ProgramName;
  readonly version: string;
  readonly state: "present" | "building" | "built";
  /** Packages compiled so far; those that Go's own cache has do not count. */
  readonly compiled: number;
  /** Packages that the program is made of, once known. */
  readonly packages?: number;
  readonly seconds: number;
}

export interface BuildOptions {
  /** @default the user's cache folder */
  readonly cache?: string;
  readonly onProgress?: (progress: BuildProgress) => void;
  readonly signal?: AbortSignal;
}

// Static binaries run in a container's root, which has no C library.
export const GO_ENVIRONMENT = { CGO_ENABLED: "0", GOFLAGS: "", GOWORK: "off" };

/** Builds the programs that the cache lacks, one after the other, and says where each is. */
export async function buildPrograms<Name extends ProgramName>(
  names: readonly Name[],
  options: BuildOptions = {},
): Promise<Record<Name, string>> {
  const paths: Partial<Record<ProgramName, string>> = {};
  for (const name of names) paths[name] = await buildProgram(name, options);
  return paths as Record<Name, string>;
}

async function buildProgram(name: ProgramName, options: BuildOptions): Promise<string> {
  const cache = options.cache ?? cacheFolder();
  const target = programPath(name, cache);
  const built = program(name);
  const started = Date.now();
  let compiled = 0;
  let packages: number | undefined;
  const report = (state: BuildProgress["state"]) =>
    options.onProgress?.({
      name,
      version: built.version,
      state,
      compiled,
      packages,
      seconds: (Date.now() - started) / 1000,
    });
  if (existsSync(target)) {
    report("present");
    return target;
  }

  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, `.${basename(dirname(target))}-`));
  const ticker = setInterval(() => report("building"), 1000);
  try {
    report("building");
    packages = await countPackages(built.module, built.package, options.signal);
    const args = ["build", "-v", ...goBuildFlags(built), "-o", join(scratch, name), built.package];
    await go(args, built.module, options.signal, () => compiled++);
    // Complete or absent: a build that was cut off leaves no program behind, and two at once do no harm.
    await rename(scratch, dirname(target)).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    clearInterval(ticker);
    await rm(scratch, { recursive: true, force: true });
  }
  report("built");
  return target;
}

async function countPackages(module: string, name: string, signal?: AbortSignal): Promise<number> {
  const { stdout } = await promisify(execFile)("go", ["list", "-mod=readonly", "-deps", name], {
    cwd: module,
    env: { ...process.env, ...GO_ENVIRONMENT },
    maxBuffer: 16 * 1024 * 1024,
    signal,
  }).catch((error: unknown) => {
    throw explainMissingGo(error);
  });
  return stdout.trim().split("\n").length;
}

/** Runs go, which names each package it compiles on a line of its own; other lines are errors. */
async function go(
  args: string[],
  cwd: string,
  signal: AbortSignal | undefined,
  onPackage: () => void,
): Promise<void> {
  const child = spawn("go", args, {
    cwd,
    env: { ...process.env, ...GO_ENVIRONMENT },
    stdio: ["ignore", "ignore", "pipe"],
    signal,
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) onPackage();
    else if (!line.startsWith("go: downloading")) errors.push(line);
  });
  const [code] = (await once(child, "close").catch((error: unknown) => {
    throw explainMissingGo(error);
  })) as [number | null];
  if (code !== 0) throw new Error(`go ${args[0]} ${args.at(-1)} failed:\n${errors.slice(-20).join("\n")}`);
}

/** Says what to do where an error is that Go is not there. */
export function explainMissingGo(error: unknown): unknown {
  if (hasCode(error, "ENOENT")) {
    return new Error(
      "go is not installed; the lab builds Kubernetes and its other programs with Go 1.26 or later",
    );
  }
  return error;
}
