import { App, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { KubernetesProvider, type KubernetesProviderConfig } from "@cdktf/provider-kubernetes/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { TimeProvider } from "@cdktf/provider-time/lib/provider";
import { EntraIngressAuth, IngressController, requireProviders } from "../../lib";
import { joinProvider } from "../../lib/terraform/providers";
import { inputErrors } from "../support/construct-stack";

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

/** The versions that a stack requires, and the sources where they are not the bindings'. */
function requiredBy(stack: TerraformStack): unknown {
  return (JSON.parse(Testing.synth(stack)) as { terraform: { required_providers: unknown } }).terraform
    .required_providers;
}

function stackWithProviders(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  new AzureadProvider(stack, "azuread");
  joinRandom(new Construct(stack, "part"));
  return stack;
}

describe("the providers that a stack requires", () => {
  it("have the bindings' versions where nothing is required", () => {
    expect(requiredBy(stackWithProviders())).toEqual({
      azuread: { source: "hashicorp/azuread", version: "3.7.0" },
      random: { source: "hashicorp/random", version: "3.7.2" },
    });
  });

  it("have the tested versions, also where they come later or join at synth, and no others are there", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    requireProviders(stack);
    new AzureadProvider(stack, "azuread");
    joinRandom(new Construct(stack, "part"));

    expect(requiredBy(stack)).toEqual({
      azuread: { source: "hashicorp/azuread", version: "3.9.0" },
      random: { source: "hashicorp/random", version: "3.9.0" },
    });
  });

  it("have what is said of them, the later call before the earlier one", () => {
    const stack = stackWithProviders();
    requireProviders(stack, { azuread: { version: "~> 3.8" }, random: { version: "~> 3.8" } });
    requireProviders(new Construct(stack, "inner"), {
      azuread: { version: "~> 3.9", source: "registry.example.com/hashicorp/azuread" },
    });

    expect(requiredBy(stack)).toEqual({
      azuread: { source: "registry.example.com/hashicorp/azuread", version: "~> 3.9" },
      random: { source: "hashicorp/random", version: "~> 3.8" },
    });
  });

  it("are those of this stack, and not of a stack within it", () => {
    const stack = stackWithProviders();
    requireProviders(stack);
    new KubernetesProvider(new TerraformStack(stack, "inner"), "kubernetes");

    expect(Object.keys(requiredBy(stack) as object)).toEqual(["azuread", "random"]);
  });

  it("count once for all aliases of a provider", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    requireProviders(stack);
    new KubernetesProvider(stack, "east", { alias: "east" });
    new KubernetesProvider(stack, "west", { alias: "west" });

    expect(requiredBy(stack)).toEqual({ kubernetes: { source: "kubernetes", version: "3.2.1" } });
  });

  it("are refused all at once where a version, a source or a key is wrong", () => {
    const stack = stackWithProviders();
    const providers = {
      azuread: { version: ">= 3.9", source: "azuread" },
      kubernetes: { version: new TerraformVariable(stack, "version", {}).stringValue, ignoreLabels: [] },
      heml: { version: "3.1.2" },
    };

    expect(inputErrors(() => requireProviders(stack, providers))).toEqual([
      '[stack] kubernetes.ignoreLabels: is an argument of the provider, which is yours to configure here; write new KubernetesProvider(stack, "kubernetes", { ignoreLabels: [...] })',
      '[stack] heml: unknown key "heml" (did you mean "helm"?); it takes azuread, kubernetes, helm, random, time',
      '[stack] azuread.version: ">= 3.9" admits azuread 4.0.0 or later, with which no stack is tested: another major version may change what arguments mean; write a constraint within ">= 3.7.0, < 4.0.0", such as "~> 3.9.0"',
      '[stack] azuread.source: "azuread" is no source address of a provider; write one such as "hashicorp/azuread" or, for a mirror, "registry.example.com/hashicorp/azuread"',
      "[stack] kubernetes.version: is a value that only Terraform will know; it must be known at synth",
    ]);
  });
});

describe("what a provider of Kubernetes leaves out of plans", () => {
  /** A stack with a protected app, whose provider of Kubernetes is the user's own. */
  function problemsOf(provider: KubernetesProviderConfig): string {
    const app = new App({ stackTraces: false, outdir: Testing.app().outdir });
    const stack = new TerraformStack(app, "auth");
    new AzureadProvider(stack, "azuread");
    new KubernetesProvider(stack, "kubernetes", provider);
    const auth = new EntraIngressAuth(stack, "auth", {
      accessGroup: { name: "users" },
      ingressController: IngressController.traefik(),
    });
    auth.protect("web", { host: "web.example.com", service: { namespace: "web", name: "web", port: 80 } });
    try {
      app.synth();
      return "";
    } catch (error) {
      return String(error);
    }
  }

  it("may be what others manage", () => {
    expect(problemsOf({ ignoreAnnotations: ["^field\\.cattle\\.io/"], ignoreLabels: ["^c\\.io/"] })).toBe("");
  });

  it("is refused at synth where it would cover what guards an app", () => {
    const said = problemsOf({ ignoreAnnotations: ["^a\\.io/", "kubernetes\\.io"], ignoreLabels: [".*"] });

    expect(said).toContain(
      '[auth/auth] kubernetes.ignoreAnnotations[1]: "kubernetes\\\\.io" matches "nginx.ingress.kubernetes.io/auth-url", which decides who reaches an app',
    );
    expect(said).toContain('[auth/auth] kubernetes.ignoreLabels[0]: ".*" matches "app.kubernetes.io/name"');
  });
});
