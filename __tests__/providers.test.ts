import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { TimeProvider } from "@cdktf/provider-time/lib/provider";
import { joinProvider } from "../lib/providers";

const joinRandom = (scope: Construct): void =>
  joinProvider(scope, "random", (stack) => new RandomProvider(stack, "random"));

function providersOf(stack: TerraformStack): unknown {
  return (JSON.parse(Testing.synth(stack)) as { provider?: unknown }).provider;
}

describe("a provider that needs no configuration", () => {
  it("joins a stack that has none of its kind", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    joinRandom(new Construct(stack, "part"));

    expect(providersOf(stack)).toEqual({ random: [{}] });
  });

  it("joins once, however many constructs need it", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    joinRandom(new Construct(stack, "one"));
    joinRandom(new Construct(stack, "two"));

    expect(providersOf(stack)).toEqual({ random: [{}] });
  });

  it("leaves a stack alone that has one already", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    new RandomProvider(stack, "mine", { alias: "mine" });
    joinRandom(new Construct(stack, "part"));

    expect(providersOf(stack)).toEqual({ random: [{ alias: "mine" }] });
  });

  it("leaves a stack alone that is given one afterwards, at any depth", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    joinRandom(new Construct(stack, "part"));
    new RandomProvider(new Construct(stack, "later"), "mine", { alias: "mine" });

    expect(providersOf(stack)).toEqual({ random: [{ alias: "mine" }] });
  });

  it("joins beside providers of other kinds", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    new TimeProvider(stack, "time");
    joinRandom(new Construct(stack, "part"));

    expect(providersOf(stack)).toEqual({ random: [{}], time: [{}] });
  });

  it("joins together with another kind that is needed as well", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    joinRandom(new Construct(stack, "part"));
    joinProvider(new Construct(stack, "other"), "time", (its) => new TimeProvider(its, "time"));

    expect(providersOf(stack)).toEqual({ random: [{}], time: [{}] });
  });

  it("joins every stack on its own", () => {
    const app = Testing.app();
    const first = new TerraformStack(app, "first");
    const second = new TerraformStack(app, "second");
    joinRandom(new Construct(first, "part"));

    expect(providersOf(first)).toEqual({ random: [{}] });
    expect(providersOf(second)).toBeUndefined();
  });
});
