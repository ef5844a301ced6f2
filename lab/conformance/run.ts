import { join } from "node:path";
import { buildPrograms } from "../cluster/build-programs";
import { fetchDefinitions, ROUTE_DEFINITIONS } from "../cluster/definitions";
import { PROGRAM_NAMES } from "../cluster/programs";
import { showBuild } from "../cluster/show-build";
import { edgeForm } from "../ingress/edge-forms";
import { namespaceFolder, onStop, ownCommand, runInNamespace, untilEnded } from "../namespace/namespace";
import { SLOTS, startBed, type Bed } from "./bed";
import { tryBatch, type Outcome, type Trial } from "./batch";
import type { Edge } from "./edges";
import { Specimens } from "./specimens";
import { keep, readKept } from "./kept";
import { readOptions, type Options } from "./options";
import { makeStack, type MadeStack, type Refusal } from "./place";
import { Tally } from "./tally";
import { SHAPES } from "./requests";
import { shrink } from "./shrink";
import { slotWord, type ConfigFile } from "./config-file";

/** How many failing stacks are made smaller: each takes a while, and the first ones say the most. */
const SHRUNK = 3;

/** A stack to be tried, and where it comes from. */
interface Candidate {
  readonly name: string;
  /** Its place among the random ones. @default - it was kept */
  readonly index?: number;
  readonly file: ConfigFile;
  readonly shapes: readonly number[];
}

async function inside(folder: string, options: Options): Promise<number> {
  const started = Date.now();
  const say = (text: string): void =>
    console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
  onStop(() => {
    console.log("\nThe run was stopped.");
    // The namespace takes everything in it along.
    process.exit(1);
  });
  const said = `--seed ${options.seed} --runs ${options.runs} before ${options.edges.join(" and ")}`;
  say(said);
  const { edges } = options;
  const bed = await startBed({ folder, edges, onProgress: say, onFailure: (error) => say(error.message) });
  const run = new Run(bed, folder);

  const everyShape = SHAPES.map((_, i) => i);
  await run.tryAll(readKept().map((kept) => ({ ...kept, shapes: everyShape })));
  say(`kept stacks: ${run.tally.summary()}`);

  const specimens = new Specimens(options.seed);
  let tried = 0;
  while (tried < options.runs) {
    const taken = await run.tryAll(specimens.next(Math.min(SLOTS, options.runs - tried)));
    tried += taken;
    if (taken > 0) say(`${tried} random stacks: ${run.tally.summary()}`);
  }
  for (const { edge, index, name, file } of run.failing.filter(isRandom).slice(0, SHRUNK)) {
    say(`making ${name} smaller`);
    const smaller = await shrink(specimens, index, (specimen) => run.differencesOf(edge, specimen));
    const path = keep(`${options.seed}-${index}-${edge.form}`, smaller?.file ?? file, [
      `Found with --seed ${options.seed} before ${edge.form}.`,
      ...(smaller?.differences ?? []).slice(0, 3),
    ]);
    say(`kept as ${path}`);
  }
  const { failed } = run.tally;
  say(`${failed === 0 ? "passed" : "FAILED"}: ${said}: ${run.tally.summary()}`);
  return failed === 0 ? 0 : 1;
}

/** Tries stacks before every edge, and counts. */
class Run {
  readonly tally = new Tally();
  readonly failing: (Candidate & { readonly edge: Edge })[] = [];

  constructor(
    private readonly bed: Bed,
    private readonly folder: string,
  ) {}

  /** Tries stacks before every edge at once; returns how many of them the library took for any of the edges. */
  async tryAll(candidates: readonly Candidate[]): Promise<number> {
    const taken = new Set<Candidate>();
    const plans = this.bed.edges.map((edge) => {
      const made = candidates.flatMap((candidate, i) => {
        const stack = this.make(edge, candidate.file, i);
        this.tally.made(edge.form, "refused" in stack);
        if ("refused" in stack) return [];
        taken.add(candidate);
        return [{ candidate, trial: { stack, shapes: shapesOf(candidate.shapes) } }];
      });
      return { edge, made };
    });
    await Promise.all(
      plans.map(async ({ edge, made }) => {
        const outcomes = await tryBatch(
          this.bed,
          edge,
          made.map(({ trial }) => trial),
        );
        outcomes.forEach((outcome, i) => this.record(edge, made[i]?.candidate, outcome));
      }),
    );
    return taken.size;
  }

  /** How one stack by itself fails before an edge. */
  async differencesOf(edge: Edge, { file, shapes }: Pick<Candidate, "file" | "shapes">) {
    const stack = this.make(edge, file, 0);
    if ("refused" in stack) return [];
    const trial: Trial = { stack, shapes: shapesOf(shapes) };
    const [outcome] = await tryBatch(this.bed, edge, [trial]);
    return outcome?.differences ?? [];
  }

  private make(edge: Edge, file: ConfigFile, place: number): MadeStack | Refusal {
    const { variables, principals } = this.bed;
    const word = slotWord(edge, place);
    const outdir = join(this.folder, "synthesized");
    return makeStack(file, { word, edge }, { outdir, variables, principals });
  }

  private record(edge: Edge, candidate: Candidate | undefined, outcome: Outcome): void {
    const { requests, differences } = outcome;
    this.tally.tried(edge.form, requests, differences.length > 0);
    if (candidate === undefined || differences.length === 0) return;
    this.failing.push({ ...candidate, edge });
    console.log(
      `\nFAILED  ${candidate.name} before ${edge.form}: ${differences.length} of ${requests} answers`,
    );
    for (const difference of differences.slice(0, 5)) console.log(`  ${difference}`);
  }
}

function isRandom<T extends Candidate>(candidate: T): candidate is T & { readonly index: number } {
  return candidate.index !== undefined;
}

function shapesOf(places: readonly number[]) {
  return places.flatMap((place) => SHAPES[place] ?? []);
}

async function outside(): Promise<number> {
  const { edges } = readOptions(process.argv.slice(2));
  await buildPrograms(PROGRAM_NAMES, { onProgress: showBuild });
  if (edges.some((edge) => edgeForm(edge).readsRoutes)) await fetchDefinitions(ROUTE_DEFINITIONS);
  return untilEnded(await runInNamespace(ownCommand()));
}

const folder = namespaceFolder();
(folder === undefined ? outside() : inside(folder, readOptions(process.argv.slice(2)))).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
