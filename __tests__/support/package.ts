import { execFileSync, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "./files";

/** How long an installation may take on a busy machine. */
export const INSTALL_TIMEOUT = 1_200_000;

/** A Node that was seen, with the npm that it comes with. */
export interface SeenNode {
  readonly node: string;
  readonly npm: string;
}

/** What `engines` names; each has its own npm. */
export const NODES: readonly SeenNode[] = [
  { node: "20", npm: "10.8.2" },
  { node: "22", npm: "10.9" },
  { node: "24", npm: "11.6" },
];

/** A Node and its npm, installed into a cache beside the lab's programs. */
export interface InstalledNode {
  /** Runs a program of `node_modules/.bin`, or a script with "node", and gives what it writes. */
  run(cwd: string, program: string, ...args: string[]): string;
  npm(cwd: string, ...args: string[]): string;
}

/** Fetches a Node and its npm from npm's registry, where they are not there yet. */
export function installedNode(
  { node, npm }: SeenNode,
  environment: NodeJS.ProcessEnv = process.env,
): InstalledNode {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const folder = join(cache, "entra-ingress-auth", "nodes", `${node}-${npm}`);
  const modules = join(folder, "node_modules");
  const bin = join(modules, "node", "bin");
  if (!existsSync(join(bin, "node")) || !existsSync(join(modules, "npm"))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    execFileSync("npm", ["install", ...QUIET, `node@${node}`, `npm@${npm}`], { cwd: folder, stdio: "pipe" });
  }
  const run = (cwd: string, ...args: string[]): string =>
    written(
      spawnSync(join(bin, "node"), args, {
        cwd,
        env: { ...environment, PATH: `${bin}:${environment.PATH ?? ""}`, NO_COLOR: "1" },
        encoding: "utf8",
      }),
    );
  return {
    run: (cwd, program, ...args) =>
      program === "node" ? run(cwd, ...args) : run(cwd, join(cwd, "node_modules", ".bin", program), ...args),
    npm: (cwd, ...args) => run(cwd, join(modules, "npm", "bin", "npm-cli.js"), ...args),
  };
}

const QUIET = ["--prefer-offline", "--no-audit", "--no-fund"];

/** Installs packages into a folder with this Node's npm. */
export function install(cwd: string, ...packages: string[]): void {
  written(spawnSync("npm", ["install", ...QUIET, ...packages], { cwd, encoding: "utf8" }));
}

/** What a program wrote; one that failed is an error that says why. */
function written({ status, stdout, stderr, error }: SpawnSyncReturns<string>): string {
  if (status !== 0) {
    throw error ?? new Error(`${stdout}\n${stderr}`);
  }
  return stdout;
}

/** Copies what is kept in git, or would be, so that nobody builds where others read. */
export function copySource(folder: string): void {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  for (const file of list.split("\0").filter((name) => name !== "" && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
}

/** Packs the checkout into a folder and gives the tarball's path. */
export function pack(folder: string): string {
  const source = join(folder, "source");
  copySource(source);
  symlinkSync(join(ROOT, "node_modules"), join(source, "node_modules"));
  execFileSync("npm", ["pack", "--pack-destination", folder], { cwd: source, stdio: "pipe" });
  const [tarball] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
  if (tarball === undefined) {
    throw new Error("npm pack gave no tarball");
  }
  return join(folder, tarball);
}

/** A git repository with the checkout's files, to be installed from its address. */
export function gitAddress(folder: string): string {
  const source = join(folder, "repository");
  copySource(source);
  const author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
  for (const args of [
    ["init", "--quiet"],
    ["add", "--all"],
    [...author, "commit", "--quiet", "--message", "x"],
  ]) {
    execFileSync("git", args, { cwd: source, stdio: "pipe" });
  }
  return `git+file://${source}`;
}
