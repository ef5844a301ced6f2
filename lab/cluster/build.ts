import { buildPrograms, type BuildProgress } from "./build-programs";
import { PROGRAM_NAMES, type ProgramName } from "./programs";

/** One line about a build, such as `kube-apiserver v1.36.3  312 of 1104 packages, 1m12s`. */
function describe(progress: BuildProgress): string {
  const what = `${progress.name} ${progress.version}`.padEnd(34);
  if (progress.state === "present") return `${what} present`;
  const seconds = Math.round(progress.seconds);
  const time = `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
  if (progress.state === "built") return `${what} built in ${time}`;
  const packages =
    progress.packages === undefined ? "" : `${progress.compiled} of ${progress.packages} packages, `;
  return `${what} ${packages}${time}`;
}

function show(progress: BuildProgress): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${describe(progress)}${progress.state === "building" ? "" : "\n"}`);
  } else if (progress.state !== "building" || progress.seconds < 0.5) {
    process.stderr.write(`${describe(progress)}\n`);
  }
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !PROGRAM_NAMES.some((known) => known === name));
  if (unknown.length > 0)
    throw new Error(`no such program: ${unknown.join(", ")}; ${PROGRAM_NAMES.join(", ")}`);
  const wanted: readonly ProgramName[] = PROGRAM_NAMES.filter(
    (name) => names.length === 0 || names.includes(name),
  );
  const paths = await buildPrograms(wanted, { onProgress: show });
  process.stdout.write(Object.values(paths).join("\n") + "\n");
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
