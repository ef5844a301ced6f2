import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ROOT } from "../support/files";
import { PROGRAM_TIMEOUT } from "../support/programs";

/*
 * The commands that run Terraform, with a program in its place that writes down how it is called, and behaves as
 * the file "behave" beside it says.
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
      setTimeout(() => process.exit(interrupts > 1 ? 66 : 1), 1500);
    });
  }
  setInterval(() => undefined, 1000);
  say("waiting");
} else {
  process.stdin.on("data", (data) => say("read " + String(data).trim())).on("end", () => process.exit(behave[args[0]] ?? 0));
}
`;

const CONFIG = `stack: mine
entra: { accessGroup: { name: users } }
ingressController: { kind: ingress-nginx }
apps: [{ name: shop, host: shop.example.com, service: { namespace: shop, name: web, port: 80 } }]
`;
const OTHER = CONFIG.replace("mine", "other").replace("name: users", "name: others").replace(/shop/g, "cart");
const OTHER_CONFIG = `${OTHER}authProxy: { name: other, namespace: { name: other, create: true } }\n`.replace(
  "entra: {",
  "entra: { application: { name: other },",
);

jest.setTimeout(PROGRAM_TIMEOUT * 2);

let folder: string;
let programs: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "entra-ingress-auth-run-")));
  programs = join(folder, "programs");
  mkdirSync(join(folder, "conf"));
  mkdirSync(programs);
  writeFileSync(join(folder, "conf", "a.yaml"), CONFIG);
  writeFileSync(join(folder, "conf", "b.yaml"), OTHER_CONFIG);
  install("terraform");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(name: string): void {
  writeFileSync(join(programs, name), FAKE);
  chmodSync(join(programs, name), 0o755);
}

function behave(how: Readonly<Record<string, number | string>>): void {
  writeFileSync(join(programs, "behave"), JSON.stringify(how));
}

const calls = (): string[] => {
  const file = join(programs, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
};

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(
    process.execPath,
    [
      "--import",
      join(ROOT, "node_modules/tsx/dist/loader.mjs"),
      join(ROOT, "bin/entra-ingress-auth.ts"),
      ...args,
    ],
    {
      cwd: folder,
      env: { PATH: `${programs}:${dirname(process.execPath)}`, NO_COLOR: "1", ...env },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = start(args, env);
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (data) => (stdout += String(data)));
  child.stderr?.on("data", (data) => (stderr += String(data)));
  child.stdin?.end("yes\n");
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout, stderr };
}

const STATE = "state ../../../conf/terraform.mine.tfstate";

describe("deploy", () => {
  it("initializes and applies in the stack's folder, with Terraform's output alone on the standard output", async () => {
    const { status, stdout, stderr } = await run(["deploy", "conf/a.yaml"]);

    expect(status).toBe(0);
    expect(stdout).toBe("out of init\nout of apply\n");
    expect(stderr).toContain("cdktf.out/stacks/mine: terraform init\n");
    expect(stderr).toContain("cdktf.out/stacks/mine: terraform apply\n");
    expect(stderr).toContain("shop.example.com      shop: / for members of users\n");
    expect(stderr).toContain("err of apply\n");
    expect(calls()).toEqual([
      `terraform init | lock none | ${STATE}`,
      "read yes",
      `terraform apply | lock chosen | ${STATE}`,
    ]);
  });

  it("keeps the lock file beside the config file, and goes by it in another folder", async () => {
    await run(["deploy", "conf/a.yaml", "--auto-approve"]);
    const lockFile = join(folder, "conf", "terraform.mine.lock.hcl");
    expect(readFileSync(lockFile, "utf8")).toBe("chosen");

    writeFileSync(lockFile, "agreed");
    await run(["deploy", "conf/a.yaml", "--auto-approve", "--output", "deep/out"]);

    expect(readFileSync(lockFile, "utf8")).toBe("agreed");
    expect(calls().filter((call) => call !== "read yes")).toEqual([
      `terraform init | lock none | ${STATE}`,
      `terraform apply -auto-approve | lock chosen | ${STATE}`,
      "terraform init | lock agreed | state ../../../../conf/terraform.mine.tfstate",
      "terraform apply -auto-approve | lock agreed | state ../../../../conf/terraform.mine.tfstate",
    ]);
  });

  it("takes newer providers with --upgrade, and chooses anew where the lock file was removed", async () => {
    const lockFile = join(folder, "conf", "terraform.mine.lock.hcl");
    writeFileSync(lockFile, "agreed");

    await run(["diff", "conf/a.yaml", "--upgrade"]);
    expect(readFileSync(lockFile, "utf8")).toBe("newer");

    rmSync(lockFile);
    await run(["diff", "conf/a.yaml"]);
    expect(readFileSync(lockFile, "utf8")).toBe("chosen");
  });

  it("deploys several stacks in their order, and destroys them in the other", async () => {
    await run(["deploy", "--config", "conf/a.yaml", "conf/b.yaml", "--auto-approve"]);
    await run(["destroy", "--config", "conf/a.yaml", "conf/b.yaml", "--auto-approve"]);

    expect(
      calls()
        .filter((call) => / (apply|destroy) /.test(call))
        .map((call) => call.replace(/ \| lock.*\//, " ")),
    ).toEqual([
      "terraform apply -auto-approve terraform.mine.tfstate",
      "terraform apply -auto-approve terraform.other.tfstate",
      "terraform destroy -auto-approve terraform.other.tfstate",
      "terraform destroy -auto-approve terraform.mine.tfstate",
    ]);
    expect(existsSync(join(folder, "conf", "terraform.other.lock.hcl"))).toBe(true);
  });

  it.each([
    ["init", { init: 5 }, 5, ["init"]],
    ["the first stack", { apply: 7 }, 7, ["init", "apply"]],
  ])("ends with Terraform's status, where %s fails, and goes no further", async (_, how, status, verbs) => {
    behave(how);

    expect((await run(["deploy", "conf/a.yaml", "conf/b.yaml"])).status).toBe(status);

    expect(calls().flatMap((call) => /^terraform (\w+)/.exec(call)?.[1] ?? [])).toEqual(verbs);
  });

  it("says without a stack trace that the lock file cannot be kept", async () => {
    mkdirSync(join(folder, "conf", "terraform.mine.lock.hcl"));

    const { status, stderr } = await run(["deploy", "conf/a.yaml"]);

    expect({ status, stderr }).toEqual({
      status: 1,
      stderr:
        "conf/terraform.mine.lock.hcl: cannot be written: illegal operation on a directory; mend that, because the versions of the providers are kept there\n",
    });
    expect(calls()).toEqual([]);
  });

  it("runs nothing where the file is wrong", async () => {
    writeFileSync(join(folder, "conf", "a.yaml"), CONFIG.replace("host: shop", "host: SHOP"));

    const { status, stderr } = await run(["deploy", "conf/a.yaml"]);

    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^conf\/a\.yaml:4:\d+: apps\[0\]\.host: "SHOP.example.com" has upper-case letters/,
    );
    expect(calls()).toEqual([]);
  });

  it("goes on in an output folder whose state was moved beside the config file", async () => {
    const stack = join(folder, "cdktf.out", "stacks", "mine");
    mkdirSync(join(stack, ".terraform"), { recursive: true });
    writeFileSync(
      join(stack, ".terraform", "terraform.tfstate"),
      JSON.stringify({ backend: { type: "local", config: { path: "../../../terraform.mine.tfstate" } } }),
    );
    writeFileSync(join(folder, "terraform.mine.tfstate"), '{"resources": [{}]}');

    expect((await run(["deploy", "conf/a.yaml"])).stderr).toContain("mv terraform.mine.tfstate conf/");
    expect(calls()).toEqual([]);

    rmSync(join(folder, "terraform.mine.tfstate"));
    await run(["deploy", "conf/a.yaml"]);
    expect(calls()[0]).toContain("terraform init -reconfigure | ");
  });
});

describe("a plan that is kept", () => {
  it("is what deploy applies, from wherever the person is", async () => {
    await run(["diff", "conf/a.yaml", "--out", "saved/plan"]);
    await run(["deploy", "conf/a.yaml", "--plan", "saved/plan"]);

    expect(calls().filter((call) => /plan/.test(call))).toEqual([
      `terraform plan -out=${folder}/saved/plan | lock chosen | ${STATE}`,
      `terraform apply ${folder}/saved/plan | lock chosen | ${STATE}`,
    ]);
  });

  it("says by status 2 that something would change, once every stack is planned", async () => {
    behave({ plan: 2 });

    const { status } = await run(["diff", "--detailed-exitcode", "conf/a.yaml", "conf/b.yaml"]);

    expect(status).toBe(2);
    expect(calls().filter((call) => call.startsWith("terraform plan -detailed-exitcode"))).toHaveLength(2);
  });
});

describe("a signal", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "%s is passed on once, and Terraform ends in its own time",
    async (name) => {
      behave({ waits: "apply" });
      const child = start(["deploy", "conf/a.yaml"]);
      child.stdin?.end();
      const closed = once(child, "close");
      while (!calls().includes("waiting")) await wait(100);

      // As npm passes it on beside the one that the program has already.
      child.kill(name);
      await wait(50);
      child.kill(name);

      expect((await closed)[0]).toBe(1);
      expect(calls().slice(-2)).toEqual(["waiting", `got ${name}`]);
    },
  );

  it("during init lets nothing follow", async () => {
    behave({ waits: "init" });
    const child = start(["deploy", "conf/a.yaml"]);
    child.stdin?.end();
    const closed = once(child, "close");
    while (!calls().includes("waiting")) await wait(100);

    child.kill("SIGINT");

    expect((await closed)[0]).toBe(1);
    expect(calls().at(-1)).toBe("got SIGINT");
  });
});
