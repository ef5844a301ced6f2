import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Fn, TerraformResource, TerraformStack, Testing } from "cdktf";
import { hclProblems } from "../../lib/terraform/hcl-text";
import { inExpression } from "../../lib/schema/terraform-text";
import { terraform } from "../support/terraform";

const TEXTS = [
  "plain",
  "",
  'with "quotes" {and} [brackets] # and // more',
  "back\\slash",
  'x\\\\", keys({ y = 1 })[0] #',
  '\\"',
  "{{ .Values }}",
  "$5 and 5 % and $(NAME)",
  "two\nlines",
  'two\nlines with \\ and "\n',
  "one\nEOF\ntwo",
  "one\n  EOF",
  "one\r\ntwo",
];

const hasTerraform = terraform(tmpdir(), "version").ok;

/** A resource of Terraform's own that keeps texts, written the way those of providers are. */
class Kept extends TerraformResource {
  constructor(
    scope: TerraformStack,
    private readonly kept: string | readonly string[],
  ) {
    super(scope, "kept", { terraformResourceType: "terraform_data" });
    this.overrideLogicalId("kept");
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const form =
      typeof this.kept === "string"
        ? { type: "simple", storageClassType: "string" }
        : { type: "list", storageClassType: "stringList" };
    return { input: { value: this.kept, isBlock: false, ...form } };
  }
}

/** What texts are, once Terraform has read the HCL that cdktf writes for them. */
function readBack(kept: string | readonly string[]): unknown {
  const stack = new TerraformStack(Testing.stubVersion(new App({ stackTraces: false })), "stack");
  new Kept(stack, kept);
  const folder = mkdtempSync(join(tmpdir(), "hcl-text-"));
  try {
    const { hcl } = stack.toHclTerraform();
    const output = 'output "kept" {\n  value = terraform_data.kept.input\n}\n';
    writeFileSync(join(folder, "cdk.tf"), `${hcl.replace(/terraform \{[^]*?\n\}\n/, "")}\n${output}`);
    const run = (...args: string[]): string => {
      const { ok, stdout, output: written } = terraform(folder, ...args);
      if (!ok) throw new Error(written);
      return stdout;
    };
    run("init");
    run("apply", "-auto-approve");
    return (JSON.parse(run("output", "-json")) as { kept: { value: unknown } }).kept.value;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const refused = (value: string): boolean => hclProblems({ value }).length > 0;

// Terraform is started for each, on a machine that may be busy.
jest.setTimeout(60_000);

describe("text in HCL", () => {
  it("is refused where cdktf writes something else", () => {
    expect(TEXTS.filter(refused)).toEqual([
      "back\\slash",
      'x\\\\", keys({ y = 1 })[0] #',
      '\\"',
      "one\nEOF\ntwo",
      "one\n  EOF",
      "one\r\ntwo",
    ]);
  });

  it("is refused outside of expressions, and not in them", () => {
    expect(
      [
        '${replace(var.x, "\\"", "{ \\\\")}',
        '${"a ${"}"} \\" }"}',
        '$${a} ${b["c"]} %{ if d == "}" }',
        '"${a}"',
        "${a}\\",
        '$${"}',
        "${a",
      ].filter(refused),
    ).toEqual(['"${a}"', "${a}\\", '$${"}']);
  });

  it("is named with its place, and as a key too", () => {
    const said =
      "which HCL as it is written here would turn into something else; leave --hcl out (Terraform reads JSON as well)";

    expect(hclProblems({ list: ["a\nb"], text: "a\nb" })).toEqual([
      { path: ["list", 0], message: `has "\\n" in its text, ${said}` },
    ]);
    expect(hclProblems({ "//": "\\", a: [{ b: "\\" }, "c"], 'd"': 1, e: null })).toEqual([
      { path: ["a", 0, "b"], message: `has "\\\\" in its text, ${said}` },
      { path: [], message: `has "\\"" in a key, ${said}` },
    ]);
  });

  (hasTerraform ? it : it.skip)("is what it was in all other cases, as Terraform reads it", () => {
    // GIVEN
    const [lines, texts] = [true, false].map((several) =>
      TEXTS.filter((text) => !refused(text) && text.includes("\n") === several),
    );

    // THEN
    expect(readBack(texts!)).toEqual(texts);
    expect(lines!.map((text) => readBack(text))).toEqual(lines!.map((text) => `${text}\n`));
  });

  (hasTerraform ? it : it.skip)("is what it was within functions", () => {
    const values = TEXTS.map((text) => Fn.join("", [inExpression(text)]));

    expect(values.filter(refused)).toEqual([]);
    expect(readBack(values)).toEqual(TEXTS);
  });
});
