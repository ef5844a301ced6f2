import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Socket } from "node:net";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { checkRequirements, systemPath, UNSHARE_OPTIONS } from "./requirements";

/** Environment variable that tells a program inside the namespace where its folder is. */
const FOLDER_VARIABLE = "ENTRA_INGRESS_AUTH_LAB";
/** File descriptor that closes, inside, when the program outside ends or asks for the end. */
const LIFELINE = 3;
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A program that runs inside a namespace, seen from outside. */
export interface Inside {
  /** Folder that both sides see, for sockets and files; gone at the end. */
  readonly folder: string;
  /** Exit code of the program. */
  readonly ended: Promise<number>;
  /** Asks the program to end, as the end of the starter does. */
  stop(): void;
  /** Ends the program and everything in the namespace at once. */
  kill(): void;
}

/** Folder shared with the program outside, or undefined outside. */
export function namespaceFolder(): string | undefined {
  return process.env[FOLDER_VARIABLE];
}

/** The command that runs this very program again. */
export function ownCommand(): string[] {
  return [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
}

/**
 * Runs a program inside a user, network, mount and process namespace of its own. Everything in it ends with the
 * program, and the program with this process, however that ends.
 */
export async function runInNamespace(
  command: readonly string[] = ownCommand(),
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Inside> {
  checkRequirements();
  const folder = await mkdtemp(join(tmpdir(), "entra-ingress-auth-lab-"));
  // setpriv: the kernel ends unshare when this process dies, and unshare's own --kill-child ends the rest.
  // sh: the first process of a process namespace has to collect orphans, which Node does not.
  const child = spawn(
    "setpriv",
    ["--pdeathsig", "KILL", "unshare", ...UNSHARE_OPTIONS, "sh", "-c", '"$@"; exit $?', "sh", ...command],
    {
      env: { ...environment, PATH: systemPath(environment.PATH), [FOLDER_VARIABLE]: folder },
      stdio: ["inherit", "inherit", "inherit", "pipe"],
    },
  );
  return {
    folder,
    ended: endOf(child, folder),
    stop: () => child.stdio[LIFELINE]?.destroy(),
    kill: () => child.kill("SIGKILL"),
  };
}

/** Waits for the end of a program inside, handing on Ctrl-C and SIGTERM; the second time, they end it at once. */
export async function untilEnded(inside: Inside): Promise<number> {
  let asked = false;
  const ask = () => {
    if (asked) inside.kill();
    asked = true;
    inside.stop();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, ask);
  // Killing npm or tsx, which started this process, says nothing to it.
  const parent = process.ppid;
  const orphaned = setInterval(() => process.ppid === parent || inside.stop(), 500);
  try {
    return await inside.ended;
  } finally {
    clearInterval(orphaned);
    for (const signal of STOP_SIGNALS) process.off(signal, ask);
  }
}

async function endOf(child: ChildProcess, folder: string): Promise<number> {
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Calls back, inside, once: when the program outside has ended or asks for the end, or on Ctrl-C or SIGTERM. */
export function onStop(stop: () => void): void {
  let stopping = false;
  const once = () => {
    if (!stopping) stop();
    stopping = true;
  };
  for (const signal of STOP_SIGNALS) process.on(signal, once);
  const lifeline = new Socket({ fd: LIFELINE, readable: true, writable: false });
  lifeline.on("close", once).on("error", once).resume().unref();
}
