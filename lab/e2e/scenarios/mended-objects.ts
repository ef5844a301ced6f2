import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { stringify } from "yaml";
import { parseConfig } from "../../../lib/config";
import { modelOf } from "../../../lib/config/model";
import type { Model } from "../../../lib/model/model";
import { GROUPS, NOBODY, prepareDirectory, signEverybodyIn } from "../../changes/people";
import type { Asker, Groups } from "../../changes/people";
import { Watch } from "../../changes/watch";
import { watchedRequests } from "../../changes/watched-requests";
import { fetchDefinitions } from "../../cluster/definitions";
import { installDefinitions, removeDefinition } from "../../cluster/install-definitions";
import type { Lab } from "../../lab";
import { Terraform } from "../../terraform";
import { type ByHand, doByHand, objectsOf } from "../by-hand";
import { deployerWith, makeNamespace, removeNamespace } from "../deployer-rights";
import {
  type App,
  EVERYBODY_PATH,
  MENDED_EDGES,
  type MendedEdge,
  PROXY_NAMESPACE,
  rightsOf,
} from "../mended-edges";
import { untilReplacedEnded } from "../proxy-pods";
import { ask, isFromApp } from "../requests";
import { assertNothingToChange } from "../second-plan";
import type { TerraformScenario } from "../scenario";
import { assertNothingLeft } from "./deploy";

/** Within this time Traefik has taken up what was written, in milliseconds. */
const CONTROLLER_DELAY = 4_000;
/** How long answers are watched while a Middleware is missing, in milliseconds. */
const MISSING = 6_000;

export const mendedObjects: readonly TerraformScenario[] = MENDED_EDGES.map((edge) => ({
  needs: "terraform",
  name: `23${edge.letter} ${edge.name}: with the rights of the docs it deploys, what is changed by hand is seen and mended, changes of the file open nothing, and destroy leaves nothing`,
  seenFailing:
    "no rule that closes behind: alice was in at /wide/admin while its Middleware was missing; no forced conflicts: the apply failed",
  async run({ lab, clear }) {
    await clear();
    const mending = new Mending(lab, edge, prepareDirectory(lab));
    try {
      await mending.run();
    } catch (error) {
      await mending.clear();
      throw error;
    }
  },
}));

/** One edge's run. */
class Mending {
  private askers: readonly Asker[] = [NOBODY];
  private kubeconfig = "";
  private terraform: Terraform | undefined;

  constructor(
    private readonly lab: Lab,
    private readonly edge: MendedEdge,
    private readonly groups: Groups,
  ) {}

  async run(): Promise<void> {
    const { lab, edge, groups } = this;
    await this.prepare();
    const [first, ...later] = edge.files;
    await this.apply(first);
    await this.signIn();
    await this.assertAnswers(first);

    for (const deed of edge.byHand(groups)) await this.assertMended(deed, first);

    let apps = first;
    for (const changed of later) {
      const watch = new Watch(this.requests(apps, changed));
      try {
        await this.apply(changed);
      } finally {
        this.assertNoOpening(await watch.stop());
      }
      await this.assertAnswers(changed);
      apps = changed;
    }

    await this.deployed.destroy();
    assert.deepEqual(await objectsOf(lab, edge.kinds), []);
    await assertNothingLeft(lab, PROXY_NAMESPACE);
    if (edge.definition !== undefined) await this.assertNeeds(edge.definition);
    await this.removeNamespace();
  }

  /** Removes what a run leaves that ended early. */
  async clear(): Promise<void> {
    await this.terraform?.destroy();
    await this.removeNamespace();
  }

  /** What other stacks of the lab make themselves. */
  private async removeNamespace(): Promise<void> {
    if (!this.edge.makesNamespace) await removeNamespace(this.lab, PROXY_NAMESPACE);
  }

  /** What has to be there first, and who deploys. */
  private async prepare(): Promise<void> {
    const { lab, edge } = this;
    await fetchDefinitions(edge.definitions);
    if (edge.signsIn === undefined) await installDefinitions(lab.cluster.config, edge.definitions);
    else await lab.edges.readRoutes();
    if (!edge.makesNamespace) await makeNamespace(lab, PROXY_NAMESPACE);
    this.kubeconfig = await deployerWith(lab, `deployer-${edge.letter}`, rightsOf(edge));
  }

