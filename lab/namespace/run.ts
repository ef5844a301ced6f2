import { spawn } from "node:child_process";
import { once } from "node:events";
import { namespaceFolder, onStop, runInNamespace, untilEnded } from "./namespace";
import { prepareNetwork } from "./network";

/** Runs a command in a fresh namespace of the lab, such as a shell or tests: `tsx lab/namespace/run.ts COMMAND`. */
async function main(command: readonly string[]): Promise<number> {
  const [name, ...args] = command;
  if (name === undefined) throw new Error("usage: tsx lab/namespace/run.ts COMMAND [ARGUMENT]...");
  const folder = namespaceFolder();
  if (folder === undefined) return untilEnded(await runInNamespace());
  await prepareNetwork(folder);
  const child = spawn(name, args, { stdio: "inherit" });
  onStop(() => child.kill("SIGTERM"));
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
