import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { stackPlace, stateFolder } from "../config/stack-place";
import { reading } from "../config/file-error";
import type { Config } from "../config/schema";
import type { Problem } from "../rules/rule";

/** Arguments of the local backend that are paths; Terraform counts them from the folder that it runs in. */
const PATHS = ["path", "workspace_dir"];

/** A stack's local state: the one file of it, however it is reached from the output folder. */
export interface LocalState {
  /** The config with the paths of its state as they are from the output folder. */
  readonly config: Config;
  /** The file of the state, absolute. */
  readonly file: string;
  /** Why the stack cannot be written there, such as a state in the place of an earlier release. */
  readonly problems: readonly Problem[];
}

/**
 * Lets the local state of a config file lie in one place, whatever the output folder is; nothing for a state in
 * a backend. The path in the output is relative, so that a project gives the same bytes wherever it lies.
 * `olderFolders` are output folders beside which an earlier release kept the state.
 */
export function localState(
  config: Config,
  file: string,
  outdir: string,
  olderFolders: readonly string[],
): LocalState | undefined {
  const { name, state } = stackPlace(config);
  const { path } = state.arguments;
  if (state.backend !== "local" || typeof path !== "string") {
    return undefined;
  }
  const from = realPath(dirname(file), stateFolder(file, name));
  const to = join(realPath(outdir), "stacks", name);
  const stateFile = resolve(from, path);
  const moved = Object.entries(state.arguments).map(([key, value]) => [
    key,
    PATHS.includes(key) && typeof value === "string" && from !== to
      ? pathFrom(to, resolve(from, value))
      : value,
  ]);
  const older = [outdir, ...olderFolders]
    .map((folder) => resolve(realPath(folder), "stacks", name, path))
    .find((found) => found !== stateFile && holdsResources(found));
  return {
    config: {
      ...config,
      state: { ...state, arguments: Object.fromEntries(moved) as Record<string, unknown> },
    },
    file: stateFile,
    problems: older === undefined ? [] : olderProblems(config, older, stateFile, pathFrom(from, older)),
  };
}

/** What to do about a state in another place. Where there are two, the file can say which one it means. */
function olderProblems(config: Config, older: string, file: string, path: string): Problem[] {
  const [at, to] = [shownPath(older), shownPath(file)];
  if (!holdsResources(file)) {
    return [{ path: ["state"], message: olderMessage(at, to, path) }];
  }
  const { arguments: given } = stackPlace(config).state;
  return config.state?.arguments?.path === undefined
    ? [
        {
          path: ["state"],
          message: `lies in ${to}, beside the config file, and there is another state of that name in ${at}. If that is an older one of this stack's, remove it once nothing of it is missed; if it is another file's, say that this file means its own with state.arguments.path: ${String(given.path)}`,
        },
      ]
    : [];
}

function olderMessage(at: string, to: string, path: string): string {
  return `is expected in ${to}, because it lies beside the config file whatever the output folder is, and there is a state of that name in ${at}. If that is this stack's, move it: mv ${at} ${to}; or keep it there with state.arguments.path: ${path}. If it is another file's, give this file a "stack" name of its own`;
}

/** A path for people: from the working folder where it is in it. */
export function shownPath(path: string): string {
  const shown = relative(realpathSync("."), path);
  return shown.startsWith("..") || isAbsolute(shown) ? path : shown;
}

/** Whether there is a state that something would be lost with. */
export function holdsResources(file: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) {
    return false;
  }
  const text = readState(file);
  // As Terraform writes it after everything is destroyed; an encrypted state says nothing of what it holds.
  return text.trim() !== "" && !/"resources": *\[\s*\]/.test(text);
}

/** The text of a state. */
export function readState(file: string): string {
  return reading(
    shownPath(file),
    () => readFileSync(file, "utf8"),
    "mend that, because it may be the state of this stack, which a deploy must not lose",
  );
}

function pathFrom(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}

/**
 * A path without symbolic links, as far as it exists: ".." leads out of the folder that a link stands for.
 * `path` may lie below the folder that is looked up, and is kept as it is from there on.
 */
function realPath(folder: string, path = folder): string {
  const full = resolve(folder);
  const real = existsSync(full)
    ? realpathSync(full)
    : full === dirname(full)
      ? full
      : join(realPath(dirname(full)), basename(full));
  return join(real, relative(full, resolve(path)));
}
