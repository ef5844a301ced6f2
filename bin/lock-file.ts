import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writing } from "../lib/output/output-error";

/**
 * Terraform's lock file of a stack. Terraform keeps it in the folder that it runs in, which nobody commits; the
 * one that counts lies beside the config file, so that everybody and every pipeline takes the same providers.
 */
export class LockFile {
  private readonly kept: string;
  private readonly used: string;

  constructor(folder: string, stackName: string, stackFolder: string) {
    this.kept = join(folder, `terraform.${stackName}.lock.hcl`);
    this.used = join(stackFolder, ".terraform.lock.hcl");
  }

  /** Gives Terraform the kept one; where there is none, it goes on with what it has. */
  bringIn(): void {
    this.copy(this.kept, this.used);
  }

  /** Takes one that is kept nowhere from Terraform, so that it chooses anew. */
  forget(): void {
    if (!existsSync(this.kept)) {
      rmSync(this.used, { force: true });
    }
  }

  /** Keeps what Terraform chose. */
  keep(): void {
    this.copy(this.used, this.kept);
  }

  /** Writes nothing where the two are the same: the folder of the config file may be for reading alone. */
  private copy(from: string, to: string): void {
    writing(
      this.kept,
      () => {
        const text = read(from);
        if (text !== undefined && text !== read(to)) {
          writeFileSync(to, text);
        }
      },
      "mend that, because the versions of the providers are kept there",
    );
  }
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
