import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ACCESS_GROUP, appProps, COOKIE_DOMAIN, ruledAppsOf, SIGN_IN_HOST } from "./apps";
import { inTurn, median, ratio, run, type Run } from "./measure";
import { differences } from "./same-resources";

const USAGE = `npm run bench -- [--rounds <n>]

Measures synth against the least that CDKTF itself costs. Ratios are of processor time, which other programs on the
machine change little, and medians within one run.
  --rounds <n>  how often each program runs, 7 or more (default 7)
  --help        this text`;

const { values } = parseArgs({ options: { rounds: { type: "string" }, help: { type: "boolean" } } });
const rounds = Number(values.rounds ?? 7);
if (values.help === true || !Number.isInteger(rounds) || rounds < 7) {
  console.log(USAGE);
  process.exit(values.help === true ? 0 : 1);
}

const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-bench-"));
const outdir = (name: string): string => join(folder, name);
try {
  // The sample is synthesized by the command as people have it.
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  console.log(`Node ${process.version}, ${cpus().length} processors, medians of ${rounds} runs\n`);
  sample();
  manyApps();
  manyRules();
  manyPeople();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function sample(): void {
  const { sample, floor } = inTurn(
    {
      sample: () => run("dist/bin/entra-ingress-auth.js", "synth", "--output", outdir("sample")),
      floor: () => run("bench/floor.ts", outdir("floor")),
    },
    rounds,
  );
  mustMatch(
    differences(
      { outdir: outdir("sample"), stack: "entra-ingress-auth" },
      { outdir: outdir("floor"), stack: "floor" },
      { count: false },
    ),
  );
  heading("Synth of the sample against the floor", "at most 1.15");
  row("sample", sample);
  row("floor", floor);
  ratios(sample, floor);
}

function manyApps(): void {
  const library = (count: number) => (): Run =>
    run("bench/apps-library.ts", String(count), outdir(`library-${count}`));
  const { library1000, raw1000, library4000 } = inTurn(
    {
      library1000: library(1_000),
      raw1000: () => run("bench/apps-raw.ts", "1000", outdir("raw-1000")),
      library4000: library(4_000),
    },
    rounds,
  );
  mustMatch(
    differences(
      { outdir: outdir("library-1000"), stack: "apps" },
      { outdir: outdir("raw-1000"), stack: "apps" },
      { count: true },
    ),
  );
  heading("1,000 protected apps against bare L1 resources", "at most 1.2 in CPU time and in memory");
  row("library", library1000);
  row("raw", raw1000);
  ratios(library1000, raw1000);
  heading("From 1,000 to 4,000 apps", "4 would be in step with the number of apps");
  row("4,000 apps", library4000);
  ratios(library4000, library1000);
}

function manyRules(): void {
  const file = join(folder, "rules.json");
  writeFileSync(file, JSON.stringify(rulesFile(300)));
  const { library, raw, file300 } = inTurn(
    {
      library: () => run("bench/apps-library.ts", "300", outdir("rules-library"), "rules"),
      raw: () => run("bench/apps-raw.ts", "300", outdir("rules-raw"), "rules"),
      file300: () => run("dist/bin/entra-ingress-auth.js", "synth", file, "--output", outdir("rules-file")),
    },
    rounds,
  );
  mustMatch(
    differences(
      { outdir: outdir("rules-library"), stack: "apps" },
      { outdir: outdir("rules-raw"), stack: "apps" },
      { count: true },
    ),
  );
  mustMatch(
    differences(
      { outdir: outdir("rules-file"), stack: "rules" },
      { outdir: outdir("rules-library"), stack: "apps" },
      { count: true },
    ),
  );
  heading("300 apps with two rules each against bare L1 resources", "shown");
  row("library", library);
  row("raw", raw);
  ratios(library, raw);
  heading("The same from a config file against the library", "shown");
  row("file", file300);
  ratios(file300, library);
}

/** A config file of the same stack as `apps-library.ts` makes with rules. */
function rulesFile(count: number): object {
  return {
    stack: "rules",
    entra: { accessGroup: ACCESS_GROUP },
    ingressController: { kind: "ingress-nginx" },
    signIn: { host: SIGN_IN_HOST, cookieDomain: COOKIE_DOMAIN },
    apps: ruledAppsOf(count).map((app) => ({ name: app.name, ...appProps(app) })),
  };
}

function manyPeople(): void {
  const people = (count: number) => (): Run =>
    run("bench/people.ts", String(count), outdir(`people-${count}`));
  const runs = inTurn({ people10: people(10), people100: people(100), people1000: people(1_000) }, rounds);
  heading("An access group of 10, 100 and 1,000 members", "shown");
  row("10", runs.people10);
  row("100", runs.people100);
  row("1,000", runs.people1000);
  ratios(runs.people1000, runs.people10);
}

/** A ratio between programs that do different things says nothing. */
function mustMatch(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(`the programs do not make the same resources:\n${problems.join("\n")}`);
  }
}

function heading(text: string, goal: string): void {
  console.log(`${text} (${goal})`);
}

function row(name: string, runs: readonly Run[]): void {
  const cpu = runs.map((one) => one.cpu);
  const [least, most] = [Math.min(...cpu), Math.max(...cpu)].map((seconds) => seconds.toFixed(2));
  const wall = median(runs.map((one) => one.wall)).toFixed(2);
  const memory = (median(runs.map((one) => one.memory)) / 1_048_576).toFixed(0);
  console.log(
    `  ${name.padEnd(10)}  ${median(cpu).toFixed(2)} s CPU (${least} to ${most})  ${wall} s by the clock  ${memory} MiB`,
  );
}

function ratios(above: readonly Run[], below: readonly Run[]): void {
  const [cpu, memory] = [ratio(above, below, "cpu"), ratio(above, below, "memory")];
  console.log(`  ratio       ${cpu.toFixed(2)} in CPU time, ${memory.toFixed(2)} in memory\n`);
}
