import { buildPrograms } from "./build-programs";
import { PROGRAM_NAMES, type ProgramName } from "./programs";
import { showBuild } from "./show-build";

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !PROGRAM_NAMES.some((known) => known === name));
  if (unknown.length > 0)
    throw new Error(`no such program: ${unknown.join(", ")}; ${PROGRAM_NAMES.join(", ")}`);
  const wanted: readonly ProgramName[] = PROGRAM_NAMES.filter(
    (name) => names.length === 0 || names.includes(name),
  );
  const paths = await buildPrograms(wanted, { onProgress: (progress) => showBuild(progress, true) });
  process.stdout.write(Object.values(paths).join("\n") + "\n");
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
