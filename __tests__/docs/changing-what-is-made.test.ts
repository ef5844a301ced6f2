import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import ts from "typescript";
import { EntraIngressAuth, IngressController, type AuthProxyOptions } from "../../lib";
import { newStack, onlyBlock, toJson, type StackJson } from "../support/construct-stack";
import { ROOT } from "../support/files";

/** The snippets of the section. */
function snippets(): string[] {
  const page = readFileSync(join(ROOT, "docs", "library.md"), "utf8");
  const [, section = ""] = /^## Changing what is made\n([\s\S]*?)^## /m.exec(page) ?? [];
  return [...section.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text = ""]) => text);
}

/** The stack after a program has done what all snippets say. */
function changed(options: AuthProxyOptions = {}): StackJson {
  const stack = newStack();
  new HelmProvider(stack, "helm");
  const auth = new EntraIngressAuth(stack, "auth", {
    accessGroup: { name: "staff" },
    ingressController: IngressController.ingressNginx(),
    authProxy: options,
  });
  for (const text of snippets()) {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const run: unknown = runInThisContext(`(function (exports, require, auth) {${outputText}})`);
    if (typeof run !== "function") {
      throw new Error("a program is a function");
    }
    run({}, load, auth);
  }
  return toJson(stack);
}

const load = (name: string): unknown =>
  name === "entra-ingress-auth" ? jest.requireActual("../../lib") : jest.requireActual(name);

describe("what the page says of changing what is made", () => {
  it("has four programs", () => {
    expect(snippets()).toHaveLength(4);
  });

  it("adds to the application, and leaves what is there", () => {
    expect(onlyBlock(changed().resource, "azuread_application")).toMatchObject({
      notes: "Asked for by the identity team",
      api: {
        requested_access_token_version: 2,
        oauth2_permission_scope: [{ value: "orders.read", type: "User" }],
      },
      group_membership_claims: ["SecurityGroup"],
    });
  });

  it("adds to the Pods, under keys with dots, and leaves what is there", () => {
    const { resource } = changed({ podAnnotations: { "contoso.com/note": "mine" } });
    const { spec } = onlyBlock(resource, "kubernetes_deployment_v1") as {
      spec: { template: { metadata: { annotations: object }; spec: Record<string, unknown> } };
    };

    expect(spec.template.metadata.annotations).toEqual({
      "checksum/secrets": expect.any(String),
      "checksum/templates": expect.any(String),
      "contoso.com/note": "mine",
      "contoso.com/scan.level": "full",
    });
    expect(spec.template.spec).toMatchObject({
      host_aliases: [{ ip: "10.1.2.3", hostnames: ["login.microsoftonline.com"] }],
      automount_service_account_token: false,
    });
    expect(onlyBlock(resource, "kubernetes_service_account_v1")).toMatchObject({
      metadata: { annotations: { "contoso.com/owner": "identity" }, name: "oauth2-proxy" },
    });
  });

  it("adds to the chart's values, under keys with dots", () => {
    const { resource } = changed({ helm: {} });

    expect(onlyBlock(resource, "helm_release")).toMatchObject({
      set: [{ name: "deploymentAnnotations.contoso\\.com/scan\\.level", value: "full" }],
      values: [expect.stringContaining("yamlencode")],
    });
  });
});
