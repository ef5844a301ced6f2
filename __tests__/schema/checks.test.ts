import { TerraformStack, TerraformVariable, Testing, Token } from "cdktf";
import { Construct } from "constructs";
import { Checks, InputError } from "../../lib/schema/checks";
import type { Rule } from "../../lib/rules/rule";

const short: Rule = (value) => (value.length <= 3 ? undefined : `"${value}" is too long`);
const small: Rule<number> = (value) => (value <= 9 ? undefined : `${value} is too large`);

function scopeIn(stack = new TerraformStack(Testing.app(), "stack")): Construct {
  return new Construct(new Construct(stack, "auth"), "proxy");
}

/** What the checks throw, or nothing. */
function thrown(checks: Checks): unknown {
  try {
    checks.throwIfAny(scopeIn());
    return undefined;
  } catch (error) {
    return error;
  }
}

describe("Checks", () => {
  it("throws nothing where every value keeps its rule or is left out", () => {
    const checks = new Checks()
      .value(["name"], "abc", short)
      .value(["title"], undefined, short)
      .known(["image"], "abc", short)
      .known(["tag"], undefined, short)
      .each(["users"], ["a", "b"], short)
      .each(["groups"], undefined, short)
      .keys(["labels"], { abc: "a long value" }, short)
      .keys(["flags"], undefined, short)
      .report(["x"], undefined)
      .all([]);

    expect(thrown(checks)).toBeUndefined();
  });

  it("throws one error with the construct's path, and every problem at its place", () => {
    const error = thrown(
      new Checks()
        .value(["name"], "abcd", short)
        .each(["service", "ports"], [1, 10], small)
        .keys(["labels"], { abcd: "x" }, short)
        .known(["image"], "efgh", short)
        .report([], "something as a whole is wrong")
        .all([{ path: ["apps", 2, "host"], message: "is missing" }]),
    );

    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).name).toBe("InputError");
    expect((error as InputError).constructPath).toBe("stack/auth/proxy");
    expect((error as InputError).message.split("\n")).toEqual([
      '[stack/auth/proxy] name: "abcd" is too long',
      "[stack/auth/proxy] service.ports[1]: 10 is too large",
      '[stack/auth/proxy] labels: "abcd" is too long',
      '[stack/auth/proxy] image: "efgh" is too long',
      "[stack/auth/proxy] something as a whole is wrong",
      "[stack/auth/proxy] apps[2].host: is missing",
    ]);
    expect((error as InputError).problems).toContainEqual({
      path: ["service", "ports", 1],
      message: "10 is too large",
    });
  });
});

describe("values that only Terraform knows", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const text = new TerraformVariable(stack, "text", { type: "string" });
  const number = new TerraformVariable(stack, "number", { type: "number" });
  const list = new TerraformVariable(stack, "list", { type: "list(string)" });
  const map = new TerraformVariable(stack, "map", { type: "map(string)" });

  it("pass every rule, alone and inside a longer text", () => {
    const checks = new Checks()
      .value(["name"], text.stringValue, short)
      .value(["name"], `prefix-${text.stringValue}`, short)
      .value(["port"], number.numberValue, small)
      .each(["users"], list.listValue, short)
      .each(["users"], ["abc", text.stringValue], short)
      .keys(["labels"], Token.asStringMap(map.value), short);

    expect(thrown(checks)).toBeUndefined();
  });

  it("are refused where they would decide what is synthesized", () => {
    const checks = new Checks()
      .known(["image"], text.stringValue, short)
      .known(["replicas"], number.numberValue, small);

    expect((thrown(checks) as InputError).problems).toEqual([
      {
        path: ["image"],
        message: "is a value that only Terraform will know; it must be known at synth",
      },
      {
        path: ["replicas"],
        message: "is a value that only Terraform will know; it must be known at synth",
      },
    ]);
  });

  it("do not hide the known values beside them", () => {
    const checks = new Checks().each(["users"], [text.stringValue, "abcd"], short);

    expect((thrown(checks) as InputError).problems).toEqual([
      { path: ["users", 1], message: '"abcd" is too long' },
    ]);
  });
});
