import { createHash } from "node:crypto";
import { ConfigError, type Environment } from "../../lib/config";

/** The environment for a config file, with what stands in for variables that nobody has set. */
export interface CompleteEnvironment {
  readonly environment: Environment;
  /** By the variable's name. */
  readonly standIns: Readonly<Record<string, string>>;
}

/** A variable without a default. */
const NEEDED = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * Finds a value for every variable that a config file names without a default and that is not set: the first kind of
 * value about which the file has the fewest complaints.
 * @param read reads the file's text with an environment, and throws a `ConfigError` for what is wrong then
 */
export function withStandIns(
  text: string,
  environment: Environment,
  read: (environment: Environment) => unknown,
): CompleteEnvironment {
  const names = [...new Set([...text.matchAll(NEEDED)].map(([, name = ""]) => name))].filter(
    (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined) === undefined,
  );
  const standIns = Object.fromEntries(names.map((name) => [name, candidates(name)[0]]));
  for (const name of names) {
    const counted = candidates(name).map((value) => ({
      value,
      complaints: complaintsAbout(() => read({ ...environment, ...standIns, [name]: value })),
    }));
    const fewest = Math.min(...counted.map(({ complaints }) => complaints));
    standIns[name] = counted.find(({ complaints }) => complaints === fewest)?.value ?? "";
  }
  return { environment: { ...environment, ...standIns }, standIns };
}

/** What a variable may stand for: a name, an address of a person, a host, a URL, an id, a length of time, a number. */
function candidates(name: string): readonly [string, ...string[]] {
  const word =
    name
      .toLowerCase()
      .replaceAll("_", "-")
      .replaceAll(/^-+|-+$/g, "") || "value";
  return [
    word,
    `${word}@contoso.com`,
    `${word}.contoso.com`,
    `https://${word}.contoso.com`,
    idOf(name),
    `/${word}`,
    "30m",
    "1",
    "true",
  ];
}

/** The same id for the same name, always. */
function idOf(name: string): string {
  const digest = createHash("sha256").update(name).digest("hex");
  return digest.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}

function complaintsAbout(read: () => unknown): number {
  try {
    read();
    return 0;
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.length;
    throw error;
  }
}
