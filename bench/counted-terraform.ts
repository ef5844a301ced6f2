import { spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { COUNTED, cpuOf } from "./measure";
import { dependenciesOf, stepsOf, type Dependencies, type Step, type TimedLine } from "./terraform-steps";

/** What one run of Terraform took. */
export interface Spent {
  /** Seconds by the clock. */
  readonly wall: number;
  /** Seconds on a processor, of Terraform and its providers. */
  readonly cpu: number;
  readonly steps: readonly Step[];
}

/** Runs the real Terraform in a folder while the program goes on, and counts what it takes. */
export class CountedTerraform {
  constructor(
    private readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  async init(): Promise<void> {
    await this.run(["init", "-input=false"]);
  }

  apply(): Promise<Spent> {
    return this.run(["apply", "-auto-approve", "-input=false"]);
  }

  /** A plan that has to change nothing. */
  plan(): Promise<Spent> {
    return this.run(["plan", "-detailed-exitcode", "-input=false"]);
  }

  destroy(): Promise<Spent> {
    return this.run(["destroy", "-auto-approve", "-input=false"]);
  }

  /** How many objects of each type the state has, data sources included. */
  async kinds(): Promise<ReadonlyMap<string, number>> {
    const kinds = new Map<string, number>();
    for (const address of (await this.print("state", "list")).trim().split("\n")) {
      const kind = address.replace(/\.[^.]*$/, "");
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    return kinds;
  }

  async dependencies(): Promise<Dependencies> {
    return dependenciesOf(await this.print("graph"));
  }

  private async run(args: readonly string[]): Promise<Spent> {
    const lines: TimedLine[] = [];
    const start = process.hrtime.bigint();
    const since = (): number => Number(process.hrtime.bigint() - start) / 1e9;
    const child = spawn("sh", ["-c", COUNTED, "sh", "terraform", ...args, "-no-color"], {
      ...this.place(),
      stdio: ["ignore", "pipe", "pipe", "ignore", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(readable(stream)).on("line", (line) => lines.push({ text: line, at: since() }));
    }
    const times = text(readable(child.stdio[4]));
    const [code] = (await once(child, "close")) as [number | null];
    const wall = since();
    if (code !== 0) {
      const end = lines.slice(-40).map((line) => line.text);
      throw new Error(`terraform ${args[0]} ended with status ${code}:\n${end.join("\n")}`);
    }
    return { wall, cpu: cpuOf(await times), steps: stepsOf(lines) };
  }

  private async print(...args: readonly string[]): Promise<string> {
    const child = spawn("terraform", args, { ...this.place(), stdio: ["ignore", "pipe", "inherit"] });
    const [printed, [code]] = await Promise.all([
      text(child.stdout),
      once(child, "close") as Promise<[number]>,
    ]);
    if (code !== 0) throw new Error(`terraform ${args.join(" ")} ended with status ${code}`);
    return printed;
  }

  private place() {
    const environment = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...this.environment };
    return { cwd: this.folder, env: { ...process.env, ...environment } };
  }
}

/** What a child process writes to one of its descriptors, where that is a pipe. */
function readable(stream: unknown): Readable {
  if (!(stream instanceof Readable)) throw new Error("the descriptor is no pipe");
  return stream;
}
