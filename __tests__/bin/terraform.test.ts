import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MissingProgram, Terraform } from "../../bin/terraform";
import { FakePrograms } from "../support/fake-programs";

/** Runs what is chosen of some programs that are there, in a folder; gives its status and how it was called. */
async function run(
  installed: readonly string[],
  tool?: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ status: number; calls: string[] }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "entra-ingress-auth-terraform-")));
  const said = jest.spyOn(console, "error").mockImplementation(() => undefined);
  try {
    const programs = new FakePrograms(folder);
    for (const name of installed) {
      programs.install(name, `echo "${name} $* in $PWD" >> ${folder}/calls; exit 3`);
    }
    const terraform = new Terraform(tool?.replace("<folder>", folder), { ...env, PATH: folder });
    const status = await terraform.run(folder, ["plan", "-out=a b"]);
    return { status, calls: programs.calls.map((call) => call.replaceAll(folder, "<folder>")) };
  } finally {
    rmSync(folder, { recursive: true });
    said.mockRestore();
  }
}

describe("the program that is run", () => {
  it.each<[string, string[], string | undefined, Record<string, string>, string]>([
    ["terraform where both are there", ["terraform", "tofu"], undefined, {}, "terraform"],
    ["tofu where terraform is not", ["tofu"], undefined, {}, "tofu"],
    [
      "what the environment names",
      ["terraform", "tofu"],
      undefined,
      { TERRAFORM_BINARY_NAME: "tofu" },
      "tofu",
    ],
    ["what the arguments name", ["terraform", "tofu"], "tofu", { TERRAFORM_BINARY_NAME: "x" }, "tofu"],
    ["the one at a path", ["terraform", "mine"], "<folder>/mine", {}, "mine"],
  ])("is %s, in the folder, and gives its status", async (_, installed, tool, env, name) => {
    expect(await run(installed, tool, env)).toEqual({
      status: 3,
      calls: [`${name} plan -out=a b in <folder>`],
    });
  });

  it.each([
    [undefined, "terraform and tofu"],
    ["trraform", "trraform"],
  ])("is asked for where there is none (%s)", async (tool, names) => {
    await expect(run([], tool)).rejects.toThrow(new MissingProgram(names.split(" and ")));
    await expect(run([], tool)).rejects.toThrow(
      `${names}: not found; install Terraform 1.5 or later or OpenTofu, or name one with --tool`,
    );
  });

  it.each([
    ["a file that is no program", (path: string) => writeFileSync(path, "")],
    ["a folder", (path: string) => mkdirSync(path)],
  ])("cannot be %s", async (_, make) => {
    const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-terraform-"));
    const path = join(folder, "mine");
    make(path);

    await expect(new Terraform(path).run(folder, ["plan"])).rejects.toThrow(
      `${path}: cannot be run: permission denied; make it a program that may be run, or name one with --tool`,
    );
    rmSync(folder, { recursive: true });
  });

  it("is missing where a file stands in the place of its folder", async () => {
    await expect(new Terraform(join(__filename, "terraform")).run(tmpdir(), ["plan"])).rejects.toThrow(
      MissingProgram,
    );
  });
});
