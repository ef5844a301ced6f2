import { readFileSync, mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api } from "@kubernetes/client-node";
import { synthesizeAll } from "../../lib/synthesize";
import { get } from "../e2e/requests";
import { whyAbsent } from "../findings";
import { type EdgeForm, edgeForm, edgeFormOf, type EdgeFormName } from "../ingress/edge-forms";
import { GATEWAY } from "../ingress/gateway-name";
import type { Lab } from "../lab";
import { addAddress } from "../namespace/network";
import { Terraform } from "../terraform";
import { askAll } from "./ask";
import type { Outputs } from "./directory";
import { EchoServers } from "./echo";
import { identitiesOf, type Identities } from "./identities";
import { inLab } from "./in-lab";
import type { Prepared } from "./prepare";
import type { Proof } from "./proof";
import { tidied } from "./readings";
import { Surroundings } from "./surroundings";
import { OUTSIDE, World } from "./world";

/** Stacks that stand in the lab, with everything around them. */
export interface Standing {
  /** Asks every route as everybody. Sessions are new ones each time. */
  ask(): Promise<Proof[]>;
  /** Waits until the edge answers by what is there. */
  settle(): Promise<void>;
  /** What somebody can open, and as whom. */
  readonly visits: readonly {
    readonly hosts: readonly string[];
    readonly people: Identities["people"];
    readonly edge: string;
  }[];
  remove(): Promise<void>;
}

export interface StandOptions {
  /** @default - what answers for the edge of the files, which is nginx for ingress-nginx */
  readonly edge?: EdgeFormName;
  /** Whether Terraform deploys where its providers can be had. @default true */
  readonly terraform?: boolean;
  readonly onProgress?: (step: string) => void;
}

interface Deployed {
  readonly outputs: Outputs;
  destroy(): Promise<void>;
}

interface Stack {
  readonly prepared: Prepared;
  readonly world: World;
  readonly identities: Identities;
  readonly file: string;
}

/** How long a stack may take until it answers, in milliseconds. */
const PATIENCE = 30_000;

