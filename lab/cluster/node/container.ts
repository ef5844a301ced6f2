import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { text } from "node:stream/consumers";
import { hasCode } from "../../error-code";
import { run } from "../../namespace/command";
import { systemPath } from "../../namespace/requirements";

/** A folder or file of this machine in a container. */
export interface Mount {
  readonly source: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** Everything that makes a container's process. */
export interface ContainerSpec {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly user: number;
  readonly group: number;
  readonly hostname: string;
  /** File of the Pod's network namespace. */
  readonly network: string;
  readonly mounts: readonly Mount[];
  readonly readOnlyRoot: boolean;
  /** File that takes what it prints. */
  readonly log: string;
}

/** How a container ended. */
export interface ContainerExit {
  /** Exit code, or 128 plus the number of the signal. */
  readonly code: number;
  readonly startedAt: Date;
  readonly finishedAt: Date;
}

/**
 * A container as a process: bubblewrap gives it a root, process, user and host name namespace of its own inside the
 * Pod's network namespace, and makes it the first process there, so that signals mean what they mean in a container.
 */
export class ContainerProcess {
  readonly startedAt = new Date();
  readonly exited: Promise<ContainerExit>;

  private constructor(
    readonly spec: ContainerSpec,
    process: ChildProcess,
    /** The container's first process, as the node sees it; undefined if it never came to be. */
    private readonly pid: Promise<number | undefined>,
  ) {
    this.exited = this.exit(process);
  }

  /** Starts a container. */
  static start(spec: ContainerSpec): ContainerProcess {
    mkdirSync(dirname(spec.log), { recursive: true });
    const output = openSync(spec.log, "a");
    // nsenter becomes bwrap, which passes the environment on: secrets in it show in no process's arguments.
    const child = spawn(find("nsenter"), [`--net=${spec.network}`, find("bwrap"), ...bubblewrapArgs(spec)], {
      env: { ...spec.environment },
      stdio: ["ignore", output, output, "pipe"],
    });
    closeSync(output);
    const info = child.stdio[3];
    const pid = info && "read" in info ? text(info).then(childPid) : Promise.resolve(undefined);
    return new ContainerProcess(spec, child, pid);
  }

  /** Sends a signal to the container's first process. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    const pid = await this.pid;
    if (pid === undefined) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (!hasCode(error, "ESRCH")) throw error;
    }
  }

  /** Asks the container to end, and kills it when it has not after the grace period. */
  async stop(graceSeconds: number): Promise<ContainerExit> {
    await this.signal("SIGTERM");
    const timer = setTimeout(() => void this.signal("SIGKILL"), graceSeconds * 1000);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs a command in the container; throws when it fails. */
  async execute(command: readonly string[]): Promise<string> {
    const pid = await this.pid;
    if (pid === undefined) throw new Error("the container is not running");
    const namespaces = ["--user", "--mount", "--pid", "--net", "--uts", "--ipc", "--preserve-credentials"];
    // nsenter becomes the command: it looks for it by the container's PATH, and the image needs nothing else.
    const args = ["--target", String(pid), ...namespaces, "--", ...command];
    return run(find("nsenter"), args, "", this.spec.environment);
  }

  private async exit(child: ChildProcess): Promise<ContainerExit> {
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    const status = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
    return { code: status, startedAt: this.startedAt, finishedAt: new Date() };
  }
}

function bubblewrapArgs(spec: ContainerSpec): string[] {
  return [
    "--unshare-user",
    ...["--uid", String(spec.user), "--gid", String(spec.group)],
    "--unshare-pid",
    "--as-pid-1",
    "--unshare-ipc",
    "--unshare-uts",
    ...["--hostname", spec.hostname],
    "--new-session",
    "--die-with-parent",
    ...["--perms", "0755", "--dir", "/etc"],
    ...["--perms", "1777", "--dir", "/tmp"],
    ...["--proc", "/proc"],
    ...["--dev", "/dev"],
    ...spec.mounts.flatMap(({ source, path, readOnly }) => [readOnly ? "--ro-bind" : "--bind", source, path]),
    ...(spec.readOnlyRoot ? ["--remount-ro", "/"] : []),
    ...["--chdir", spec.workingDirectory],
    ...["--info-fd", "3"],
    "--",
    ...spec.command,
  ];
}

function childPid(info: string): number | undefined {
  const found = /"child-pid":\s*(\d+)/.exec(info);
  return found === null ? undefined : Number(found[1]);
}

const programs = new Map<string, string>();

/** Full path of a program: a container's own PATH is in force where it is started. */
function find(name: string): string {
  const known = programs.get(name);
  if (known !== undefined) return known;
  const folder = systemPath()
    .split(":")
    .find((path) => existsSync(`${path}/${name}`));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  programs.set(name, `${folder}/${name}`);
  return `${folder}/${name}`;
}
