import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Programs that stand in for others, in a folder for the PATH. */
export class FakePrograms {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** `script` is one of the shell, unless it names what runs it in its first line. */
  install(name: string, script: string): void {
    const file = join(this.folder, name);
    writeFileSync(file, script.startsWith("#!") ? script : `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** What they wrote, line by line, into the file "calls" in their folder. */
  get calls(): string[] {
    const file = join(this.folder, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }
}
