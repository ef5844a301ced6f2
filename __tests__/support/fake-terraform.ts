import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FakePrograms } from "./fake-programs";
import { ROOT } from "./files";
import type { Ended } from "./programs";

/**
 * Writes down how it is called, and behaves as the file "behave" beside it says. After one signal it takes its time
 * and ends with 65, as Terraform does with 1; after a second one it ends with 66.
 */
const FAKE = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const here = dirname(__filename);
const say = (text) => appendFileSync(join(here, "calls"), text + "\\n");
const args = process.argv.slice(2);
const { backend } = JSON.parse(readFileSync("cdk.tf.json", "utf8")).terraform;
const lock = existsSync(".terraform.lock.hcl") ? readFileSync(".terraform.lock.hcl", "utf8") : "none";
say([basename(__filename), ...args].join(" ") + " | lock " + lock + " | state " + backend.local?.path);
console.log("out of " + args[0]);
console.error("err of " + args[0]);
if (args[0] === "init") {
  writeFileSync(".terraform.lock.hcl", args.includes("-upgrade") ? "newer" : lock === "none" ? "chosen" : lock);
}
const behave = existsSync(join(here, "behave")) ? JSON.parse(readFileSync(join(here, "behave"), "utf8")) : {};
if (behave.waits === args[0]) {
  let interrupts = 0;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      say("got " + signal);
      interrupts += 1;
      setTimeout(() => process.exit(interrupts > 1 ? 66 : 65), 1500);
    });
  }
  // So long that no test takes it for the end, and no longer.
  setTimeout(() => process.exit(99), 60_000);
  say("waiting");
} else {
  const end = () => process.exit(behave[args[0]] ?? 0);
  process.stdin.on("end", end).on("data", (data) => {
    say("read " + String(data).trim());
    end();
  });
}
`;

/** A config file. */
export const CONFIG = `stack: mine
entra: { accessGroup: { name: users } }
ingressController: { kind: ingress-nginx }
apps: [{ name: shop, host: shop.example.com, service: { namespace: shop, name: web, port: 80 } }]
`;
const OTHER = CONFIG.replace("mine", "other").replace("name: users", "name: others").replace(/shop/g, "cart");
/** One that may be beside it. */
export const OTHER_CONFIG =
  `${OTHER}authProxy: { name: other, namespace: { name: other, create: true } }\n`.replace(
    "entra: {",
    "entra: { application: { name: other },",
  );

/** The command line of the checkout, whose first word is a program. */
export const COMMAND = [
  process.execPath,
  "--import",
  join(ROOT, "node_modules/tsx/dist/loader.mjs"),
  join(ROOT, "bin/entra-ingress-auth.ts"),
] as const;

/** A folder with config files in which the command runs, with a program in the place of Terraform. */
export class FakeTerraform {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "entra-ingress-auth-run-")));
  private readonly programs = new FakePrograms(join(this.folder, "programs"));

  constructor() {
    mkdirSync(join(this.folder, "conf"));
    writeFileSync(join(this.folder, "conf", "a.yaml"), CONFIG);
    writeFileSync(join(this.folder, "conf", "b.yaml"), OTHER_CONFIG);
    this.programs.install("terraform", FAKE);
  }

  /** Statuses by Terraform's commands, or the command that `waits` for a signal. */
  behave(how: Readonly<Record<string, number | string>>): void {
    writeFileSync(join(this.programs.folder, "behave"), JSON.stringify(how));
  }

  get calls(): string[] {
    return this.programs.calls;
  }

  get environment(): Readonly<Record<string, string>> {
    return { PATH: `${this.programs.folder}:${dirname(process.execPath)}`, NO_COLOR: "1" };
  }

  start(args: readonly string[], options: { readonly detached?: boolean } = {}): ChildProcess {
    const [program, ...before] = COMMAND;
    return spawn(program, [...before, ...args], {
      cwd: this.folder,
      env: this.environment,
      stdio: ["pipe", "pipe", "pipe"],
      ...options,
    });
  }

  /** Runs the command to its end, with "yes" to what it asks. */
  async run(...args: readonly string[]): Promise<Ended> {
    const child = this.start(args);
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (data) => (stdout += String(data)));
    child.stderr?.on("data", (data) => (stderr += String(data)));
    child.stdin?.end("yes\n");
    const [status] = (await once(child, "close")) as [number | null];
    return { status, stdout, stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
