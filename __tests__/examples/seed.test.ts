import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { seedStack } from "../../examples/seed/stack";
import { inTemporaryFolder, synthesizedText } from "../support/files";

function seedText(): string {
  return inTemporaryFolder((folder) => {
    const app = new App({ outdir: folder });
    seedStack(app);
    app.synth();
    return readFileSync(join(folder, "stacks", "entra-ingress-auth", "cdk.tf.json"), "utf8");
  });
}

describe("the sample", () => {
  it("is the same stack from the file and from TypeScript", () => {
    expect(seedText()).toBe(synthesizedText("entra-ingress-auth.yaml"));
  });

  it("is the same to the byte in two folders, and names neither", () => {
    const first = synthesizedText("entra-ingress-auth.yaml");
    const second = synthesizedText("entra-ingress-auth.yaml");

    expect(second).toBe(first);
    expect(first).not.toMatch(/entra-ingress-auth-[A-Za-z0-9]{6}|"\/(home|root|tmp|work|usr)/);
  });

  it("does not change with an environment that the file does not name", () => {
    const before = synthesizedText("entra-ingress-auth.yaml");

    const after = synthesizedText("entra-ingress-auth.yaml", { HOME: "/elsewhere", ARM_TENANT_ID: "x" });

    expect(after).toBe(before);
  });

  it("takes the member and the kubeconfig from the environment that the file names", () => {
    const text = synthesizedText("entra-ingress-auth.yaml", {
      MEMBER_UPN: "bob@contoso.com",
      KUBECONFIG_PATH: "./kc",
    });

    expect(text).toContain('"user_principal_name": "bob@contoso.com"');
    expect(text).toContain('"config_path": "./kc"');
  });
});
