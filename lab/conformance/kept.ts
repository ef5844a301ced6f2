import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { configFile, type ConfigFile } from "./config-file";

/** A stack that failed once, and is tried again by every run before anything else. */
export interface Kept {
  readonly name: string;
  readonly file: ConfigFile;
}

const FOLDER = join(__dirname, "kept");

export function readKept(folder: string = FOLDER): Kept[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => ({ name, file: configFile.parse(parse(readFileSync(join(folder, name), "utf8"))) }));
}

/** Keeps a stack that failed, with what was seen; returns the file's path. */
export function keep(
  name: string,
  file: ConfigFile,
  seen: readonly string[],
  folder: string = FOLDER,
): string {
  const path = join(folder, `${name}.yaml`);
  writeFileSync(path, `${seen.map((line) => `# ${line}\n`).join("")}${stringify(file)}`);
  return path;
}
