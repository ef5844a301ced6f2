import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
// The alias by which package.json has the CDKTF command line take node-pty's prebuilt binaries.
import { spawn as spawnInTerminal, type IPty } from "@cdktf/node-pty-prebuilt-multiarch";
import { COMMAND, FakeTerraform } from "../support/fake-terraform";
import { PROGRAM_TIMEOUT } from "../support/programs";

/* What reaches Terraform of a signal, and that the command waits for it and ends with its status. */

/** As the stand-in ends after one signal, and after a second one. */
const [ENDED, GAVE_UP] = [65, 66];

jest.setTimeout(PROGRAM_TIMEOUT * 2);

let terraform: FakeTerraform;
beforeEach(() => {
  terraform = new FakeTerraform();
});
afterEach(() => terraform.remove());

async function untilWaiting(): Promise<void> {
  while (!terraform.calls.includes("waiting")) await wait(100);
}

/** What came after Terraform was there. */
function received(): string[] {
  return terraform.calls.slice(terraform.calls.indexOf("waiting") + 1);
}

describe("Ctrl-C in a terminal", () => {
  const CTRL_C = "\x03";
  let terminal: IPty;
  let ended: Promise<{ exitCode: number; signal?: number }>;

  async function deployInTerminal(): Promise<void> {
    const [program, ...args] = COMMAND;
    terminal = spawnInTerminal(program, [...args, "deploy", "conf/a.yaml"], {
      cwd: terraform.folder,
      env: { ...terraform.environment },
    });
    ended = new Promise((resolve) => terminal.onExit(resolve));
    // The stand-in asks something in each step.
    terminal.write("yes\r");
    await untilWaiting();
  }

  afterEach(() => terminal.kill("SIGKILL"));

  it("reaches Terraform once, and the command waits for it and ends with its status", async () => {
    terraform.behave({ waits: "apply" });
    await deployInTerminal();

    terminal.write(CTRL_C);

    expect(await ended).toEqual({ exitCode: ENDED, signal: 0 });
    expect(received()).toEqual(["got SIGINT"]);
  });

  it("reaches Terraform a second time, which then gives up", async () => {
    terraform.behave({ waits: "apply" });
    await deployInTerminal();

    terminal.write(CTRL_C);
    await wait(200);
    terminal.write(CTRL_C);

    expect(await ended).toEqual({ exitCode: GAVE_UP, signal: 0 });
    expect(received()).toEqual(["got SIGINT", "got SIGINT"]);
  });

  it("during init lets nothing follow", async () => {
    terraform.behave({ waits: "init" });
    await deployInTerminal();

    terminal.write(CTRL_C);

    expect(await ended).toEqual({ exitCode: ENDED, signal: 0 });
    expect(received()).toEqual(["got SIGINT"]);
  });
});

describe("without a terminal", () => {
  let child: ChildProcess;
  let closed: Promise<unknown[]>;

  async function deploy(options?: { readonly detached: boolean }): Promise<void> {
    child = terraform.start(["deploy", "conf/a.yaml"], options);
    child.stdin?.end();
    closed = once(child, "close");
    await untilWaiting();
  }

  afterEach(() => child.kill("SIGKILL"));

  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s is passed on once, and Terraform ends in its own time",
    async (name) => {
      terraform.behave({ waits: "apply" });
      await deploy();

      // As npm passes it on beside the one that the program has already.
      child.kill(name);
      await wait(50);
      child.kill(name);

      expect(await closed).toEqual([ENDED, null]);
      expect(received()).toEqual([`got ${name}`]);
    },
  );

  it("one for a whole group of programs reaches Terraform once", async () => {
    terraform.behave({ waits: "apply" });
    await deploy({ detached: true });

    process.kill(-(child.pid ?? NaN), "SIGINT");

    expect(await closed).toEqual([ENDED, null]);
    expect(received()).toEqual(["got SIGINT"]);
  });

  it("during init lets nothing follow", async () => {
    terraform.behave({ waits: "init" });
    await deploy();

    child.kill("SIGINT");

    expect(await closed).toEqual([ENDED, null]);
    expect(received()).toEqual(["got SIGINT"]);
  });
});
