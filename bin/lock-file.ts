import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writing } from "../lib/output-error";

/**
 * Terraform's lock file of a stack. Terraform keeps it in the folder that it runs in, which nobody commits; the
 * one that counts lies beside the config file, so that everybody and every pipeline takes the same providers.
 */
export class LockFile {
  private readonly kept: string;
  private readonly used: string;

  constructor(
    private readonly folder: string,
    stackName: string,
    stackFolder: string,
  ) {
    this.kept = join(folder, `terraform.${stackName}.lock.hcl`);
    this.used = join(stackFolder, ".terraform.lock.hcl");
  }

  /** Gives Terraform the kept one; where there is none, it goes on with what it has. */
  bringIn(): void {
    const kept = read(this.kept);
    if (kept !== undefined) {
      write(this.used, kept);
    }
  }

  /** Takes one that is kept nowhere from Terraform, so that it chooses anew. */
  forget(): void {
    if (read(this.kept) === undefined) {
      rmSync(this.used, { force: true });
    }
  }

  /** Keeps what Terraform chose. */
  keep(): void {
    const used = read(this.used);
    if (used !== undefined && used !== read(this.kept)) {
      writing(this.folder, () => writeFileSync(this.kept, used));
    }
  }
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function write(file: string, text: string): void {
  if (read(file) !== text) {
    writeFileSync(file, text);
  }
}
