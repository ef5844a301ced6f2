import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** One run of a program as a whole process. */
export interface Run {
  /** Seconds on a processor, in the program and in the system, its threads and child processes included. */
  readonly cpu: number;
  /** Seconds from start to end. */
  readonly wall: number;
  /** The largest resident set, in bytes. */
  readonly memory: number;
}

/** For `sh -c`: runs the rest of its arguments, and tells on descriptor 4 what the system counted for it. */
export const COUNTED = '"$@"; status=$?; times >&4; exit $status';

/** Runs a TypeScript program of this folder's runner to its end, and reads off what it took. */
export function run(program: string, ...args: readonly string[]): Run {
  const start = process.hrtime.bigint();
  const { status, output } = spawnSync(
    "sh",
    [
      ...["-c", COUNTED, "sh"],
      ...[process.execPath, "--import", "tsx", "--require", join(__dirname, "peak-memory.cjs")],
      program,
      ...args,
    ],
    { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"] },
  );
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) {
    throw new Error(`${program} ended with status ${status}:\n${output[2] ?? ""}`);
  }
  return { cpu: cpuOf(output[4] ?? ""), wall, memory: Number(output[3]) * 1_024 };
}

/** What the shell's `times` says of its children: user and system on the second line, each such as `0m1.230s`. */
export function cpuOf(times: string): number {
  const [, ...parts] = /\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s/.exec(times) ?? [];
  const [userMinutes = NaN, userSeconds = NaN, systemMinutes = NaN, systemSeconds = NaN] = parts.map(Number);
  return (userMinutes + systemMinutes) * 60 + userSeconds + systemSeconds;
}

/** Runs programs in turn, so that a machine whose speed drifts is as slow for one as for the other. */
export function inTurn<Name extends string>(
  programs: Readonly<Record<Name, () => Run>>,
  rounds: number,
): Record<Name, Run[]> {
  const names = Object.keys(programs) as Name[];
  names.forEach((name) => programs[name]()); // fills the caches of disk and runner
  const runs = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Run[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      runs[name].push(programs[name]());
    }
  }
  return runs;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** The median of the ratios of runs that stood next to one another. */
export function ratio<Key extends string>(
  above: readonly Readonly<Record<Key, number>>[],
  below: readonly Readonly<Record<Key, number>>[],
  of: Key,
): number {
  return median(above.map((run, i) => run[of] / (below[i]?.[of] ?? NaN)));
}
