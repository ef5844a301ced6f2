import { buildPrograms } from "./build-programs";
import { DEFINITIONS_NAMES, definitionsPath, fetchDefinitions } from "./definitions";
import { PROGRAM_NAMES } from "./programs";
import { showBuild } from "./show-build";

const DEFINITIONS = new Map(DEFINITIONS_NAMES.map((name) => [`${name}-definitions`, name]));

async function main(names: readonly string[]): Promise<void> {
  const known = [...PROGRAM_NAMES, ...DEFINITIONS.keys()];
  const unknown = names.filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0) throw new Error(`nothing to build: ${unknown.join(", ")}; ${known.join(", ")}`);
  const isWanted = (name: string): boolean => names.length === 0 || names.includes(name);
  const definitions = [...DEFINITIONS].filter(([name]) => isWanted(name)).map(([, name]) => name);
  await fetchDefinitions(definitions);
  const paths = await buildPrograms(PROGRAM_NAMES.filter(isWanted), {
    onProgress: (progress) => showBuild(progress, true),
  });
  const made = [...definitions.map((name) => definitionsPath(name)), ...Object.values(paths)];
  process.stdout.write(made.join("\n") + "\n");
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
