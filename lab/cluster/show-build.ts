import type { BuildProgress } from "./build-programs";

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

/** Shows how far a build is, on one line of a terminal; what was present already, where asked. */
export function showBuild(progress: BuildProgress, present = false): void {
  if (progress.state === "present" && !present) return;
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${describe(progress)}${progress.state === "building" ? "" : "\n"}`);
  } else if (progress.state !== "building" || progress.seconds < 0.5) {
    process.stderr.write(`${describe(progress)}\n`);
  }
}