/** Deploys the stacks of some files, all at once, with all that they take for granted. */
export async function stand(
  lab: Lab,
  files: readonly Prepared[],
  { edge: wanted, terraform = true, onProgress }: StandOptions = {},
): Promise<Standing> {
  const step = (text: string): void => onProgress?.(text);
  const form = edgeFor(files, wanted);
  const surroundings = new Surroundings(lab.cluster.config, (names) => lab.issue(names));
  await addAddress(OUTSIDE.apps);
  const echo = new EchoServers(OUTSIDE.apps);
  // Files without a stack name, proved one after the other, do not take each other's place.
  const outdir = mkdtempSync(join(lab.folder, "prove.out-"));
  const synthesized = synthesizeAll(
    files.map(({ config }) => inLab(config, lab.cluster.kubeconfig)),
    { outdir },
  );
  const stacks = files.map((prepared, i): Stack => {
    const identities = identitiesOf(prepared, lab, surroundings);
    const file = synthesized[i]?.file ?? "";
    return { prepared, world: new World(prepared, lab, surroundings, echo), identities, file };
  });
  const deployed: Deployed[] = [];
  const remove = async (): Promise<void> => {
    for (const one of deployed.splice(0).reverse()) await one.destroy();
    for (const { world, identities } of stacks) {
      await world.close();
      await identities.close();
    }
    echo.close();
  };
  try {
    step("what the files take for granted");
    if (form.readsRoutes) await lab.edges.readRoutes();
    for (const { gateway } of files.map(({ config }) => config)) {
      if (gateway === undefined) continue;
      const { name, namespace, sectionName = GATEWAY.sectionName } = gateway;
      await lab.edges.readRoutes({ name, namespace, sectionName });
    }
    const edge = await lab.edges.use(form.program);
    for (const { world, identities } of stacks) {
      await identities.prepare();
      await world.prepare(() => identities.secret());
    }
    const deployAll = async (): Promise<void> => {
      for (const { prepared, file } of stacks) {
        step(`the stack ${prepared.stack}`);
        deployed.push(await deploy(lab, file, terraform));
      }
    };
    await (form.program === "nginx" ? lab.withWebhook(deployAll) : deployAll());
    for (const [i, { world, identities }] of stacks.entries()) {
      const outputs = deployed[i]?.outputs ?? {};
      await identities.complete(outputs);
      await world.complete(outputs);
    }
    const settle = async (): Promise<void> => {
      await edge.settle();
      await untilAnswering(stacks);
    };
    return {
      visits: stacks.map(({ world, identities }) => ({
        hosts: world.hosts,
        people: identities.people,
        edge: form.words,
      })),
      settle,
      ask: async () => {
        await settle();
        const proofs: Proof[] = [];
        for (const [i, stack] of stacks.entries()) {
          step(`asking ${stack.prepared.stack}`);
          proofs.push(await prove(stack, deployed[i]?.outputs ?? {}, form));
        }
        return proofs;
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function prove(
  { prepared, world, identities }: Stack,
  outputs: Outputs,
  form: EdgeForm,
): Promise<Proof> {
  const { model } = world;
  const represented = await identities.askers(model, outputs);
  const asked = await askAll({
    model,
    askers: represented.map(({ asker }) => asker),
    // As every program of the lab does, whatever is known of the edge that a file names.
    tidy: tidied,
  });
  return {
    file: prepared.file,
    stack: prepared.stack,
    edge: form.words,
    askers: represented.map(({ asker: { name, why, refused }, alike }) => ({ name, why, alike, refused })),
    replaced: prepared.replaced,
    skipped: identities.skipped,
    ...asked,
  };
}

/** Deploys by Terraform, or puts the same objects in place where it is not to be had or not wanted. */
async function deploy(lab: Lab, file: string, wanted: boolean): Promise<Deployed> {
  if (wanted && whyAbsent("terraform") === undefined) {
    const terraform = new Terraform({ folder: dirname(file), environment: lab.environment });
    await terraform.init();
    try {
      await terraform.apply();
    } catch (error) {
      // What an apply has made before it failed is not left to the next stack, and why it failed is what is told.
      await terraform.destroy().catch(() => undefined);
      throw error;
    }
    return { outputs: await terraform.outputs(), destroy: () => terraform.destroy() };
  }
  const objects = lab.newStackObjects();
  try {
    await objects.place(readFileSync(file, "utf8"));
  } catch (error) {
    await objects.remove();
    throw error;
  }
  const destroy = (): Promise<void> => atOnce(lab, () => objects.remove());
  return { outputs: await objects.outputs(), destroy };
}

/** Ends Pods that are asked to end without their grace, as long as the work takes: nobody uses them any more. */
async function atOnce(lab: Lab, work: () => Promise<void>): Promise<void> {
  const core = lab.cluster.config.makeApiClient(CoreV1Api);
  let isOver = false;
  const ending = (async () => {
    while (!isOver) {
      const { items } = await core.listPodForAllNamespaces();
      for (const { metadata } of items) {
        const { name = "", namespace = "", deletionTimestamp } = metadata ?? {};
        if (deletionTimestamp === undefined) continue;
        await core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 }).catch(() => undefined);
      }
      await delay(200);
    }
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await ending;
  }
}

/** What answers for the edge that the files name. */
function edgeFor(files: readonly Prepared[], wanted?: EdgeFormName): EdgeForm {
  const named = files.map(({ config }) => edgeFormOf(config));
  const [form] = named;
  if (named.some((other) => other?.name !== form?.name)) {
    throw new Error("the files name different edges, and one answers at a time; prove them with --each");
  }
  if (form === undefined) {
    const kinds = files.map(({ config }) => config.gateway?.kind ?? config.ingressController?.kind);
    throw new Error(`the lab has no edge of kind ${kinds.join(", ")}, so nothing of it can be proved here`);
  }
  // Both programs read annotations, whichever of them a file names.
  return wanted === undefined || form.readsRoutes ? form : edgeForm(wanted);
}

/** Waits until the auth proxy answers at every host where people sign in; what never does, the answers will say. */
async function untilAnswering(stacks: readonly Stack[]): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (const { world } of stacks) {
    const { prefix, host } = world.model.signIn;
    for (const at of host === undefined ? world.hosts : [host]) {
      while ((await get(at, `${prefix}/auth`)).status !== 401 && Date.now() < deadline) await delay(200);
    }
  }
}
