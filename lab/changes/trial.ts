import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseConfig } from "../../lib/config";
import { modelOf } from "../../lib/config/model";
import type { Model } from "../../lib/model/model";
import { untilReplacedEnded } from "../e2e/proxy-pods";
import type { EdgeFormName } from "../ingress/edge-forms";
import type { Lab } from "../lab";
import { Terraform } from "../terraform";
import { EVERYBODY_PATH, STACK, type App, type Change } from "./changes";
import { asFormerRelease } from "./former-release";
import { NOBODY, signEverybodyIn, type Asker, type Groups } from "./people";
import { isCreation, type RefusedWrites, type Write } from "./refused-writes";
import { configText } from "./stack";
import { describeRow, type Row } from "./table";
import { Watch, type Report, type Watched } from "./watch";
import { watchedRequests } from "./watched-requests";

export interface TrialOptions {
  readonly lab: Lab;
  readonly edge: EdgeFormName;
  readonly groups: Groups;
  readonly writes: RefusedWrites;
  /** Folder for the config file. */
  readonly folder: string;
  readonly say: (step: string) => void;
  /** Whether each write of a change is refused once, with an apply after it. */
  readonly refusing: boolean;
}

/** Within this time a controller has taken up what was applied, in milliseconds. */
const CONTROLLER_DELAY = 4_000;

/** Applies changes behind one edge, one after the other, to a stack that stays. */
export class Trial {
  private askers: readonly Asker[] = [];
  private terraform: Terraform | undefined;

  constructor(private readonly options: TrialOptions) {}

  async all(changes: readonly Change[]): Promise<Row[]> {
    const rows: Row[] = [await this.begin()];
    for (const change of changes.filter(({ edges }) => edges?.includes(this.options.edge) ?? true)) {
      const row = await this.try(change);
      rows.push(row);
      if (row.failure !== undefined) {
        // What is there may be what no apply can change.
        await this.terraform?.destroy();
        await this.begin();
      }
    }
    return [...rows, await this.end()];
  }

  /** Makes a stack in which everybody may sign in somewhere, and signs them in. */
  private async begin(): Promise<Row> {
    this.askers = [NOBODY];
    const made = await this.watched({ name: "the stack is made", ...STACK }, async (watch) => {
      await watch(() => this.apply(STACK.after, {}));
    });
    if (made.failure !== undefined) throw new Error(made.failure);
    await this.signIn();
    return made;
  }

  /** Puts a stack of a former release in the place of what is there, and signs everybody in. */
  private async beginFormer(change: Change): Promise<void> {
    await this.terraform?.destroy();
    await this.apply(change.before, change, asFormerRelease);
    await this.settle();
    await this.signIn();
  }

  private async signIn(): Promise<void> {
    const { lab, groups } = this.options;
    const outputs = await this.terraform?.outputs();
    const clientId = String(outputs?.client_id);
    this.askers = [NOBODY, ...(await signEverybodyIn(lab, groups, { path: EVERYBODY_PATH, clientId }))];
  }

  private async end(): Promise<Row> {
    const { before, after, asked } = STACK;
    await this.apply(after, {});
    await this.settle();
    const destroyed = { name: "the stack is destroyed", before: after, after: before, asked };
    return this.watched(destroyed, async (watch) => watch(async () => this.terraform?.destroy()));
  }

  private async try(change: Change): Promise<Row> {
    const { writes, refusing } = this.options;
    const isUpgrade = change.fromFormerRelease === true;
    if (isUpgrade) await this.beginFormer(change);
    return this.watched(change, async (watch, count) => {
      if (!isUpgrade) {
        await this.apply(change.before, change);
        await this.settle();
      }
      writes.taken();
      for (const apps of change.between ?? []) await watch(() => this.apply(apps, change));
      await watch(() => this.apply(change.after, change));
      const taken = writes.taken();
      const { creates } = change;
      assert.ok(
        creates === undefined || taken.some((write) => isCreation(write, creates)),
        `no new ${creates}`,
      );
      assert.ok(
        !isUpgrade || (await this.terraform?.wouldChange()) === false,
        "a plan after it changes something",
      );
      const repeatable = change.between === undefined && !isUpgrade;
      for (const write of refusing && repeatable ? taken : []) {
        // The way back is a change too.
        await watch(() => this.apply(change.before, change));
        await watch(() => this.applyRefused(change, write));
        count();
      }
    });
  }

