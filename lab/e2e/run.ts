import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { startLab, type Lab } from "../lab";
import { namespaceFolder, onStop, ownCommand, runInNamespace, untilEnded } from "../namespace/namespace";
import { buildPrograms } from "../cluster/build-programs";
import { fetchDefinitions, ROUTE_DEFINITIONS } from "../cluster/definitions";
import { showBuild } from "../cluster/show-build";
import { PROGRAM_NAMES } from "../cluster/programs";
import { findingsEnvironment, whyAbsent, type Finding, type Need } from "../findings";
import { findChart } from "../helm-chart";
import { edgeForm, type EdgeForm } from "../ingress/edge-forms";
import { findProviders } from "../terraform-providers";
import { Browsers } from "./browsers";
import { deployers } from "./deployers";
import { untilReplacedEnded } from "./proxy-pods";
import { readOptions } from "./options";
import type { Scenario } from "./scenario";
import { anotherPort } from "./scenarios/another-port";
import { bearerTokens } from "./scenarios/bearer-tokens";
import { cdktfDeploy } from "./scenarios/cdktf";
import { deploy, destroy } from "./scenarios/deploy";
import { envoyGateway } from "./scenarios/envoy-gateway";
import { apiServerRestarted } from "./scenarios/faults-api-server";
import { entraAway } from "./scenarios/faults-entra-away";
import { entraSlow } from "./scenarios/faults-entra-slow";
import { evictions, killed, rollouts } from "./scenarios/faults-under-load";
import { everybody } from "./scenarios/everybody";
import { firstRollouts } from "./scenarios/first-rollout";
import { gitHubTeams, gitHubUsers } from "./scenarios/github";
import { lostAnswers } from "./scenarios/lost-answers";
import { machines } from "./scenarios/machines";
import { mendedObjects } from "./scenarios/mended-objects";
import { movedFacade } from "./scenarios/moved-facade";
import { manyGroups } from "./scenarios/many-groups";
import { members } from "./scenarios/members";
import { noSession } from "./scenarios/no-session";
import { pages } from "./scenarios/pages";
import { accessToken } from "./scenarios/access-token";
import { optionalSignIn } from "./scenarios/optional-sign-in";
import { otherForms } from "./scenarios/other-forms";
import { outsiders } from "./scenarios/outsiders";
import { previews } from "./scenarios/previews";
import { products } from "./scenarios/products";
import { failover } from "./scenarios/failover";
import { measured, measuredChart } from "./scenarios/measured";
import { prove } from "./scenarios/prove";
import { roles } from "./scenarios/roles";
import { rules } from "./scenarios/rules";
import { secrets } from "./scenarios/secrets";
import { sessions } from "./scenarios/sessions";
import { anotherAccount, signOut } from "./scenarios/sign-out";
import { neighbours } from "./scenarios/side-by-side";
import { starter } from "./scenarios/starter";
import { surroundings } from "./scenarios/surroundings";
import { undoneFixes } from "./scenarios/undone-fixes";
import { forgedCookies, otherHosts } from "./scenarios/walk-around-cookies";
import { forgedHeaders, forgedOnPublicPaths } from "./scenarios/walk-around-headers";
import { fromAnotherPod } from "./scenarios/walk-around-pods";
import { openRedirects } from "./scenarios/walk-around-redirects";
import { workloadIdentity } from "./scenarios/workload-identity";
import { forgedSignIns, stolenCallback, twoTabs } from "./scenarios/walk-around-sign-in";

/**
 * What runs in one lab, one after the other. Labs run side by side, since most of a scenario's time is waiting; what
 * deploys the same file stands together, so that it is deployed once.
 */
const LABS: readonly (readonly Scenario[])[] = [
  [
    deploy,
    ...members,
    outsiders,
    noSession,
    bearerTokens,
    forgedCookies,
    otherHosts,
    forgedHeaders,
    forgedOnPublicPaths,
    openRedirects,
    forgedSignIns,
    stolenCallback,
    twoTabs,
    fromAnotherPod,
    signOut,
    anotherAccount,
    ...undoneFixes,
    rollouts,
    evictions,
    killed,
    entraAway,
    destroy,
    cdktfDeploy,
    movedFacade,
    starter,
    entraSlow,
    apiServerRestarted,
  ],
  [
    sessions,
    ...manyGroups,
    ...machines,
    rules,
    ...everybody,
    roles,
    workloadIdentity,
    ...surroundings,
    ...secrets,
    ...optionalSignIn,
    accessToken,
    failover,
    measured,
    measuredChart,
    envoyGateway,
    ...pages,
    ...anotherPort,
    ...previews,
    ...products,
    ...mendedObjects,
    ...neighbours,
    gitHubTeams,
    gitHubUsers,
    prove,
    ...otherForms,
    ...firstRollouts,
    lostAnswers,
  ],
];
const OPTIONS = readOptions(process.argv.slice(2));
/** Environment variable that tells a program inside which lab's scenarios are its own. */
const LAB = "ENTRA_INGRESS_AUTH_LAB_SCENARIOS";
const SAMPLE = "entra-ingress-auth.yaml";
const HELM = "lab/e2e/helm.yaml";
const CHROMIUM = "/usr/bin/chromium";
const SCREENSHOTS = resolve("e2e-screenshots");

