import { buildPrograms } from "../cluster/build-programs";
import { PROGRAM_NAMES } from "../cluster/programs";
import { showBuild } from "../cluster/show-build";
import { findingsEnvironment, whyAbsent } from "../findings";
import { startLab, type Lab } from "../lab";
import { namespaceFolder, onStop, ownCommand, runInNamespace, untilEnded } from "../namespace/namespace";
import { findProviders } from "../terraform-providers";
import { CHANGES } from "./changes";
import { prepareDirectory } from "./people";
import { startRefusedWrites } from "./refused-writes";
import { EDGES, type Edge } from "./stack";
import { printTable, type Row } from "./table";
import { addServices } from "./services";
import { Trial } from "./trial";

/*
 * Applies changes to a stack in use while people and programs without rights ask for what changes:
 * `npm run changes -- [traefik|nginx]... [--once] [TEXT]...`. With `--once` no write is refused; a text picks the
 * changes whose name has it.
 */

const SAMPLE = "entra-ingress-auth.yaml";
const started = Date.now();

function say(step: string): void {
  console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${step}`);
}

async function inside(folder: string): Promise<number> {
  const absent = whyAbsent("terraform");
  if (absent !== undefined) {
    console.log(`skipped: changes need Terraform with its providers: ${absent}`);
    return 0;
  }
  const args = process.argv.slice(2);
  const lab = await startLab({ folder, onProgress: say, onFailure: (error) => say(error.message) });
  // The namespace takes everything in it along.
  onStop(() => process.exit(1));
  const groups = prepareDirectory(lab);
  await addServices(lab);
  const writes = await startRefusedWrites({ config: lab.cluster.config, authority: lab.authority });
  const texts = args.filter((arg) => !arg.startsWith("--") && !EDGES.some((edge) => edge === arg));
  const changes = CHANGES.filter(
    ({ name }) => texts.length === 0 || texts.some((text) => name.includes(text)),
  );
  const rows: Row[] = [];
  for (const edge of EDGES.filter(
    (one) => args.includes(one) || !EDGES.some((other) => args.includes(other)),
  )) {
    await behind(lab, edge, async () => {
      const trial = new Trial({ lab, edge, groups, writes, folder, say, refusing: !args.includes("--once") });
      rows.push(...(await trial.all(changes)));
    });
  }
  await writes.close();
  await lab.close();
  printTable(rows);
  return rows.every(({ result }) => result === "ok") ? 0 : 1;
}

async function behind(lab: Lab, edge: Edge, work: () => Promise<void>): Promise<void> {
  if (edge === "traefik") return work();
  await lab.withNginx(async (nginx) => {
    await nginx.follow();
    await work();
  });
}

async function outside(): Promise<number> {
  await buildPrograms(PROGRAM_NAMES, { onProgress: showBuild });
  const found = findingsEnvironment({ terraform: await findProviders(SAMPLE) });
  return untilEnded(await runInNamespace(ownCommand(), { ...process.env, ...found }));
}

const folder = namespaceFolder();
(folder === undefined ? outside() : inside(folder)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
