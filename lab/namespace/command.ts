import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Runs a command to its end and returns what it printed; throws with its error output if it fails. */
export async function run(
  command: string,
  args: readonly string[],
  input = "",
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: environment });
  const closed = once(child, "close");
  // A command that ends without reading its input says so by its exit code.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  if (child.exitCode !== 0) {
    const how = child.signalCode ?? `exit code ${child.exitCode}`;
    throw new Error(`${command} ${args.join(" ")}: ${errors.trim() || how}`);
  }
  return output;
}
