import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reading, writing } from "../lib/config/file-error";

const TODO = "mend that, because it says which versions of the providers are taken";

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
      writing(this.used, () => rmSync(this.used, { force: true }), TODO);
    }
  }

  /** Keeps what Terraform chose. */
  keep(): void {
    this.copy(this.used, this.kept);
  }

  /** Writes nothing where the two are the same: the folder of the config file may be for reading alone. */
  private copy(from: string, to: string): void {
    const text = read(from);
    if (text !== undefined && text !== read(to)) {
      writing(to, () => writeFileSync(to, text), TODO);
    }
  }
}

function read(file: string): string | undefined {
  return existsSync(file) ? reading(file, () => readFileSync(file, "utf8"), TODO) : undefined;
}
