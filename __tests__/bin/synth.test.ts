import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder, ROOT, synthesizedText } from "../support/files";
import { PROGRAM_TIMEOUT, runProgram, type Ended } from "../support/programs";

const SAMPLE = join(ROOT, "entra-ingress-auth.yaml");
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

const synth = (args: readonly string[], cwd: string): Ended =>
  runProgram("bin/entra-ingress-auth.ts", ["synth", ...args], { cwd });

describe("synth", () => {
  it("says what the stack is, who may enter, when sessions end, where the JSON is and what comes next", () => {
    inTemporaryFolder((cwd) => {
      writeFileSync(join(cwd, "entra-ingress-auth.yaml"), readFileSync(SAMPLE));

      const { status, stdout, stderr } = synth([], cwd);

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
        "Next                  npx tsx bin/entra-ingress-auth.ts diff, then npx tsx bin/entra-ingress-auth.ts deploy",
        "",
      ]);
      expect(readdirSync(cwd).sort()).toEqual(["cdktf.out", "entra-ingress-auth.yaml"]);
    });
  });

  it("gives the same bytes from two folders, which are those of the library", () => {
    const output = (): string =>
      inTemporaryFolder((cwd) => {
        writeFileSync(join(cwd, "entra-ingress-auth.yaml"), readFileSync(SAMPLE));
        expect(synth([], cwd)).toMatchObject({ status: 0, stderr: "" });
        return readFileSync(join(cwd, "cdktf.out/stacks/entra-ingress-auth/cdk.tf.json"), "utf8");
      });

    expect(output()).toBe(output());
    expect(output()).toBe(synthesizedText("entra-ingress-auth.yaml"));
  });

  it("writes HCL into the folder that is named, and says what comes next with the same arguments", () => {
    inTemporaryFolder((cwd) => {
      const { status, stdout } = synth([SAMPLE, "--output", "out", "--hcl"], cwd);

      expect(status).toBe(0);
      expect(stdout).toContain("Output                out/stacks/entra-ingress-auth/cdk.tf\n");
      expect(stdout).toContain(
        `then npx tsx bin/entra-ingress-auth.ts deploy --config ${SAMPLE} --output out --hcl\n`,
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
      const { status, stdout, stderr } = synth(["--config", ...files], cwd);

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

  it.each([
    ["below a file", "entra-ingress-auth.yaml/out", "", "file already exists"],
    ["in the place of a file", "entra-ingress-auth.yaml", "/stacks/entra-ingress-auth", "not a directory"],
  ])("says without a stack trace that a folder cannot be written, %s", (_, output, place, why) => {
    inTemporaryFolder((cwd) => {
      const sample = readFileSync(SAMPLE, "utf8");
      writeFileSync(join(cwd, "entra-ingress-auth.yaml"), sample);

      expect(synth(["--output", output], cwd)).toEqual({
        status: 1,
        stdout: "",
        stderr: `${output}${place}: cannot be written: ${why}; mend that, or name another output folder\n`,
      });
      expect(readdirSync(cwd)).toEqual(["entra-ingress-auth.yaml"]);
      expect(readFileSync(join(cwd, "entra-ingress-auth.yaml"), "utf8")).toBe(sample);
    });
  });

  it("gives Terraform the lock file that lies beside the config file", () => {
    inTemporaryFolder((cwd) => {
      writeFileSync(join(cwd, "entra-ingress-auth.yaml"), readFileSync(SAMPLE));
      writeFileSync(join(cwd, "terraform.entra-ingress-auth.lock.hcl"), "# kept\n");

      expect(synth([], cwd).status).toBe(0);

      expect(readFileSync(join(cwd, "cdktf.out/stacks/entra-ingress-auth/.terraform.lock.hcl"), "utf8")).toBe(
        "# kept\n",
      );
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

      const ended = synth([], cwd);

      expect(ended).toEqual({ status: 1, stdout: "", stderr: `${messages.join("\n")}\n` });
      expect(readdirSync(cwd)).toEqual(before);
    });
  });
});
