import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONFIG, FakeTerraform } from "../support/fake-terraform";
import { PROGRAM_TIMEOUT } from "../support/programs";

/* The commands that run Terraform. */

jest.setTimeout(PROGRAM_TIMEOUT * 2);

let terraform: FakeTerraform;
beforeEach(() => {
  terraform = new FakeTerraform();
});
afterEach(() => terraform.remove());

const STATE = "state ../../../conf/terraform.mine.tfstate";

describe("deploy", () => {
  it("initializes and applies in the stack's folder, with Terraform's output alone on the standard output", async () => {
    const { status, stdout, stderr } = await terraform.run("deploy", "conf/a.yaml");

    expect(status).toBe(0);
    expect(stdout).toBe("out of init\nout of apply\n");
    expect(stderr).toContain("cdktf.out/stacks/mine: terraform init\n");
    expect(stderr).toContain("cdktf.out/stacks/mine: terraform apply\n");
    expect(stderr).toContain("shop.example.com      shop: / for members of users\n");
    expect(stderr).toContain("err of apply\n");
    expect(terraform.calls).toEqual([
      `terraform init | lock none | ${STATE}`,
      "read yes",
      `terraform apply | lock chosen | ${STATE}`,
    ]);
  });

  it("keeps the lock file beside the config file, and goes by it in another folder", async () => {
    await terraform.run("deploy", "conf/a.yaml", "--auto-approve");
    const lockFile = join(terraform.folder, "conf", "terraform.mine.lock.hcl");
    expect(readFileSync(lockFile, "utf8")).toBe("chosen");

    writeFileSync(lockFile, "agreed");
    await terraform.run("deploy", "conf/a.yaml", "--auto-approve", "--output", "deep/out");

    expect(readFileSync(lockFile, "utf8")).toBe("agreed");
    expect(terraform.calls.filter((call) => call !== "read yes")).toEqual([
      `terraform init | lock none | ${STATE}`,
      `terraform apply -auto-approve | lock chosen | ${STATE}`,
      "terraform init | lock agreed | state ../../../../conf/terraform.mine.tfstate",
      "terraform apply -auto-approve | lock agreed | state ../../../../conf/terraform.mine.tfstate",
    ]);
  });

  it("takes newer providers with --upgrade, and chooses anew where the lock file was removed", async () => {
    const lockFile = join(terraform.folder, "conf", "terraform.mine.lock.hcl");
    writeFileSync(lockFile, "agreed");

    await terraform.run("diff", "conf/a.yaml", "--upgrade");
    expect(readFileSync(lockFile, "utf8")).toBe("newer");

    rmSync(lockFile);
    await terraform.run("diff", "conf/a.yaml");
    expect(readFileSync(lockFile, "utf8")).toBe("chosen");
  });

  it("deploys several stacks in their order, and destroys them in the other", async () => {
    await terraform.run("deploy", "--config", "conf/a.yaml", "conf/b.yaml", "--auto-approve");
    await terraform.run("destroy", "--config", "conf/a.yaml", "conf/b.yaml", "--auto-approve");

    expect(
      terraform.calls
        .filter((call) => / (apply|destroy) /.test(call))
        .map((call) => call.replace(/ \| lock.*\//, " ")),
    ).toEqual([
      "terraform apply -auto-approve terraform.mine.tfstate",
      "terraform apply -auto-approve terraform.other.tfstate",
      "terraform destroy -auto-approve terraform.other.tfstate",
      "terraform destroy -auto-approve terraform.mine.tfstate",
    ]);
    expect(existsSync(join(terraform.folder, "conf", "terraform.other.lock.hcl"))).toBe(true);
  });

  it.each([
    ["init", { init: 5 }, 5, ["init"]],
    ["the first stack", { apply: 7 }, 7, ["init", "apply"]],
  ])("ends with Terraform's status, where %s fails, and goes no further", async (_, how, status, verbs) => {
    terraform.behave(how);

    expect((await terraform.run("deploy", "conf/a.yaml", "conf/b.yaml")).status).toBe(status);

    expect(terraform.calls.flatMap((call) => /^terraform (\w+)/.exec(call)?.[1] ?? [])).toEqual(verbs);
  });

  it("runs nothing where the file is wrong", async () => {
    writeFileSync(join(terraform.folder, "conf", "a.yaml"), CONFIG.replace("host: shop", "host: SHOP"));

    const { status, stderr } = await terraform.run("deploy", "conf/a.yaml");

    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^conf\/a\.yaml:4:\d+: apps\[0\]\.host: "SHOP.example.com" has upper-case letters/,
    );
    expect(terraform.calls).toEqual([]);
  });

  it("goes on in an output folder whose state was moved beside the config file", async () => {
    const stack = join(terraform.folder, "cdktf.out", "stacks", "mine");
    mkdirSync(join(stack, ".terraform"), { recursive: true });
    writeFileSync(
      join(stack, ".terraform", "terraform.tfstate"),
      JSON.stringify({ backend: { type: "local", config: { path: "../../../terraform.mine.tfstate" } } }),
    );
    writeFileSync(join(terraform.folder, "terraform.mine.tfstate"), '{"resources": [{}]}');

    expect((await terraform.run("deploy", "conf/a.yaml")).stderr).toContain(
      "mv terraform.mine.tfstate conf/",
    );
    expect(terraform.calls).toEqual([]);

    rmSync(join(terraform.folder, "terraform.mine.tfstate"));
    await terraform.run("deploy", "conf/a.yaml");
    expect(terraform.calls[0]).toContain("terraform init -reconfigure | ");
  });
});

describe("a plan that is kept", () => {
  it("is what deploy applies, from wherever the person is", async () => {
    await terraform.run("diff", "conf/a.yaml", "--out", "saved/plan");
    await terraform.run("deploy", "conf/a.yaml", "--plan", "saved/plan");

    expect(terraform.calls.filter((call) => /plan/.test(call))).toEqual([
      `terraform plan -out=${terraform.folder}/saved/plan | lock chosen | ${STATE}`,
      `terraform apply ${terraform.folder}/saved/plan | lock chosen | ${STATE}`,
    ]);
  });

  it("says by status 2 that something would change, once every stack is planned", async () => {
    terraform.behave({ plan: 2 });

    const { status } = await terraform.run("diff", "--detailed-exitcode", "conf/a.yaml", "conf/b.yaml");

    expect(status).toBe(2);
    expect(
      terraform.calls.filter((call) => call.startsWith("terraform plan -detailed-exitcode")),
    ).toHaveLength(2);
  });
});
