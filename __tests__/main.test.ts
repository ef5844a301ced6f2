import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder, ROOT, synthesizedText } from "./support/files";
import { PROGRAM_TIMEOUT, runProgram } from "./support/programs";

const SAMPLE = join(ROOT, "entra-ingress-auth.yaml");

jest.setTimeout(PROGRAM_TIMEOUT);

describe("the program behind cdktf", () => {
  it("writes where the command line says, and says nothing itself", () => {
    inTemporaryFolder((cwd) => {
      writeFileSync(join(cwd, "entra-ingress-auth.yaml"), readFileSync(SAMPLE));

      const ended = runProgram("main.ts", [], { cwd, env: { CDKTF_OUTDIR: "elsewhere" } });

      expect(ended).toEqual({ status: 0, stdout: "", stderr: "" });
      expect(readdirSync(cwd).sort()).toEqual(["elsewhere", "entra-ingress-auth.yaml"]);
      expect(readFileSync(join(cwd, "elsewhere/stacks/entra-ingress-auth/cdk.tf.json"), "utf8")).toBe(
        synthesizedText("entra-ingress-auth.yaml"),
      );
    });
  });

  it("writes HCL where the command line asks for it", () => {
    inTemporaryFolder((cwd) => {
      const { status } = runProgram("main.ts", [SAMPLE], { cwd, env: { SYNTH_HCL_OUTPUT: "true" } });

      expect(status).toBe(0);
      expect(readdirSync(join(cwd, "cdktf.out/stacks/entra-ingress-auth")).sort()).toEqual([
        "cdk.tf",
        "metadata.json",
      ]);
    });
  });

  it("ends with status 1 and the messages alone where the file is wrong", () => {
    inTemporaryFolder((cwd) => {
      expect(runProgram("main.ts", ["none.yaml"], { cwd })).toEqual({
        status: 1,
        stdout: "",
        stderr: "none.yaml: there is no such file; write one, or name another\n",
      });
    });
  });
});
