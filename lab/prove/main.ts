import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeAll } from "../../lib/synthesize";
import { buildPrograms } from "../cluster/build-programs";
import { fetchDefinitions, ROUTE_DEFINITIONS } from "../cluster/definitions";
import { PROGRAM_NAMES } from "../cluster/programs";
import { showBuild } from "../cluster/show-build";
import { findingsEnvironment, whyAbsent, type Finding, type Need } from "../findings";
import { findChart } from "../helm-chart";
import { edgeFormOf } from "../ingress/edge-forms";
import { startLab, type Lab } from "../lab";
import { namespaceFolder, onStop, ownCommand, runInNamespace, untilEnded } from "../namespace/namespace";
import { findProviders } from "../terraform-providers";
import { readArguments, USAGE, type ProveArguments } from "./arguments";
import { inLab, usesHelm } from "./in-lab";
import { prepare, tenantOf, whyNotHere, type Prepared } from "./prepare";
import { isWrong, type Outcome } from "./proof";
import { report } from "./report";
import { stand, type StandOptions } from "./stand";

/** Outside: holds the files against their rules, builds what is missing, and starts the inside. */
async function outside({ files, each, edge }: ProveArguments): Promise<number> {
  const prepared = files.map((file) => prepare(file, process.env, edge));
  tenantOf(prepared);
  for (const group of groupsOf(prepared, each)) checkTogether(group);
  await buildPrograms(PROGRAM_NAMES, { onProgress: showBuild });
  if (prepared.some(({ config }) => edgeFormOf(config)?.readsRoutes))
    await fetchDefinitions(ROUTE_DEFINITIONS);
  const found = findingsEnvironment(await find(prepared));
  return untilEnded(await runInNamespace(ownCommand(), { ...process.env, ...found }));
}

/** Whether Terraform's providers can be had, and the chart where a file wants it. */
async function find(prepared: readonly Prepared[]): Promise<Readonly<Partial<Record<Need, Finding>>>> {
  const [first] = prepared;
  if (first === undefined) return {};
  const helm = prepared.find(({ config }) => usesHelm(config));
  const { file, environment } = helm ?? first;
  const terraform = await findProviders(file, "terraform", environment);
  return {
    terraform,
    ...(helm === undefined ? {} : { helm: "path" in terraform ? await findChart() : terraform }),
  };
}

/** Inside: the whole system, and one report of all files. */
async function inside(
  folder: string,
  { files, each, format, edge, withoutTerraform }: ProveArguments,
): Promise<number> {
  const prepared = files.map((file) => prepare(file, process.env, edge));
  const lab = await startLab({
    folder,
    onProgress: say,
    onFailure: (error) => say(error.message),
    tenantId: tenantOf(prepared),
  });
  onStop(() => {
    say("stopped");
    // The namespace takes everything in it along.
    process.exit(1);
  });
  const absent = withoutTerraform ? "as the arguments say" : whyAbsent("terraform");
  if (absent !== undefined) say(`the stacks' objects are put in place without Terraform: ${absent}`);
  const outcomes: Outcome[] = [];
  for (const group of groupsOf(prepared, each)) {
    outcomes.push(
      ...(await proveTogether(lab, group, { edge, terraform: !withoutTerraform, onProgress: say })),
    );
  }
  console.log(report(outcomes, format));
  return outcomes.some(isWrong) ? 1 : 0;
}

async function proveTogether(
  lab: Lab,
  group: readonly Prepared[],
  options: StandOptions,
): Promise<Outcome[]> {
  const cannot = group.flatMap((one): Outcome[] => {
    const why = whyNotHere(one, options.terraform);
    return why === undefined ? [] : [{ file: one.file, why }];
  });
  const files = group.filter(({ file }) => cannot.every((one) => one.file !== file));
  if (files.length === 0) return cannot;
  try {
    const standing = await stand(lab, files, options);
    try {
      return [...cannot, ...(await standing.ask())];
    } finally {
      await standing.remove();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [...cannot, ...files.map(({ file }) => ({ file, why, failed: true }))];
  }
}

/** Files that stand at once. */
function groupsOf(prepared: readonly Prepared[], each: boolean): (readonly Prepared[])[] {
  return each ? prepared.map((one) => [one]) : [prepared];
}

/** Throws where stacks cannot be synthesized as one program. */
function checkTogether(group: readonly Prepared[]): void {
  const outdir = mkdtempSync(join(tmpdir(), "entra-ingress-auth-prove-"));
  try {
    synthesizeAll(
      group.map(({ config }) => inLab(config, "~/.kube/config")),
      { outdir },
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const started = Date.now();
function say(step: string): void {
  console.error(`${((Date.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${step}`);
}

async function main(): Promise<number> {
  let read: ProveArguments;
  try {
    read = readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 1;
  }
  if (read.help) {
    console.log(USAGE);
    return 0;
  }
  const folder = namespaceFolder();
  return folder === undefined ? outside(read) : inside(folder, read);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
