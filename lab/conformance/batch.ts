import type { Component } from "../cluster/component";
import { refusal } from "../ingress/ingress-check";
import type { Bed } from "./bed";
import { askingsOf, type NamedPaths } from "./askings";
import { Client } from "./client";
import { compare, promiseOf } from "./compare";
import type { Edge } from "./edges";
import type { MadeStack } from "./place";
import type { Shape } from "./requests";

/** A stack and the shapes in which its paths are asked for. */
export interface Trial {
  readonly stack: MadeStack;
  readonly shapes: readonly Shape[];
}

export interface Outcome {
  readonly trial: Trial;
  readonly requests: number;
  /** A line for each answer that is not the model's, or for an object that is not taken. */
  readonly differences: readonly string[];
}

/** How many requests are under way at once. */
const AT_ONCE = 24;
/** How many auth proxies are starting at once. */
const STARTS_AT_ONCE = 6;

/** Puts stacks before an edge, all together, asks each what there is to ask, and takes them away. */
export async function tryBatch(bed: Bed, edge: Edge, trials: readonly Trial[]): Promise<Outcome[]> {
  const { ground } = bed;
  const objects = trials.flatMap(({ stack }) => stack.objects);
  const fronts: Component[] = [];
  try {
    await Promise.all(
      trials.flatMap(({ stack }) => stack.services).map((service) => ground.service(service)),
    );
    await atOnce(
      trials
        .flatMap(({ stack }) => stack.fronts)
        .map((front) => async () => void fronts.push(await bed.fronts.start(front))),
      STARTS_AT_ONCE,
    );
    const refusals = await Promise.all(trials.map(({ stack }) => place(bed, edge, stack)));
    await edge.takeUp();
    const taken = await askAll(
      bed,
      edge,
      trials.filter((_, i) => refusals[i] === undefined),
    );
    return trials.map((trial, i) => {
      const refused = { trial, requests: 0, differences: [refusals[i] ?? ""] };
      return taken.find((outcome) => outcome.trial === trial) ?? refused;
    });
  } finally {
    await ground.remove(objects);
    await Promise.all(fronts.map((front) => front.stop()));
  }
}

/** Puts a stack's objects in place; returns why one of them is not taken. */
async function place(
  { ground }: Bed,
  edge: Edge,
  { objects, ingresses }: MadeStack,
): Promise<string | undefined> {
  if (edge.program === "nginx") {
    const refused = ingresses
      .map((ingress, i) => refusal({ ingress, isOurs: true, others: ingresses.slice(0, i) }))
      .find((reason) => reason !== undefined);
    if (refused !== undefined) return `the webhook of ingress-nginx: ${refused}`;
  }
  try {
    await ground.put(objects);
    return undefined;
  } catch (error) {
    return `the API server: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function askAll(bed: Bed, edge: Edge, trials: readonly Trial[]): Promise<Outcome[]> {
  const client = new Client(edge.address);
  const tries = trials.map((trial) => {
    const { stack, shapes } = trial;
    const model = promiseOf(stack);
    const named: Map<string, string[]> = new Map();
    for (const { host, routes } of model.apps) {
      named.set(host, [...(named.get(host) ?? []), ...routes.map(({ path }) => path)]);
    }
    const askings = askingsOf(stack, named satisfies NamedPaths, shapes, bed.principals.groupIds.staff);
    const realm = bed.realms[stack.realm];
    const context = { edge, ground: bed.ground, realm, principals: bed.principals };
    const differences: string[] = [];
    const work = askings.map((asking) => async () => {
      const difference = await compare(asking, model, client, context);
      if (difference !== undefined) differences.push(difference);
    });
    return { outcome: { trial, requests: askings.length, differences }, work };
  });
  try {
    await atOnce(
      tries.flatMap(({ work }) => work),
      AT_ONCE,
    );
  } finally {
    client.close();
  }
  return tries.map(({ outcome }) => outcome);
}

/** Does all the work, so many pieces at a time. */
async function atOnce(work: readonly (() => Promise<void>)[], limit: number): Promise<void> {
  const queue = work.values();
  const worker = async (): Promise<void> => {
    for (const piece of queue) await piece();
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
