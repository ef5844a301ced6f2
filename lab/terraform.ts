import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Deployment } from "./deployment";

/** Terraform, or OpenTofu, which is called in the same way. */
export type TerraformProgram = "terraform" | "tofu";

export interface TerraformOptions {
  /** @default "terraform" */
  readonly program?: TerraformProgram;
  /** The folder of the synthesized stack. */
  readonly folder: string;
  /** Added to the machine's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Told every line that Terraform prints. */
  readonly onLine?: (line: string) => void;
}

/** Runs the real Terraform or OpenTofu on a synthesized stack. */
export class Terraform implements Deployment {
  private readonly program: TerraformProgram;
  private running: ChildProcess | undefined;

  constructor(private readonly options: TerraformOptions) {
    this.program = options.program ?? "terraform";
  }

  async init(...options: readonly string[]): Promise<void> {
    await this.run("init", "-input=false", ...options);
  }

  /** Applies the stack; a resource to replace is made anew though nothing about it has changed. */
  async apply({ replace }: { readonly replace?: string } = {}): Promise<void> {
    const options = replace === undefined ? [] : [`-replace=${replace}`];
    await this.run("apply", "-auto-approve", "-input=false", ...options);
  }

  async destroy(): Promise<void> {
    await this.run("destroy", "-auto-approve", "-input=false");
  }

  /** Takes an object that exists into the state. */
  async import(address: string, id: string): Promise<void> {
    await this.run("import", "-input=false", address, id);
  }

  /** Whether a plan would change something; throws where none can be made. */
  async wouldChange(): Promise<boolean> {
    return (await this.plannedChanges()).length > 0;
  }

  /** What a plan would change, in Terraform's own words without any value; throws where none can be made. */
  async plannedChanges(): Promise<string[]> {
    const { code, lines } = await this.execute({}, "plan", "-detailed-exitcode", "-input=false");
    if (code === 0) return [];
    if (code !== 2) throw this.failure("plan", lines);
    const listed = lines.flatMap((line) => /^ {2}# (.+ (?:will|must) be .+)$/.exec(line)?.[1] ?? []);
    return listed.length === 0 ? ["outputs alone"] : listed;
  }

  /** Plans, and gives the file of the plan; a resource to replace is planned anew though nothing about it has changed. */
  async plan({ replace }: { readonly replace: string }): Promise<string> {
    await this.run("plan", "-out=saved.tfplan", `-replace=${replace}`, "-input=false");
    return join(this.options.folder, "saved.tfplan");
  }

  /** The state as JSON, or a saved plan, with all that is sensitive. */
  async show(...plan: readonly string[]): Promise<string> {
    const { code, lines } = await this.execute({ quiet: true }, "show", "-json", ...plan);
    if (code !== 0) throw new Error(`${this.program} show failed`);
    return lines.join("\n");
  }

  /** Kills what is running and its providers, which then have no time to write anything down. */
  kill(): void {
    const { pid } = this.running ?? {};
    if (pid === undefined) throw new Error(`${this.program} does not run`);
    process.kill(-pid, "SIGKILL");
  }

  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    const { code, lines } = await this.execute({ quiet: true }, "output", "-json");
    if (code !== 0) throw new Error(`${this.program} output failed`);
    const outputs = JSON.parse(lines.join("\n")) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  private async run(...args: string[]): Promise<void> {
    const { code, lines } = await this.execute({}, ...args);
    if (code !== 0) throw this.failure(args[0], lines);
  }

  private failure(command: string | undefined, lines: readonly string[]): Error {
    return new Error(`${this.program} ${command} failed:\n${lines.slice(-40).join("\n")}`);
  }

  private async execute(
    { quiet = false }: { readonly quiet?: boolean },
    ...args: string[]
  ): Promise<{ code: number | null; lines: string[] }> {
    const { folder, environment, onLine } = this.options;
    const child = spawn(this.program, [...args, "-no-color"], {
      cwd: folder,
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, with the providers that it starts.
      detached: true,
    });
    this.running = child;
    const lines: string[] = [];
    for (const stream of quiet ? [child.stdout] : [child.stdout, child.stderr]) {
      createInterface(stream).on("line", (line) => {
        lines.push(line);
        if (!quiet) onLine?.(line);
      });
    }
    const [code] = (await once(child, "close")) as [number | null];
    this.running = undefined;
    return { code, lines };
  }
}