async function inside(folder: string, scenarios: readonly Scenario[]): Promise<number> {
  const { edge } = OPTIONS;
  const lab = await startLab({ folder, edge, onFailure: (error) => console.error(error.message) });
  onStop(() => {
    console.log("\nThe scenarios were stopped.");
    // The namespace takes everything in it along.
    process.exit(1);
  });
  mkdirSync(SCREENSHOTS, { recursive: true });
  const browsers = await Browsers.start(CHROMIUM, SCREENSHOTS);
  const counts = await runScenarios(scenarios, lab, browsers);
  await browsers.close();
  await lab.close();
  return counts.failed === 0 ? 0 : 1;
}

/** The scenarios of each lab whose name starts with an argument, or all of them. */
function wantedIn(scenarios: readonly Scenario[]): readonly Scenario[] {
  const { starts } = OPTIONS;
  return scenarios.filter(
    ({ name }) => starts.length === 0 || starts.some((start) => name.startsWith(start)),
  );
}

type Result = "passed" | "failed" | "skipped";

/** Runs scenarios one after the other, and says of each how it went. */
async function runScenarios(
  scenarios: readonly Scenario[],
  lab: Lab,
  browsers: Browsers,
): Promise<Readonly<Record<Result, number>>> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const reason = whyAbsent("terraform");
  const { objects, terraform, tofu } = deployers(lab, () => untilReplacedEnded(lab.cluster.config));
  const edge = OPTIONS.edge === undefined ? undefined : edgeForm(OPTIONS.edge);
  const ordinary = { lab, browsers, edge, ...(reason === undefined ? terraform : objects) };
  const stages = {
    terraform: { lab, browsers, ...terraform },
    helm: { lab, browsers, ...terraform },
    tofu: { lab, browsers, ...tofu },
  };
  for (const scenario of scenarios) {
    const start = Date.now();
    let result: Result = "passed";
    let why = "";
    try {
      const elsewhere = edge === undefined ? undefined : whyNotBefore(scenario, edge);
      if (elsewhere !== undefined) [result, why] = ["skipped", elsewhere];
      else if (scenario.needs === undefined) await scenario.run(ordinary);
      else {
        const absent = whyAbsent(scenario.needs);
        if (absent === undefined) await scenario.run(stages[scenario.needs]);
        else [result, why] = ["skipped", `needs ${NEEDS[scenario.needs]}: ${absent}`];
      }
    } catch (error) {
      [result, why] = ["failed", error instanceof Error ? error.message : String(error)];
    }
    counts[result] += 1;
    const seconds = Math.round((Date.now() - start) / 1_000);
    console.log(`${LABELS[result]}  ${scenario.name}  (${seconds} s)`);
    if (why !== "") console.log(`         ${why.split("\n").join("\n         ")}`);
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts;
}

function whyNotBefore({ whyNotBefore: why = () => "is not about the edge" }: Scenario, edge: EdgeForm) {
  return why(edge);
}

const LABELS: Readonly<Record<Result, string>> = { passed: "passed ", failed: "FAILED ", skipped: "skipped" };

/** What a scenario that is skipped is told to lack. */
const NEEDS: Readonly<Record<Need, string>> = {
  terraform: "Terraform with its providers",
  helm: "Terraform with the helm provider, and the chart",
  tofu: "OpenTofu with its providers",
};

/** Where the network is: what the scenarios that need more than the lab's own programs find. */
async function find(): Promise<Readonly<Record<Need, Finding>>> {
  const helmProviders = await findProviders(HELM);
  return {
    terraform: await findProviders(SAMPLE),
    helm: "path" in helmProviders ? await findChart() : helmProviders,
    tofu: await findProviders(SAMPLE, "tofu"),
  };
}

async function outside(): Promise<number> {
  if (!existsSync(CHROMIUM)) throw new Error(`the browser is not here: apt-get install chromium`);
  await buildPrograms(PROGRAM_NAMES, { onProgress: showBuild });
  if (OPTIONS.edge !== undefined && edgeForm(OPTIONS.edge).readsRoutes)
    await fetchDefinitions(ROUTE_DEFINITIONS);
  const found = await find();
  if ("absent" in found.terraform) {
    console.log(`Terraform's providers cannot be had: ${found.terraform.absent}`);
    console.log("The objects of the synthesized stacks are put in place without Terraform.\n");
  }
  const labs = LABS.flatMap((scenarios, i) => (wantedIn(scenarios).length === 0 ? [] : [String(i)]));
  if (labs.length === 0) throw new Error(`no scenario's name starts with ${OPTIONS.starts.join(", ")}`);
  const codes = await Promise.all(
    labs.map(async (lab) =>
      untilEnded(
        await runInNamespace(ownCommand(), { ...process.env, ...findingsEnvironment(found), [LAB]: lab }),
      ),
    ),
  );
  if (labs.length > 1) {
    console.log(codes.every((code) => code === 0) ? "all labs: no scenario failed" : "a scenario FAILED");
  }
  return Math.max(...codes);
}

const folder = namespaceFolder();
const scenarios = wantedIn(LABS[Number(process.env[LAB])] ?? []);
(folder === undefined ? outside() : inside(folder, scenarios)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
