import { readdirSync } from "node:fs";
import { App, TerraformLocal, TerraformStack, Testing } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { AuthProxy, EntraIngressAuth, IngressController, type EntraIngressAuthProps } from "../../lib";
import { proxyProps } from "../support/auth-proxy";
import { inTemporaryFolder } from "../support/files";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

function addStack(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AzureadProvider(stack, "azuread");
  new KubernetesProvider(stack, "kubernetes");
  return stack;
}

function facade(stack: TerraformStack, props: Partial<EntraIngressAuthProps> = {}): EntraIngressAuth {
  const name = stack.node.id;
  const auth = new EntraIngressAuth(stack, "auth", {
    application: { name },
    ...(props.accessRole === undefined ? { accessGroup: { name: `${name}-users` } } : {}),
    authProxy: { name, namespace: { name: "auth" } },
    ingressController: IngressController.ingressNginx(),
    ...props,
  });
  auth.protect("web", app());
  return auth;
}

function app(host = "web.example.com") {
  return { host, service: { namespace: "web", name: "web", port: 80 } };
}

function messageOf(program: () => unknown): string {
  try {
    program();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** Programs whose fault only the whole can tell, and what is said of it. */
const FAULTS: readonly (readonly [string, string, (app: App) => void])[] = [
  [
    "an auth proxy that would let everybody in",
    "[one/proxy] allowedGroups: names no group, which would let everybody in; name at least one",
    (app) => {
      new AuthProxy(addStack(app, "one"), "proxy", proxyProps({ allowedGroups: () => [] }));
    },
  ],
  [
    "two apps on one path",
    '[one/auth] other.paths: "web.example.com/" belongs to app "web" already; give each app a host or path of its own',
    (program) => {
      facade(addStack(program, "one")).protect("other", app());
    },
  ],
  [
    "one host in two stacks",
    '[two/auth] "web.example.com" is a host of "one/auth" in the same cluster already, and a host has one sign-in; protect all apps of a host in one stack',
    (app) => {
      facade(addStack(app, "one"));
      facade(addStack(app, "two"));
    },
  ],
  [
    "tokens for another application in a stack of roles",
    "[one/auth/auth-proxy] extraAudiences: do not go together with roles",
    (app) => {
      facade(addStack(app, "one"), {
        accessRole: { value: "web.user" },
        authProxy: { namespace: { name: "auth" }, bearerTokens: true, extraAudiences: [ID] },
      });
    },
  ],
];

describe("what only the whole can tell", () => {
  it.each(FAULTS)("refuses %s, also where validations are skipped", (_what, message, fill) => {
    inTemporaryFolder((outdir) => {
      const program = new App({ outdir, skipValidation: true });
      fill(program);

      expect(() => program.synth()).toThrow(message);
      expect(readdirSync(outdir)).not.toContain("manifest.json");
    });
  });

  it.each(FAULTS)("refuses %s in a unit test that asks for no validation", (_what, message, fill) => {
    const program = Testing.app();
    fill(program);
    const stacks = program.node.children.filter((child) => TerraformStack.isStack(child));
    const last = stacks.at(-1) as TerraformStack;

    expect(() => Testing.synth(last)).toThrow(message);
    expect(() => Testing.synthHcl(last)).toThrow(message);
  });

  it("is said once, beside what else cdktf finds, where validations are not skipped", () => {
    inTemporaryFolder((outdir) => {
      const program = new App({ outdir });
      const stack = addStack(program, "one");
      facade(stack).protect("other", app());
      stack.node.addValidation({ validate: () => ["another fault"] });

      const said = messageOf(() => program.synth());
      expect(said.match(/^ {2}\[.*$/gm)).toEqual([
        "  [one] another fault",
        expect.stringContaining('  [one/auth] other.paths: "web.example.com/" belongs to app "web" already'),
      ]);
    });
  });

  it("adds nothing to a stack without a fault", () => {
    const stack = addStack(Testing.app(), "one");
    facade(stack);

    const json = Testing.synth(stack);
    expect(Object.keys(JSON.parse(json) as object)).toEqual(expect.arrayContaining(["resource", "output"]));
    expect(json).not.toContain("entra-ingress-auth-checks");
  });
});

describe("HCL of a library user's own stack", () => {
  const synthHcl = (change: (stack: TerraformStack) => void): string => {
    const stack = addStack(Testing.app(), "one");
    facade(stack);
    change(stack);
    return Testing.synthHcl(stack);
  };
  const lost = "is overridden (addOverride), which HCL as it is written here would lose";

  it.each<[string, string, (stack: TerraformStack) => void]>([
    [
      "a setting of the stack",
      `"provider" of the stack ${lost}`,
      (stack) => {
        stack.addOverride("provider.kubernetes.0.ignore_annotations", ["^field"]);
      },
    ],
    [
      "a version of Terraform",
      `"terraform" of the stack ${lost}`,
      (stack) => {
        stack.addOverride("terraform.required_version", ">= 1.5");
      },
    ],
    [
      "an attribute of a resource",
      `"spec" of kubernetes_ingress_v1 ${lost}`,
      (stack) => {
        const [ingress] = stack.node.findAll().filter((node) => node instanceof IngressV1);
        ingress?.addOverride("spec.ingress_class_name", "mine");
      },
    ],
    [
      "text with a backslash",
      'locals.path: has "\\\\" in its text, which HCL as it is written here would turn into something else',
      (stack) => {
        new TerraformLocal(stack, "path", "a\\b");
      },
    ],
  ])("is refused where %s would be lost", (_what, complaint, change) => {
    expect(messageOf(() => synthHcl(change))).toBe(
      `[one] ${complaint}; leave --hcl out (Terraform reads JSON as well)`,
    );
  });

  it("keeps the providers' versions that were put over those of the bindings", () => {
    const hcl = synthHcl((stack) => {
      stack.addOverride("terraform.required_providers.azuread.version", "~> 3.9");
    });

    expect(hcl).toContain('version = "~> 3.9"');
  });
});
