import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { CoreV1Api } from "@kubernetes/client-node";
import { startRefusedWrites } from "../lab/changes/refused-writes";
import { buildPrograms } from "../lab/cluster/build-programs";
import { PROGRAM_NAMES } from "../lab/cluster/programs";
import { showBuild } from "../lab/cluster/show-build";
import { findingsEnvironment, whyAbsent } from "../lab/findings";
import { startLab, type Lab } from "../lab/lab";
import { namespaceFolder, onStop, ownCommand, runInNamespace, untilEnded } from "../lab/namespace/namespace";
import { findProviders } from "../lab/terraform-providers";
import { CountedTerraform, type Spent } from "./counted-terraform";
import { printTables, PROGRAMS, type Deployed, type Program, type Stage } from "./deploy-table";
import { countDifferences } from "./same-resources";

const USAGE = `npm run bench:deploy -- [--rounds <n>] [--latency <ms>]

Deploys the sample, and the same stack written by hand (bench/by-hand/main.tf), in turn in one lab: apply where
nothing is, a plan that changes nothing, destroy. Ratios are medians over pairs of neighbouring runs.
  --rounds <n>    how often each is deployed, 5 or more (default 5)
  --latency <ms>  by how much later Entra answers each call, as a tenant elsewhere does (default 200)
  --help          this text`;

const SAMPLE = "entra-ingress-auth.yaml";
const BY_HAND = join(__dirname, "by-hand", "main.tf");

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    latency: { type: "string", default: "200" },
    help: { type: "boolean", default: false },
  },
});
const [rounds, latency] = [Number(values.rounds), Number(values.latency)];
if (values.help || !Number.isInteger(rounds) || rounds < 5 || !(latency >= 0)) {
  console.log(USAGE);
  process.exit(values.help ? 0 : 1);
}

async function outside(): Promise<number> {
  const found = await findProviders(SAMPLE);
  if ("absent" in found) {
    console.log(`skipped: ${found.absent}`);
    return 0;
  }
  await buildPrograms(PROGRAM_NAMES, { onProgress: showBuild });
  return untilEnded(
    await runInNamespace(ownCommand(), { ...process.env, ...findingsEnvironment({ terraform: found }) }),
  );
}

async function inside(folder: string): Promise<number> {
  const absent = whyAbsent("terraform");
  if (absent !== undefined) throw new Error(absent);
  let calls = 0;
  const lab = await startLab({
    folder,
    onFailure: (error) => console.error(error.message),
    onGraphCall: () => (calls += 1),
  });
  // The namespace takes everything in it along.
  onStop(() => process.exit(1));
  lab.entra.faults.slowDown("all", latency);
  const writes = await startRefusedWrites({ config: lab.cluster.config, authority: lab.authority });
  const measured = async (act: () => Promise<Spent>): Promise<Stage> => {
    calls = 0;
    writes.taken();
    const spent = await act();
    return { ...spent, calls, writes: writes.taken().length };
  };

  const folders = { library: dirname(lab.synthesize(SAMPLE)), "by hand": join(folder, "by-hand") };
  copyByHand(folders["by hand"], folders.library);
  const terraforms = mapPrograms((program) => new CountedTerraform(folders[program], environmentOf(lab)));
  for (const program of PROGRAMS) await terraforms[program].init();
  console.log(
    `Entra answers ${latency} ms later; ${cpus().length} processors, ${rounds} rounds; apply, plan, destroy:`,
  );
  const deployed: Record<Program, Deployed[]> = { library: [], "by hand": [] };
  const kinds: Partial<Record<Program, ReadonlyMap<string, number>>> = {};
  for (let round = 0; round < rounds; round++) {
    // Who is first changes, so that neither has the other one's traces before it every time.
    for (const program of round % 2 === 0 ? PROGRAMS : [...PROGRAMS].reverse()) {
      const terraform = terraforms[program];
      const apply = await measured(() => terraform.apply());
      kinds[program] ??= await terraform.kinds();
      const plan = await measured(() => terraform.plan());
      const destroy = await measured(() => terraform.destroy());
      deployed[program].push({ apply, plan, destroy });
      mustMatch(kinds);
      const walls = [apply, plan, destroy].map(({ wall }) => `${wall.toFixed(1)} s`);
      console.log(`  ${program}  ${walls.join(", ")}`);
      await untilPodsAreGone(lab);
    }
  }
  printTables(deployed, {
    library: await terraforms.library.dependencies(),
    "by hand": await terraforms["by hand"].dependencies(),
  });
  await writes.close();
  await lab.close();
  return 0;
}

function mapPrograms<Value>(value: (program: Program) => Value): Record<Program, Value> {
  return { library: value("library"), "by hand": value("by hand") };
}

/** The file as it is, and beside it the versions of providers that the library's stack requires. */
function copyByHand(folder: string, library: string): void {
  const stack = JSON.parse(readFileSync(join(library, "cdk.tf.json"), "utf8")) as {
    readonly terraform: { readonly required_providers: object };
  };
  const { required_providers } = stack.terraform;
  mkdirSync(folder);
  copyFileSync(BY_HAND, join(folder, "main.tf"));
  writeFileSync(join(folder, "versions.tf.json"), JSON.stringify({ terraform: { required_providers } }));
}

function environmentOf({ environment, cluster }: Lab): Readonly<Record<string, string>> {
  return { ...environment, TF_VAR_kubeconfig: cluster.kubeconfig };
}

/** A ratio between stacks of different resources says nothing. */
function mustMatch({
  library,
  "by hand": byHand,
}: Partial<Record<Program, ReadonlyMap<string, number>>>): void {
  if (library === undefined || byHand === undefined) return;
  const problems = countDifferences(library, byHand, { count: true });
  if (problems.length > 0) {
    throw new Error(`the library and the hand do not make the same resources:\n${problems.join("\n")}`);
  }
}

/** What is still ending must not take the processors from the next one. */
async function untilPodsAreGone({ cluster }: Lab): Promise<void> {
  const core = cluster.config.makeApiClient(CoreV1Api);
  const labelSelector = "app.kubernetes.io/name=oauth2-proxy";
  while ((await core.listPodForAllNamespaces({ labelSelector })).items.length > 0) await delay(200);
}

const folder = namespaceFolder();
(folder === undefined ? outside() : inside(folder)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
