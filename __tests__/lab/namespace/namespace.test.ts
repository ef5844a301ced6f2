import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { checkRequirements } from "../../../lab/namespace/requirements";

const RUN = ["--import", "tsx", join(__dirname, "../../../lab/namespace/run.ts")];

const started: ChildProcess[] = [];

function start(...command: string[]) {
  const child = spawn(process.execPath, [...RUN, ...command], { stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  return child;
}

async function output(...command: string[]): Promise<{ code: number | null; text: string }> {
  const child = start(...command);
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return { code, text: printed };
}

/** How many processes of this machine sleep for so many seconds. */
function sleepers(seconds: string): number {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && commandLine(pid) === `sleep\0${seconds}\0`)
    .length;
}

/** A process may end between being listed and being read. */
function commandLine(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return undefined;
  }
}

async function until(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 100 && !condition(); tries++) await delay(100);
  return condition();
}

/** Why this machine cannot run the lab, if it cannot. */
function refusal(): string | undefined {
  try {
    checkRequirements();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

jest.setTimeout(60_000);
// What a failed test leaves running would keep jest from ending.
afterEach(() => started.splice(0).forEach((child) => child.kill("SIGKILL")));
const reason = refusal();

if (reason !== undefined) {
  it("is skipped where the lab cannot run", () => {
    process.stderr.write(`the lab's namespace: skipped: ${reason}\n`);
    expect(() => checkRequirements()).toThrow();
  });
} else {
  describe("the lab's namespace", () => {
    it("gains no address by a Pod, since a browser would drop its connections", async () => {
      // GIVEN the network of a Pod, and the time that the kernel takes to give its interface an address
      const inside = await output(
        process.execPath,
        "--import",
        "tsx",
        "--eval",
        `const { PodNetworks } = require(${JSON.stringify(join(__dirname, "../../../lab/namespace/pod-network.ts"))});
        const { execFileSync } = require("child_process");
        new PodNetworks().add("pod")
          .then(() => new Promise((resolve) => setTimeout(resolve, 3000)))
          .then(() => execFileSync("ip", ["-o", "link"]) + execFileSync("ip", ["-o", "address"]))
          .then(console.log);`,
      );
      // THEN the interface is there, and no address but the node's
      expect(inside.text).toMatch(/^\d+: pod10[@:]/m);
      expect(inside.text).not.toMatch(/^\d+: pod10\s+inet/m);
    });

    it("has interfaces, addresses, hosts and a folder of network namespaces of its own", async () => {
      const inside = await output(
        "sh",
        "-c",
        "ip -o -4 address; cat /etc/hosts /etc/resolv.conf; ls /run/netns; id -u",
      );
      const addresses = [...inside.text.matchAll(/^\d+: (\S+)\s+inet (\S+)/gm)].map(([, link, address]) => [
        link,
        address,
      ]);
      expect(addresses).toEqual([
        ["lo", "127.0.0.1/8"],
        ["lo", "10.42.0.1/32"],
      ]);
      expect(inside.text).toContain("\nnameserver 10.42.0.1\n");
      expect(inside.text.endsWith("\n0\n")).toBe(true);
      expect(readFileSync("/etc/resolv.conf", "utf8")).not.toContain("10.42.0.1");
    });

    it("ends with the exit code of its program", async () => {
      expect((await output("sh", "-c", "exit 7")).code).toBe(7);
    });

    it.each(["SIGTERM", "SIGINT"] as const)("lets its program end in its own way on %s", async (signal) => {
      const child = start(
        "sh",
        "-c",
        'trap "echo bye; exit 3" TERM; echo ready; while :; do sleep 0.1; done',
      );
      let printed = "";
      child.stdout.on("data", (data: Buffer) => (printed += data.toString()));
      expect(await until(() => printed === "ready\n")).toBe(true);
      child.kill(signal);
      const [code] = await once(child, "exit");
      expect([code, printed]).toEqual([3, "ready\nbye\n"]);
    });

    it("takes everything with it when its starter is killed, also what ignores SIGTERM", async () => {
      const mark = `${30_000 + process.pid}.5`;
      const child = start("sh", "-c", `trap "" TERM; sleep ${mark} & setsid sleep ${mark} & sleep ${mark}`);
      expect(await until(() => sleepers(mark) === 3)).toBe(true);
      child.kill("SIGKILL");
      expect(await until(() => sleepers(mark) === 0)).toBe(true);
    });

    it("ends when the program that started its starter is killed", async () => {
      const mark = `${30_000 + process.pid}.25`;
      const command = [process.execPath, ...RUN, "sleep", mark];
      // Waiting keeps the shell from becoming the command.
      const shell = spawn("sh", ["-c", '"$@" & wait', "sh", ...command], { stdio: "ignore" });
      started.push(shell);
      expect(await until(() => sleepers(mark) === 1)).toBe(true);
      shell.kill("SIGKILL");
      expect(await until(() => sleepers(mark) === 0)).toBe(true);
    });
  });
}
