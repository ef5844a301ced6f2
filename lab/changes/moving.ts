import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stringify } from "yaml";
import { parseConfig } from "../../lib/config";
import { modelOf } from "../../lib/config/model";
import type { Model } from "../../lib/model/model";
import { startNginxEdge } from "../conformance/edges";
import { untilReplacedEnded } from "../e2e/proxy-pods";
import type { Nginx } from "../ingress/nginx";
import { APP_HOST, type Lab } from "../lab";
import { Terraform } from "../terraform";
import { type ByHand, writeByHand } from "./by-hand";
import { BY_HAND, type Move, type Said, type Step } from "./moves";
import { NOBODY, signEverybodyIn, type Asker, type Groups } from "./people";
import { describeRow, type Row } from "./table";
import { Watch, type Watched } from "./watch";
import { watchedRequests } from "./watched-requests";

export interface MovingOptions {
  readonly lab: Lab;
  readonly groups: Groups;
  readonly say: (step: string) => void;
}

/** Within this time an edge has taken up what was applied, in milliseconds. */
const EDGE_DELAY = 6_000;

/** Somebody who begins to sign in, who has to be led to Entra all the while. */
const SIGN_IN: Watched = {
  who: "somebody new",
  path: "/oauth2/start?rd=%2F",
  headers: {},
  expected: "open",
  arrives: ({ status, location = "" }) =>
    status === 302 && location.startsWith("https://login.microsoftonline.com/"),
};

/** Takes stacks over from edge to edge, beside one another and at once, while people and programs ask. */
export class Moving {
  /** What is deployed, by the name of its stack. */
  private readonly deployed = new Map<string, Terraform>();
  private byHand: ByHand | undefined;
  private nginx: Nginx | undefined;

  constructor(private readonly options: MovingOptions) {}

  async all(moves: readonly Move[]): Promise<Row[]> {
    const { lab, say } = this.options;
    await lab.edges.readRoutes();
    this.nginx = await startNginxEdge(lab, (error) => say(error.message));
    await this.nginx.follow();
    const rows: Row[] = [];
    for (const move of moves) rows.push(...(await this.move(move)));
    await this.nginx.stop();
    return rows;
  }

  private async move(move: Move): Promise<Row[]> {
    const { lab } = this.options;
    await lab.hosts.set(move.address, APP_HOST);
    if (move.byHand === true) this.byHand = await writeByHand(lab, this.options.groups);
    else await this.apply(move.first);
    await this.settle();
    let askers = await this.signIn(move, move.first);
    const rows: Row[] = [];
    let file = move.first;
    for (const step of move.steps) {
      const next = step.file ?? file;
      const asking = step.signsIn === undefined ? askers : [NOBODY];
      rows.push(await this.step(move, step, this.requests(file, next, asking, move.asked)));
      file = next;
      if (step.signsIn !== undefined) askers = await this.signIn({ ...move, signedIn: step.signsIn }, file);
    }
    for (const terraform of this.deployed.values()) await terraform.destroy();
    this.deployed.clear();
    this.byHand = undefined;
    return rows;
  }

  /** Everybody with a session of the stack of a file, and nobody. */
  private async signIn({ signInPath: path, signedIn: of }: Move, file: Said): Promise<readonly Asker[]> {
    const { lab, groups } = this.options;
    const outputs = await this.deployed.get(stackOf(file))?.outputs();
    const clientId = this.byHand?.clientId ?? String(outputs?.client_id);
    return [NOBODY, ...(await signEverybodyIn(lab, groups, { path, clientId, of }))];
  }

  /** One step under watch. */
  private async step({ name }: Move, step: Step, requests: readonly Watched[]): Promise<Row> {
    const { lab, say } = this.options;
    const watch = new Watch(requests);
    const began = Date.now();
    let applied = 0;
    let failure: string | undefined;
    try {
      if (step.file !== undefined) await this.apply(step.file);
      if (step.destroys !== undefined) await this.destroy(step.destroys);
      if (step.address !== undefined) {
        await lab.hosts.set(step.address, APP_HOST);
        watch.reconnect();
      }
      applied = (Date.now() - began) / 1_000;
      await this.settle();
      for (const terraform of this.deployed.values()) {
        if (await terraform.wouldChange()) failure = "a plan after it changes something";
      }
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    const report = await watch.stop();
    const open = report.lapses.some(({ expected }) => expected === "closed");
    const row: Row = {
      change: `${name}: ${step.name}`,
      edge: "moving",
      result: failure !== undefined ? "failed" : open ? "open" : "ok",
      ...report,
      applied,
      refused: 0,
      failure,
    };
    say(describeRow(row));
    return row;
  }

  private requests(before: Said, after: Said, askers: readonly Asker[], asked: readonly string[]): Watched[] {
    const models = { before: this.model(before), after: this.model(after) };
    return [...watchedRequests(models, askers, asked), SIGN_IN];
  }

  private model(said: Said): Model {
    const environment = { KUBECONFIG_PATH: this.options.lab.cluster.kubeconfig, ...this.variables };
    return modelOf(parseConfig(fileText(said), environment));
  }

  private async apply(said: Said): Promise<void> {
    const { lab } = this.options;
    const file = join(lab.folder, "moving.yaml");
    writeFileSync(file, fileText(said));
    const stack = lab.synthesize(file, { variables: this.variables });
    const known = this.deployed.get(stackOf(said));
    const terraform = known ?? new Terraform({ folder: dirname(stack), environment: lab.environment });
    this.deployed.set(stackOf(said), terraform);
    if (known === undefined) await terraform.init();
    await terraform.apply();
  }

  private async destroy(stack: string): Promise<void> {
    if (stack === BY_HAND) await this.byHand?.delete();
    await this.deployed.get(stack)?.destroy();
    this.deployed.delete(stack);
  }

  private get variables(): Readonly<Record<string, string>> {
    const { clientId } = this.byHand ?? {};
    return { ...this.options.groups, ...(clientId === undefined ? {} : { BY_HAND: clientId }) };
  }

  private async settle(): Promise<void> {
    await delay(EDGE_DELAY);
    await untilReplacedEnded(this.options.lab.cluster.config);
  }
}

function stackOf({ stack = "moving" }: Said): string {
  return String(stack);
}

function fileText(said: Said): string {
  return stringify({
    stack: stackOf(said),
    entra: {
      application: { name: "moving", adminConsent: true },
      accessGroup: { objectId: "${STAFF}" },
    },
    cluster: { kubeconfig: "${KUBECONFIG_PATH}" },
    authProxy: { name: "oauth2-proxy", namespace: { name: "kube-system" }, bearerTokens: true },
    ...said,
  });
}