  /** Lets work be done that is watched in parts, and says what was seen. */
  private async watched(
    change: Change,
    work: (watch: (part: () => Promise<void>) => Promise<void>, count: () => void) => Promise<void>,
  ): Promise<Row> {
    const { say, edge } = this.options;
    const requests = this.requests(change);
    assert.ok(
      requests.some(({ expected }) => expected === "closed"),
      `${change.name}: nobody is kept out`,
    );
    // Who never gets in shows nothing by being kept out.
    assert.ok(
      change.before.length * change.after.length === 0 ||
        requests.some(({ expected }) => expected === "open"),
      `${change.name}: nobody gets in`,
    );
    const reports: Report[] = [];
    let applied: number | undefined;
    let refused = 0;
    let failure: string | undefined;
    const watch = async (part: () => Promise<void>): Promise<void> => {
      const watching = new Watch(requests);
      const start = Date.now();
      try {
        await part();
        applied ??= (Date.now() - start) / 1_000;
        await this.settle();
      } finally {
        reports.push(await watching.stop());
      }
    };
    try {
      await work(watch, () => (refused += 1));
    } catch (error) {
      failure = firstError(error);
    }
    const lapses = reports.flatMap((report) => report.lapses);
    const openings = lapses.filter(({ expected }) => expected === "closed");
    const row: Row = {
      change: change.name,
      edge,
      result: failure !== undefined ? "failed" : openings.length > 0 && change.opens !== true ? "open" : "ok",
      polls: reports.reduce((sum, { polls }) => sum + polls, 0),
      longestPause: Math.max(0, ...reports.map(({ longestPause }) => longestPause)),
      lapses,
      applied: applied ?? 0,
      refused,
      failure,
    };
    say(describeRow(row));
    return row;
  }

  /** An apply of which the API server refuses one write, and the next one. */
  private async applyRefused(change: Change, write: Write): Promise<void> {
    const { writes, say } = this.options;
    writes.refuse(write);
    const failed = await this.apply(change.after, change).then(
      () => false,
      () => true,
    );
    if (!writes.refused) say(`       ${write} was not asked for this time`);
    assert.equal(failed, writes.refused, `an apply with ${write} refused ${failed ? "failed" : "succeeded"}`);
    writes.refuse(undefined);
    await this.settle();
    await this.apply(change.after, change);
  }

  /** What those ask who may neither before nor after, and those who may both before and after. */
  private requests({ before, after, asked, unasked = [], ...change }: Change): Watched[] {
    const models = { before: this.model(before, change), after: this.model(after, change) };
    const askers = this.askers.filter(({ name }) => !unasked.includes(name));
    return watchedRequests(models, askers, asked);
  }

  /** What the file with these apps promises. */
  private model(apps: readonly App[], change: Partial<Change>): Model {
    const { lab, edge, groups } = this.options;
    const text = configText(edge, apps, change);
    return modelOf(parseConfig(text, { KUBECONFIG_PATH: lab.cluster.kubeconfig, ...groups }));
  }

  private async apply(
    apps: readonly App[],
    change: Partial<Change>,
    rewritten: (stack: string) => string = (stack) => stack,
  ): Promise<void> {
    const { lab, folder, edge, groups } = this.options;
    const file = join(folder, "changes.yaml");
    writeFileSync(file, configText(edge, apps, change));
    const isFirst = this.terraform === undefined;
    const stack = lab.synthesize(file, { variables: groups });
    writeFileSync(stack, rewritten(readFileSync(stack, "utf8")));
    this.terraform = new Terraform({ folder: dirname(stack), environment: lab.environment });
    if (isFirst) await this.terraform.init();
    await this.terraform.apply();
  }

  private async settle(): Promise<void> {
    await delay(CONTROLLER_DELAY);
    await untilReplacedEnded(this.options.lab.cluster.config);
  }
}

function firstError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /Error: .*/.exec(text)?.[0] ?? text.split("\n")[0] ?? "";
}
