import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import ts from "typescript";
import { inTemporaryFolder, ROOT } from "./files";

const PAGE = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");

/** A file that CONTRIBUTING.md names for what is to be added. */
export interface NamedFile {
  readonly path: string;
  readonly isNew: boolean;
}

/** The numbered files of a section of CONTRIBUTING.md, in their order, with a name for what is added. */
export function filesFor(section: string, name: string): NamedFile[] {
  const [, after = ""] = PAGE.split(`\n### ${section}\n`);
  const [text = ""] = after.split(/\n##/);
  return [...text.matchAll(/^\d+\. (new )?`([^`]+)`/gm)].map(([, isNew, path = ""]) => ({
    path: path.replaceAll("<name>", name),
    isNew: isNew !== undefined,
  }));
}

/** What goes into a file: the whole of a new one, or what its text becomes. */
export type Edit = string | ((text: string) => string);

/** A copy of the library to which something is added. */
export interface Copy {
  /** Where it is. */
  readonly folder: string;
  /** What a strict compiler says of it. */
  complaints(): string[];
  /** What a config file becomes in it, or why it is refused. */
  synth(config: string): unknown;
}

/** Runs something with a copy of the library, in which the files of a section were edited, and no others. */
export function withAddition<T>(edits: Readonly<Record<string, Edit>>, run: (copy: Copy) => T): T {
  return inTemporaryFolder((folder) => {
    cpSync(join(ROOT, "lib"), join(folder, "lib"), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    for (const file of ["package.json", "tsconfig.json"]) {
      cpSync(join(ROOT, file), join(folder, file));
    }
    for (const [path, edit] of Object.entries(edits)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, typeof edit === "string" ? edit : edited(file, edit));
    }
    return run({
      folder,
      complaints: () => complaintsOf(folder),
      synth: (config) => synthIn(folder, config),
    });
  });
}

function edited(file: string, edit: (text: string) => string): string {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const result = edit(text);
  if (result === text) throw new Error(`${file} has no place for the addition`);
  return result;
}

function complaintsOf(folder: string): string[] {
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    { compilerOptions: { ...config.compilerOptions, types: ["node"] }, include: ["lib"] },
    ts.sys,
    folder,
  );
  return ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options)).map(({ file, messageText }) => {
    const place = file === undefined ? "" : file.fileName.slice(folder.length + 1);
    return `${place}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

const PROGRAM = `
import { readFileSync } from "node:fs";
import { parseConfig } from "./lib/config";
import { synthesize } from "./lib/synthesize";
try {
  const { file } = synthesize(parseConfig(readFileSync(0, "utf8"), {}), { outdir: "cdktf.out" });
  console.log(readFileSync(file, "utf8"));
} catch (error) {
  console.log(JSON.stringify({ refused: String(error) }));
}
`;

function synthIn(folder: string, config: string): unknown {
  writeFileSync(join(folder, "program.ts"), PROGRAM);
  const written = execFileSync(process.execPath, ["--import", "tsx", "program.ts"], {
    cwd: folder,
    input: config,
    encoding: "utf8",
  });
  return JSON.parse(written) as unknown;
}
