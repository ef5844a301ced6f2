import { mkdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { CONFIG, FakeTerraform } from "../support/fake-terraform";
import { PROGRAM_TIMEOUT } from "../support/programs";

/*
 * Files and folders that the system does not let the command use. A folder in the place of a file, and a link to
 * itself, stand for what may not be read or written: whoever runs the tests may be allowed everything.
 */

jest.setTimeout(PROGRAM_TIMEOUT * 2);

let terraform: FakeTerraform;
let before: string;
beforeEach(() => {
  before = process.cwd();
  terraform = new FakeTerraform();
  process.chdir(terraform.folder);
});
afterEach(() => {
  process.chdir(before);
  terraform.remove();
});

const UNNAMED = CONFIG.replace("stack: mine\n", "");

it.each<[what: string, arrange: () => void, args: string[], said: string]>([
  [
    "a config file that may not be read",
    () => symlinkSync("c.yaml", "c.yaml"),
    ["deploy", "c.yaml"],
    "c.yaml: cannot be read: too many symbolic links encountered; mend that, or name another",
  ],
  [
    "a config file below a file",
    () => undefined,
    ["synth", "conf/a.yaml/b.yaml"],
    "conf/a.yaml/b.yaml: cannot be read: not a directory; mend that, or name another",
  ],
  [
    "a list of users that may not be read",
    () => {
      writeFileSync("c.yaml", CONFIG.replace("name: users", "name: users, usersFrom: users.csv"));
      symlinkSync("users.csv", "users.csv");
    },
    ["synth", "c.yaml"],
    'c.yaml:2:38: entra.accessGroup.usersFrom: "users.csv": cannot be read: too many symbolic links encountered; mend that, or name another',
  ],
  [
    "a state that may not be read and may be the stack's",
    () => {
      writeFileSync("c.yaml", UNNAMED);
      mkdirSync("terraform.entra-ingress-auth.tfstate");
    },
    ["deploy", "c.yaml"],
    "terraform.entra-ingress-auth.tfstate: cannot be read: illegal operation on a directory; mend that, because it may be the state of this stack, which a deploy must not lose",
  ],
  [
    "a lock file that may not be read",
    () => mkdirSync("conf/terraform.mine.lock.hcl"),
    ["deploy", "conf/a.yaml"],
    "conf/terraform.mine.lock.hcl: cannot be read: illegal operation on a directory; mend that, because it says which versions of the providers are taken",
  ],
  [
    "a lock file that Terraform may not read",
    () => {
      writeFileSync("conf/terraform.mine.lock.hcl", "agreed");
      mkdirSync("cdktf.out/stacks/mine/.terraform.lock.hcl", { recursive: true });
    },
    ["synth", "conf/a.yaml"],
    "cdktf.out/stacks/mine/.terraform.lock.hcl: cannot be read: illegal operation on a directory; mend that, because it says which versions of the providers are taken",
  ],
  [
    "an output folder with a file in the place of the stack's",
    () => {
      mkdirSync("out/stacks", { recursive: true });
      writeFileSync("out/stacks/mine", "");
    },
    ["synth", "conf/a.yaml", "--output", "out"],
    "out/stacks/mine: cannot be written: file already exists; mend that, or name another output folder",
  ],
  [
    "an output folder with a folder in the place of a file",
    () => mkdirSync("out/manifest.json", { recursive: true }),
    ["synth", "conf/a.yaml", "--output", "out"],
    "out/manifest.json: cannot be written: illegal operation on a directory; mend that, or name another output folder",
  ],
])("%s is named in one sentence, and nothing is run", async (_what, arrange, args, said) => {
  arrange();

  expect(await terraform.run(...args)).toEqual({ status: 1, stdout: "", stderr: `${said}\n` });
  expect(terraform.calls).toEqual([]);
});

it.each<[what: string, arrange: () => void, last: string]>([
  [
    "a lock file of its own that cannot be removed",
    () => mkdirSync("cdktf.out/stacks/mine/.terraform.lock.hcl", { recursive: true }),
    "cdktf.out/stacks/mine/.terraform.lock.hcl: cannot be written: illegal operation on a directory; mend that, because it says which versions of the providers are taken",
  ],
  [
    "Terraform, where it may not be run",
    () => {
      renameSync("programs/terraform", "programs/other");
      mkdirSync("programs/terraform");
    },
    "programs/terraform: cannot be run: permission denied; make it a program that may be run, or name one with --tool",
  ],
])("%s is named in one sentence after the summary", async (_what, arrange, last) => {
  arrange();

  const { status, stdout, stderr } = await terraform.run(
    "deploy",
    "conf/a.yaml",
    "--tool",
    "programs/terraform",
  );

  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(/^Output .*\n/m);
  expect(stderr.replace(/^[\s\S]*^Output .*\n/m, "").replace(`${terraform.folder}/`, "")).toBe(`${last}\n`);
});

it("what Terraform wrote down and nobody may read is left to Terraform", async () => {
  mkdirSync("cdktf.out/stacks/mine/.terraform/terraform.tfstate", { recursive: true });

  expect((await terraform.run("deploy", "conf/a.yaml")).status).toBe(0);
});
