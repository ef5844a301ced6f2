import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder, ROOT } from "../support/files";

describe("synth", () => {
  it("asks no Terraform, and so needs none", () => {
    inTemporaryFolder((folder) => {
      execFileSync(
        process.execPath,
        ["--import", "tsx", "bin/entra-ingress-auth.ts", "synth", "--output", folder],
        {
          cwd: ROOT,
          env: { PATH: "" },
        },
      );

      expect(existsSync(join(folder, "stacks", "entra-ingress-auth", "cdk.tf.json"))).toBe(true);
    });
  });
});
