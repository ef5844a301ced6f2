import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";
import { inTemporaryFolder } from "../support/files";

const stackOf = (host: string, more: Partial<Config> = {}): Config => ({
  entra: { accessGroup: { objectId: "7c9e6679-7425-40de-944b-e07fc1f90ae7" } },
  ingressController: { kind: "ingress-nginx" },
  apps: [{ name: "web", host, service: { namespace: "web", name: "web", port: 80 } }],
  ...(more as object),
});

const REFUSED =
  /^\[entra-ingress-auth\] stack: is missing, and .*\/stacks\/entra-ingress-auth holds a stack without a name that has none of the hosts of this one: if that is another file's, .* so write a "stack" name of its own into this file; if it is this one with other hosts, remove that folder first$/;

describe("a stack without a name", () => {
  it.each([false, true])("does not take the place of one with other hosts, in HCL: %s", (hcl) => {
    inTemporaryFolder((outdir) => {
      const { file } = synthesize(stackOf("a.example.com"), { outdir, hcl });
      const before = readFileSync(file, "utf8");

      expect(() => synthesize(stackOf("b.example.com"), { outdir })).toThrow(REFUSED);
      expect(readFileSync(file, "utf8")).toBe(before);
    });
  });

  it("is written anew with one of its hosts, and with none after its folder is gone", () => {
    inTemporaryFolder((outdir) => {
      const a = stackOf("a.example.com");
      const both = { ...a, apps: [...a.apps, { ...stackOf("b.example.com").apps[0], name: "b" }] } as Config;
      synthesize(a, { outdir });
      synthesize(both, { outdir });
      const { file } = synthesize(stackOf("b.example.com"), { outdir, hcl: true });
      rmSync(join(file, ".."), { recursive: true });

      expect(() => synthesize(stackOf("c.example.com"), { outdir })).not.toThrow();
    });
  });
});

it("a stack with a name is written anew whatever its hosts are", () => {
  inTemporaryFolder((outdir) => {
    synthesize(stackOf("a.example.com", { stack: "mine" }), { outdir });

    expect(() => synthesize(stackOf("b.example.com", { stack: "mine" }), { outdir })).not.toThrow();
  });
});

describe("a stack without a name and the state of one in the same folder", () => {
  const STATE = JSON.stringify({
    resources: [
      {
        type: "kubernetes_ingress_v1",
        instances: [{ attributes: { spec: [{ rule: [{ host: "a.example.com" }] }] } }],
      },
    ],
  });
  const synthesizeBeside = (config: Config): void =>
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "terraform.entra-ingress-auth.tfstate"), STATE);
      synthesize(config, { outdir: join(folder, "out"), files: [join(folder, "b.yaml")] });
    });

  it("does not take over what another file made, from whatever output folder", () => {
    expect(() => synthesizeBeside(stackOf("b.example.com"))).toThrow(
      /^\[entra-ingress-auth\] stack: is missing, and \S+\/terraform\.entra-ingress-auth\.tfstate is the state of a stack without a name that has none of the hosts of this one, .* write stack: entra-ingress-auth$/,
    );
  });

  it.each([
    ["with one of its hosts", stackOf("a.example.com")],
    ["with the default name, which is then meant", stackOf("b.example.com", { stack: "entra-ingress-auth" })],
  ])("goes on %s", (_, config) => {
    expect(() => synthesizeBeside(config)).not.toThrow();
  });
});
