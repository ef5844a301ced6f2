import { existsSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { startLab, type Lab } from "../lab";
import { namespaceFolder, onStop, runInNamespace, untilEnded } from "../namespace/namespace";
import { buildPrograms } from "../cluster/build-programs";
import { PROGRAM_NAMES } from "../cluster/programs";
import type { Terraform } from "../terraform";
import { Browsers } from "./browsers";
import type { Scenario, Stage } from "./scenario";
import { bearerTokens } from "./scenarios/bearer-tokens";
import { deploy, destroy } from "./scenarios/deploy";
import { machines } from "./scenarios/machines";
import { members } from "./scenarios/members";
import { noSession } from "./scenarios/no-session";
import { outsiders } from "./scenarios/outsiders";

const SCENARIOS: readonly Scenario[] = [
  deploy,
  ...members,
  outsiders,
  noSession,
  bearerTokens,
  ...machines,
  destroy,
];
const CHROMIUM = "/usr/bin/chromium";
const SCREENSHOTS = resolve("e2e-screenshots");

async function inside(folder: string): Promise<number> {
  const lab = await startLab({ folder, onFailure: (error) => console.error(error.message) });
  onStop(() => void lab.close().then(() => process.exit(1)));
  mkdirSync(SCREENSHOTS, { recursive: true });
  const browsers = await Browsers.start(CHROMIUM, SCREENSHOTS);
  const stage: Stage = { lab, browsers, deploy: deployer(lab) };
  let failures = 0;
  const wanted = SCENARIOS.filter(isWanted);
  for (const scenario of wanted) {
    const start = Date.now();
    const problem = await scenario.run(stage).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const seconds = Math.round((Date.now() - start) / 1_000);
    console.log(`${problem === undefined ? "passed" : "FAILED"}  ${scenario.name}  (${seconds} s)`);
    if (problem !== undefined) {
      failures += 1;
      console.log(`        ${problem.split("\n").join("\n        ")}`);
    }
  }
  console.log(`${wanted.length - failures} passed, ${failures} failed`);
  await browsers.close();
  await lab.close();
  return failures === 0 ? 0 : 1;
}

/** Scenarios whose name starts with an argument, or all of them. */
function isWanted({ name }: Scenario): boolean {
  const wanted = process.argv.slice(2);
  return wanted.length === 0 || wanted.some((start) => name.startsWith(start));
}

/** Applies a stack where it is not the one that is applied already. */
function deployer(lab: Lab): Stage["deploy"] {
  let applied:
    { readonly file: string; readonly alteration?: string; readonly terraform: Terraform } | undefined;
  return async (file, alteration) => {
    if (applied?.file !== file || applied.alteration !== alteration?.name) {
      const terraform = lab.deployer(file, alteration);
      await terraform.init();
      applied = undefined;
      await terraform.apply();
      applied = { file, alteration: alteration?.name, terraform };
    }
    return applied.terraform;
  };
}

async function outside(): Promise<number> {
  if (!existsSync(CHROMIUM)) throw new Error(`the browser is not here: apt-get install chromium`);
  await buildPrograms(PROGRAM_NAMES);
  return untilEnded(await runInNamespace());
}

const folder = namespaceFolder();
(folder === undefined ? outside() : inside(folder)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
