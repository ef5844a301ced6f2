import { buildPrograms } from "../cluster/build-programs";
import { fetchDefinitions, ROUTE_DEFINITIONS } from "../cluster/definitions";
import { PROGRAM_NAMES } from "../cluster/programs";
import { showBuild } from "../cluster/show-build";
import { findingsEnvironment, whyAbsent } from "../findings";
import { startLab, type Lab } from "../lab";
import { namespaceFolder, onStop, ownCommand, runInNamespace, untilEnded } from "../namespace/namespace";
import { EDGE_FORM_NAMES, edgeForm, type EdgeFormName } from "../ingress/edge-forms";
import { findProviders } from "../terraform-providers";
import { ANNOTATED, CHANGES } from "./changes";
import { MOVES } from "./moves";
import { Moving } from "./moving";
import { prepareDirectory } from "./people";
import { startRefusedWrites } from "./refused-writes";
import { printTable, type Row } from "./table";
import { addServices } from "./services";
import { Trial } from "./trial";

/*
 * Applies changes to a stack in use while people and programs without rights ask for what changes:
 * `npm run changes -- [EDGE]... [--once] [TEXT]...`. Without an edge it takes those that read annotations. With `--once`
 * no write is refused; a text picks the changes whose name has it. `npm run changes -- moving [TEXT]...` takes a stack
 * over from edge to edge.
 */

/** The edges at which paths can have rules of their own, which is what changes are about. */
const EDGES = EDGE_FORM_NAMES.filter((name) => name !== "standard");

const MOVING = "moving";
const isMoving = process.argv.includes(MOVING);
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
  if (isMoving) {
    const texts = args.filter((arg) => arg !== MOVING);
    const moves = MOVES.filter(({ name }) => texts.length === 0 || texts.some((text) => name.includes(text)));
    return ended(lab, await new Moving({ lab, groups, say }).all(moves));
  }
  await addServices(lab);
  const writes = await startRefusedWrites({ config: lab.cluster.config, authority: lab.authority });
  const texts = args.filter((arg) => !arg.startsWith("--") && !EDGES.some((edge) => edge === arg));
  const edges = EDGES.filter((edge) => args.includes(edge));
  const changes = CHANGES.filter(
    ({ name }) => texts.length === 0 || texts.some((text) => name.includes(text)),
  );
  const rows: Row[] = [];
  for (const edge of edges.length === 0 ? ANNOTATED : edges) {
    await behind(lab, edge, async () => {
      const trial = new Trial({ lab, edge, groups, writes, folder, say, refusing: !args.includes("--once") });
      rows.push(...(await trial.all(changes)));
    });
  }
  await writes.close();
  return ended(lab, rows);
}

async function ended(lab: Lab, rows: readonly Row[]): Promise<number> {
  await lab.close();
  printTable(rows);
  return rows.every(({ result }) => result === "ok") ? 0 : 1;
}

async function behind(lab: Lab, edge: EdgeFormName, work: () => Promise<void>): Promise<void> {
  const { program, readsRoutes } = edgeForm(edge);
  if (readsRoutes) await lab.edges.readRoutes();
  if (program === "traefik") return work();
  await lab.withNginx(async (nginx) => {
    await nginx.follow();
    await work();
  });
}

async function outside(): Promise<number> {
  await buildPrograms(PROGRAM_NAMES, { onProgress: showBuild });
  if (
    isMoving ||
    process.argv.some((arg) => EDGES.some((edge) => edge === arg && edgeForm(edge).readsRoutes))
  ) {
    await fetchDefinitions(ROUTE_DEFINITIONS);
  }
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
