import { readFileSync, mkdtempSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { CoreV1Api } from "@kubernetes/client-node";
import { edgesOf } from "../../lib/config/model";
import { modelAt } from "../../lib/model/edges";
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
import { namedEdges } from "./named-edges";
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
  /** What a second plan would change. @default - there is no plan without Terraform */
  readonly secondPlan?: () => Promise<readonly string[]>;
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
  const forms = edgesFor(files, wanted);
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
    if (forms.some(({ form }) => form.readsRoutes)) await lab.edges.readRoutes();
    for (const { gateway } of files.flatMap(({ config }) => namedEdges(config).map(({ of }) => of))) {
      if (gateway === undefined) continue;
      const { name, namespace, sectionName = GATEWAY.sectionName } = gateway;
      await lab.edges.readRoutes({ name, namespace, sectionName });
    }
    const [first] = forms;
    let edge = await lab.edges.use(first.form.program);
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
    const hasNginx = forms.some(({ form }) => form.program === "nginx");
    await (hasNginx ? lab.withWebhook(deployAll) : deployAll());
    for (const [i, { world, identities }] of stacks.entries()) {
      const outputs = deployed[i]?.outputs ?? {};
      await identities.complete(outputs);
      await world.complete(outputs);
    }
    const settle = async ({ name, form } = first): Promise<void> => {
      if (edge.name !== form.program) edge = await lab.edges.use(form.program);
      await edge.settle();
      await untilAnswering(stacks, name);
    };
    return {
      visits: stacks.map(({ world, identities }) => ({
        hosts: world.hosts,
        people: identities.people,
        edge: first.form.words,
      })),
      settle: () => settle(),
      ask: async () => {
        const asked: { readonly i: number; readonly proof: Proof }[] = [];
        for (const one of forms) {
          await settle(one);
          for (const [i, stack] of stacks.entries()) {
            step(`asking ${stack.prepared.stack} at edge ${one.name}`);
            asked.push({ i, proof: await prove(stack, deployed[i]?.outputs ?? {}, one) });
          }
        }
        // Last, so that what others write by and by into objects of the stack is there as well.
        const plans: (readonly string[] | undefined)[] = [];
        for (const one of deployed) plans.push(await one.secondPlan?.());
        return asked.map(({ i, proof }) => ({ ...proof, secondPlan: plans[i] }));
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
  { name, form }: FileEdge,
): Promise<Proof> {
  const model = modelAt(world.model, name);
  const represented = await identities.askers(model, outputs);
  const asked = await askAll({
    model,
    edge: edgesOf(prepared.config).find((one) => one.name === name)?.edge,
    askers: represented.map(({ asker }) => asker),
    // As every program of the lab does, whatever is known of the edge that a file names.
    tidy: tidied,
  });
  return {
    file: prepared.file,
    stack: prepared.stack,
    edge: form.words,
    askers: represented.map(({ asker: { name: who, why, refused }, alike }) => ({
      name: who,
      why,
      alike,
      refused,
    })),
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
    return {
      outputs: await terraform.outputs(),
      secondPlan: () => terraform.plannedChanges(),
      destroy: () => terraform.destroy(),
    };
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

/** An edge of a file, by the name that apps call it, and what answers for it. */
interface FileEdge {
  readonly name: string;
  readonly form: EdgeForm;
}

/** What answers for the edges that the files name, one after the other. */
function edgesFor(files: readonly Prepared[], wanted?: EdgeFormName): readonly [FileEdge, ...FileEdge[]] {
  const named = files.map(({ config }) =>
    namedEdges(config).flatMap(({ name, of }) => {
      const form = edgeFormOf(of);
      return form === undefined ? [] : [{ name, form }];
    }),
  );
  const [edges = []] = named;
  if (named.some((others) => JSON.stringify(others) !== JSON.stringify(edges))) {
    throw new Error("the files name different edges, and one answers at a time; prove them with --each");
  }
  const known = edges.map(({ name, form }): FileEdge => {
    // Both programs read annotations, whichever of them a file names.
    const isFree = wanted !== undefined && edges.length === 1 && !form.readsRoutes;
    return { name, form: isFree ? edgeForm(wanted) : form };
  });
  const [first, ...others] = known;
  if (first === undefined) throw new Error("unreachable: a file names an edge");
  return [first, ...others];
}

/** Waits until the auth proxy answers at every host where people sign in; what never does, the answers will say. */
async function untilAnswering(stacks: readonly Stack[], edge: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (const { world } of stacks) {
    const { prefix, host } = world.model.signIn;
    const hosts = new Set(modelAt(world.model, edge).apps.map((app) => app.host));
    for (const at of host === undefined ? hosts : [host]) {
      while ((await get(at, `${prefix}/auth`)).status !== 401 && Date.now() < deadline) await delay(200);
    }
  }
}