  private async signIn(): Promise<void> {
    const { lab, edge, groups } = this;
    if (edge.signsIn === undefined) {
      this.askers = [];
      return;
    }
    const clientId = String((await this.deployed.outputs()).client_id);
    const path = edge.signsIn === GROUPS ? EVERYBODY_PATH : "/";
    this.askers = [NOBODY, ...(await signEverybodyIn(lab, groups, { path, clientId, of: edge.signsIn }))];
  }

  private async assertMended(deed: ByHand, apps: readonly App[]): Promise<void> {
    const { lab } = this;
    if (deed.closes === undefined) await doByHand(lab, deed);
    else await this.assertCloses(deed, deed.closes, apps);
    assert.equal(await this.deployed.wouldChange(), true, `${deed.what}: a plan does not see it`);
    await this.deployed.apply();
    await assertNothingToChange(this.deployed);
    await this.assertAnswers(apps);
  }

  /** While something is missing, nobody gets in whom it kept out before, and in the end nobody at all. */
  private async assertCloses(
    deed: ByHand,
    { path, status }: NonNullable<ByHand["closes"]>,
    apps: readonly App[],
  ): Promise<void> {
    const watch = new Watch(this.requests(apps, apps).filter((request) => request.path === path));
    try {
      await doByHand(this.lab, deed);
      await delay(MISSING);
      for (const { name, headers } of this.askers) {
        assert.equal((await ask(path, headers)).status, status, `${deed.what}: ${name} at ${path}`);
      }
    } finally {
      this.assertNoOpening(await watch.stop());
    }
  }

  private assertNoOpening({ lapses }: Awaited<ReturnType<Watch["stop"]>>): void {
    assert.deepEqual(
      lapses.filter(({ expected }) => expected === "closed"),
      [],
    );
  }

  /** Everybody gets in where the file says so, and nowhere else. */
  private async assertAnswers(apps: readonly App[]): Promise<void> {
    await delay(CONTROLLER_DELAY);
    await untilReplacedEnded(this.lab.cluster.config);
    for (const { who, path, headers, expected } of this.requests(apps, apps)) {
      const answer = await ask(path, headers);
      assert.equal(isFromApp(answer), expected === "open", `${who} at ${path}: ${answer.status}`);
    }
  }

  private requests(before: readonly App[], after: readonly App[]) {
    const models = { before: this.model(before), after: this.model(after) };
    return watchedRequests(models, this.askers, this.edge.asked);
  }

  private model(apps: readonly App[]): Model {
    return modelOf(parseConfig(this.text(apps), this.variables));
  }

  /** Applies the file with these apps; a plan after it changes nothing. */
  private async apply(apps: readonly App[]): Promise<void> {
    const { lab, variables } = this;
    const file = join(lab.folder, "mended.yaml");
    writeFileSync(file, this.text(apps));
    const stack = lab.synthesize(file, { variables });
    const isFirst = this.terraform === undefined;
    this.terraform = new Terraform({ folder: dirname(stack), environment: lab.environment });
    if (isFirst) await this.terraform.init();
    await this.terraform.apply();
    await assertNothingToChange(this.terraform);
  }

  /** Without the definition of a kind no plan can be made, and the provider says what is missing. */
  private async assertNeeds(definition: string): Promise<void> {
    const { lab, edge } = this;
    await removeDefinition(lab.cluster.config, definition);
    try {
      await assert.rejects(
        this.deployed.wouldChange(),
        /API did not recognize GroupVersionKind from manifest \(CRD may not be\s+(│\s+)?installed\)/,
      );
    } finally {
      await installDefinitions(lab.cluster.config, edge.definitions);
    }
  }

  private get deployed(): Terraform {
    assert.ok(this.terraform !== undefined, "nothing was applied");
    return this.terraform;
  }

  private get variables(): Readonly<Record<string, string>> {
    return { ...this.groups, KUBECONFIG_PATH: this.kubeconfig };
  }

  private text(apps: readonly App[]): string {
    const { says, makesNamespace } = this.edge;
    return stringify({
      stack: "mended",
      entra: {
        application: { name: "oauth2-proxy", adminConsent: true },
        accessGroup: { objectId: "${STAFF}" },
      },
      cluster: { kubeconfig: "${KUBECONFIG_PATH}" },
      ...says,
      authProxy: { namespace: { name: PROXY_NAMESPACE, create: makesNamespace }, bearerTokens: true },
      apps,
    });
  }
}
