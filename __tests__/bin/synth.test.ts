import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder, ROOT, synthesizedText } from "../support/files";
import { PROGRAM_TIMEOUT, runProgram } from "../support/programs";

const SAMPLE = join(ROOT, "entra-ingress-auth.yaml");
const USAGE = `npm run synth -- [config file ...] [--output <folder>] [--hcl]

Synthesizes the stack of a config file (default entra-ingress-auth.yaml) into a folder (default cdktf.out).
Stacks of several config files must not share names of groups, cookies and the like.
  --output <folder>  where the Terraform goes
  --hcl              HCL instead of JSON
  --help             this text
`;

const BAD = `entra:
  accessGroup:
    name: users
    users: [alice]
ingressController:
  kind: ingress-nginx
apps:
  - name: shop
    host: https://shop.example.com
    service: { namespace: shop, name: web, port: 80 }
`;

jest.setTimeout(PROGRAM_TIMEOUT);

describe("npm run synth", () => {
  it("says what the stack is, who may enter, when sessions end, where the JSON is and what comes next", () => {
    inTemporaryFolder((cwd) => {
      writeFileSync(join(cwd, "entra-ingress-auth.yaml"), readFileSync(SAMPLE));

      const { status, stdout, stderr } = runProgram("bin/synth.ts", [], { cwd });

      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout.split("\n")).toEqual([
        "Stack                 entra-ingress-auth",
        "podinfo.example.com   podinfo: / for members of oauth2-proxy-users",
        "Members managed here  2 of oauth2-proxy-users",
        "Session ends          after 8h",
        "Groups refresh        never within a session",
        "Removed people        are out within 8h; bearer tokens last as long as Entra made them, about an hour",
        "State                 the file terraform.entra-ingress-auth.tfstate; it holds client secrets; the cookie secret, the key to every session",
        "Resources             azuread 6, time 3, random 1, kubernetes 13, terraform 1",
        "Output                cdktf.out/stacks/entra-ingress-auth/cdk.tf.json",
        "Next                  npx cdktf diff, then npx cdktf deploy",
        "",
      ]);
      expect(readdirSync(cwd).sort()).toEqual(["cdktf.out", "entra-ingress-auth.yaml"]);
    });
  });

  it("gives the same bytes from two folders, which are those of the library", () => {
    const outputOf = (args: readonly string[], file: string): string =>
      inTemporaryFolder((cwd) => {
        const { status, stderr } = runProgram("bin/synth.ts", [SAMPLE, ...args], { cwd });
        expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
        return readFileSync(join(cwd, file), "utf8");
      });

    const first = outputOf([], "cdktf.out/stacks/entra-ingress-auth/cdk.tf.json");
    const second = outputOf(["--output", "a/b"], "a/b/stacks/entra-ingress-auth/cdk.tf.json");

    expect(second).toBe(first);
    expect(first).toBe(synthesizedText("entra-ingress-auth.yaml"));
  });

  it("writes HCL into the folder that is named, and says how Terraform runs there", () => {
    inTemporaryFolder((cwd) => {
      const { status, stdout } = runProgram("bin/synth.ts", [SAMPLE, "--output", "out", "--hcl"], { cwd });

      expect(status).toBe(0);
      expect(stdout).toContain("Output                out/stacks/entra-ingress-auth/cdk.tf\n");
      expect(stdout).toContain(
        "Next                  terraform -chdir=out/stacks/entra-ingress-auth init, then plan and apply\n",
      );
      expect(readFileSync(join(cwd, "out/stacks/entra-ingress-auth/cdk.tf"), "utf8")).toContain(
        'resource "azuread_application" "auth_application_BECCF297" {',
      );
      expect(existsSync(join(cwd, "out/stacks/entra-ingress-auth/cdk.tf.json"))).toBe(false);
    });
  });

  it("says of each of several stacks what it is", () => {
    inTemporaryFolder((cwd) => {
      const files = ["staff", "partners"].map((name) => join(ROOT, `examples/side-by-side-${name}.yaml`));
      const { status, stdout, stderr } = runProgram("bin/synth.ts", files, { cwd });

      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      expect(stdout.split("\n").filter((line) => /^(Stack|Output|$)/.test(line))).toEqual([
        "Stack                 staff",
        "Output                cdktf.out/stacks/staff/cdk.tf.json",
        "",
        "Stack                 partners",
        "Output                cdktf.out/stacks/partners/cdk.tf.json",
        "",
      ]);
    });
  });

  it("explains itself", () => {
    inTemporaryFolder((cwd) => {
      expect(runProgram("bin/synth.ts", ["--help"], { cwd })).toEqual({
        status: 0,
        stdout: USAGE,
        stderr: "",
      });
      expect(readdirSync(cwd)).toEqual([]);
    });
  });

  it.each([
    [["--json"], "Unknown option '--json'"],
    [["--output"], "Option '--output <value>' argument missing"],
    [["--output", ""], "--output is empty; name a folder"],
  ])("refuses the arguments %j with the usage", (args, message) => {
    inTemporaryFolder((cwd) => {
      const { status, stdout, stderr } = runProgram("bin/synth.ts", args, { cwd });

      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(stderr.startsWith(message)).toBe(true);
      expect(stderr.endsWith(`\n\n${USAGE}`)).toBe(true);
      expect(readdirSync(cwd)).toEqual([]);
    });
  });

  it.each([
    [
      "there is none",
      undefined,
      ["entra-ingress-auth.yaml: there is no such file; write one, or name another"],
    ],
    [
      "its values break the rules",
      BAD,
      [
        'entra-ingress-auth.yaml:4:13: entra.accessGroup.users[0]: "alice" is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)',
        'entra-ingress-auth.yaml:9:5: apps[0].host: "https://shop.example.com" is a URL; host takes a name such as podinfo.example.com',
      ],
    ],
  ])("says what is wrong with the file and nothing else, where %s", (_, text, messages) => {
    inTemporaryFolder((cwd) => {
      const before = text === undefined ? [] : ["entra-ingress-auth.yaml"];
      if (text !== undefined) {
        writeFileSync(join(cwd, "entra-ingress-auth.yaml"), text);
      }

      const ended = runProgram("bin/synth.ts", [], { cwd });

      expect(ended).toEqual({ status: 1, stdout: "", stderr: `${messages.join("\n")}\n` });
      expect(readdirSync(cwd)).toEqual(before);
    });
  });
});
