import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** How to run one program of the cluster. */
export interface ComponentOptions {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
  /** Its environment, beside the search path. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** File that takes what it prints. */
  readonly log: string;
  /** Resolves once it does its work; asked again until then. Absent: it counts as ready at once. */
  readonly isReady?: () => Promise<boolean>;
  /**
   * How long it may take to end before it is killed, in seconds.
   * @default 10
   */
  readonly grace?: number;
  /** Told when it ends without having been asked to. */
  readonly onFailure?: (error: Error) => void;
}

/** A program of the cluster, such as kube-apiserver, as a process. */
export class Component {
  private process: ChildProcess | undefined;

  constructor(private readonly options: ComponentOptions) {}

  get name(): string {
    return this.options.name;
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Starts it and waits until it is ready. */
  async start(): Promise<this> {
    const { path, args, environment, log, name } = this.options;
    const output = openSync(log, "a");
    const child = spawn(path, args, {
      stdio: ["ignore", output, output],
      env: { PATH: process.env.PATH, ...environment },
    });
    closeSync(output);
    this.process = child;
    let failure: Error | undefined;
    child.on("error", (error) => (failure = error));
    child.on("exit", (code, signal) => {
      if (this.process !== child) return;
      this.process = undefined;
      failure = new Error(`${name} ended (${signal ?? `exit code ${code}`}):\n${lastLines(log)}`);
      this.options.onFailure?.(failure);
    });
    const deadline = Date.now() + 90_000;
    while (this.options.isReady !== undefined && !(await this.options.isReady().catch(() => false))) {
      if (failure !== undefined) throw failure;
      if (Date.now() > deadline) throw new Error(`${name} was not ready within 90 s:\n${lastLines(log)}`);
      await delay(100);
    }
    return this;
  }

  /** Ends it: SIGTERM, and SIGKILL when it takes longer than its grace. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), (this.options.grace ?? 10) * 1000);
    await ended;
    clearTimeout(timer);
  }

  /** Tells it something, such as to read its configuration again. */
  signal(signal: NodeJS.Signals): void {
    this.process?.kill(signal);
  }

  /** Ends it and starts it again. */
  async restart(signal?: NodeJS.Signals): Promise<void> {
    await this.stop(signal);
    await this.start();
  }
}

function lastLines(log: string): string {
  return readFileSync(log, "utf8")
    .trim()
    .split("\n")
    .slice(-8)
    .map((line) => line.slice(0, 400))
    .join("\n");
}
