import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../lib/config";
import { synthesize, synthesizeAll } from "../lib/synthesize";
import { inTemporaryFolder } from "./support/files";

const APP = { host: "shop.example.com", service: { namespace: "shop", name: "web", port: 80 } };
const CONFIG: Config = {
  stack: "mine",
  entra: { accessGroup: { objectId: "7c9e6679-7425-40de-944b-e07fc1f90ae7" } },
  ingressController: { kind: "ingress-nginx" },
  apps: [{ name: "shop", ...APP }],
};
/** Refused by a construct, when the stack is made. */
const BAD_PROP: Config = { ...CONFIG, apps: [{ name: "shop", ...APP, host: "SHOP" }] };
/** Refused by a validation, when the stack is synthesized. */
const BAD_WHOLE: Config = { ...CONFIG, apps: [...CONFIG.apps, { name: "twin", ...APP }] };

/** Every file below a folder. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe("synthesize", () => {
  it("writes the stack and the manifest that the command line reads, and nothing else", () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, "deep", "cdktf.out");

      const { stack, file } = synthesize(CONFIG, { outdir });

      expect(stack.node.id).toBe("mine");
      expect(file).toBe(join(outdir, "stacks", "mine", "cdk.tf.json"));
      expect(filesIn(folder)).toEqual([
        "deep/cdktf.out/manifest.json",
        "deep/cdktf.out/stacks/mine/cdk.tf.json",
      ]);
      expect(JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"))).toMatchObject({
        stacks: {
          mine: {
            name: "mine",
            synthesizedStackPath: "stacks/mine/cdk.tf.json",
            workingDirectory: "stacks/mine",
          },
        },
      });
    });
  });

  it("writes HCL that holds every resource of the JSON", () => {
    inTemporaryFolder((folder) => {
      const json = synthesize(CONFIG, { outdir: join(folder, "json") });
      const hcl = synthesize(CONFIG, { outdir: join(folder, "hcl"), hcl: true });

      const { resource } = JSON.parse(readFileSync(json.file, "utf8")) as {
        resource: Record<string, Record<string, unknown>>;
      };
      const text = readFileSync(hcl.file, "utf8");

      expect(hcl.file).toBe(join(folder, "hcl", "stacks", "mine", "cdk.tf"));
      const addresses = [...text.matchAll(/^resource "([^"]+)" "([^"]+)"/gm)].map(
        ([, type, id]) => `${type}.${id}`,
      );
      expect(addresses.sort()).toEqual(
        Object.entries(resource)
          .flatMap(([type, blocks]) => Object.keys(blocks).map((id) => `${type}.${id}`))
          .sort(),
      );
      expect(text).toContain('path = "../../../terraform.mine.tfstate"');
      expect(text).toContain("https://shop.example.com/oauth2/callback");
    });
  });

  it.each([
    [false, ["cdk.tf.json"]],
    [true, ["cdk.tf", "metadata.json"]],
  ])("never leaves JSON and HCL side by side (HCL last: %s)", (hcl, names) => {
    inTemporaryFolder((outdir) => {
      synthesize(CONFIG, { outdir, hcl: !hcl });
      synthesize(CONFIG, { outdir, hcl });

      expect(filesIn(outdir)).toEqual(["manifest.json", ...names.map((name) => `stacks/mine/${name}`)]);
    });
  });

  it("writes the cluster into HCL as the map that the helm provider takes, and no block", () => {
    inTemporaryFolder((outdir) => {
      const cluster = { kubeconfig: "./kubeconfig", context: "prod" };
      const { file } = synthesize({ ...CONFIG, cluster, authProxy: { helm: {} } }, { outdir, hcl: true });

      expect(readFileSync(file, "utf8")).toContain(
        'provider "helm" {\nkubernetes = {\nconfig_path = "./kubeconfig"\nconfig_context = "prod"\n}\n}',
      );
    });
  });

  it("leaves alone what is Terraform's own in the folder, and other stacks", () => {
    inTemporaryFolder((outdir) => {
      synthesize(CONFIG, { outdir });
      mkdirSync(join(outdir, "stacks", "mine", ".terraform"));
      writeFileSync(join(outdir, "stacks", "mine", ".terraform", "environment"), "default");

      synthesize({ ...CONFIG, stack: "other" }, { outdir });
      synthesize(CONFIG, { outdir });

      expect(filesIn(outdir)).toEqual([
        "manifest.json",
        "stacks/mine/.terraform/environment",
        "stacks/mine/cdk.tf.json",
        "stacks/other/cdk.tf.json",
      ]);
    });
  });

  it("refuses text that HCL as it is written would not keep, and keeps an earlier output", () => {
    const config = {
      ...CONFIG,
      authProxy: { extraFlags: { "acr-values": 'x\\\\", file("/etc/passwd") #' } },
    };

    inTemporaryFolder((outdir) => {
      const { file } = synthesize(config, { outdir });

      expect(() => synthesize(config, { outdir, hcl: true })).toThrow(
        /^\[mine\] resource\.kubernetes_deployment_v1\.\S+\.args\[\d+\]: has "\\\\" in its text, which HCL as it is written here would turn into something else; leave --hcl out \(Terraform reads JSON as well\)$/,
      );

      expect(readFileSync(file, "utf8")).toContain("--acr-values=x");
    });
  });

  it.each([true, false])("takes no notice of an environment that asks for HCL: %s", (hcl) => {
    inTemporaryFolder((outdir) => {
      process.env.SYNTH_HCL_OUTPUT = String(!hcl);
      try {
        const { file } = synthesize(CONFIG, { outdir, hcl });

        expect(readFileSync(file, "utf8").startsWith(hcl ? "terraform {" : "{")).toBe(true);
        expect(process.env.SYNTH_HCL_OUTPUT).toBe(String(!hcl));
      } finally {
        delete process.env.SYNTH_HCL_OUTPUT;
      }
    });
  });

  it.each([
    ["a bad prop", BAD_PROP, '[mine/auth/apps/shop] host: "SHOP" has upper-case letters; write "shop"'],
    ["a bad whole", BAD_WHOLE, '"shop.example.com/" belongs to app "shop" already'],
  ])("leaves an older output as it was after %s, and nothing half done", (_, config, message) => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, "cdktf.out");
      const { file } = synthesize(CONFIG, { outdir });
      const before = readFileSync(file, "utf8");

      expect(() => synthesize(config, { outdir })).toThrow(message);

      expect(filesIn(folder)).toEqual(["cdktf.out/manifest.json", "cdktf.out/stacks/mine/cdk.tf.json"]);
      expect(readdirSync(folder)).toEqual(["cdktf.out"]);
      expect(readFileSync(file, "utf8")).toBe(before);
    });
  });

  it.each([
    ["a bad prop", BAD_PROP],
    ["a bad whole", BAD_WHOLE],
  ])("makes no output where there was none after %s", (_, config) => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, "cdktf.out");

      expect(() => synthesize(config, { outdir })).toThrow("mine/auth");

      expect(existsSync(outdir)).toBe(false);
      expect(readdirSync(folder)).toEqual([]);
    });
  });
});

describe("synthesizeAll", () => {
  const OTHER: Config = {
    ...CONFIG,
    stack: "theirs",
    entra: { ...CONFIG.entra, application: { name: "theirs" } },
    authProxy: { name: "theirs", namespace: { name: "theirs", create: true } },
    apps: [{ name: "shop", ...APP, host: "theirs.example.com" }],
  };

  it("writes every stack, and one manifest that names them all", () => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, "out");

      const stacks = synthesizeAll([CONFIG, OTHER], { outdir });

      expect(stacks.map(({ file }) => file)).toEqual([
        join(outdir, "stacks/mine/cdk.tf.json"),
        join(outdir, "stacks/theirs/cdk.tf.json"),
      ]);
      expect(filesIn(outdir)).toEqual([
        "manifest.json",
        "stacks/mine/cdk.tf.json",
        "stacks/theirs/cdk.tf.json",
      ]);
      const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as { stacks: object };
      expect(Object.keys(manifest.stacks)).toEqual(["mine", "theirs"]);
    });
  });

  it("gives each stack the bytes that it has alone", () => {
    inTemporaryFolder((folder) => {
      const together = synthesizeAll([CONFIG, OTHER], { outdir: join(folder, "together") });
      const alone = [CONFIG, OTHER].map((config, i) => synthesize(config, { outdir: join(folder, `${i}`) }));

      expect(together.map(({ file }) => readFileSync(file, "utf8"))).toEqual(
        alone.map(({ file }) => readFileSync(file, "utf8")),
      );
    });
  });

  it.each<[string, Config, string]>([
    [
      "have one name",
      { ...OTHER, stack: "mine" },
      '[mine] stack: "mine" is the name of two stacks, as stack "mine" is, and one would overwrite the output and the state of the other; give each config file a stack name of its own',
    ],
    [
      "collide",
      { ...OTHER, apps: CONFIG.apps },
      '[theirs/auth] "shop.example.com" is a host of "mine/auth" in the same cluster already',
    ],
  ])("leaves nothing where two stacks %s", (_what, other, message) => {
    inTemporaryFolder((folder) => {
      expect(() => synthesizeAll([CONFIG, other], { outdir: join(folder, "out") })).toThrow(message);
      expect(filesIn(folder)).toEqual([]);
    });
  });
});
