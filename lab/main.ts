import { createHash, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildPrograms } from "./cluster/build-programs";
import { showBuild } from "./cluster/show-build";
import { PROGRAM_NAMES } from "./cluster/programs";
import { findingsEnvironment, whyAbsent } from "./findings";
import { modelOf } from "../lib/config/model";
import { GITHUB_NAMES } from "./github/server";
import { ADDRESSES, APP_HOST, ENTRA_NAMES, startLab, type Lab } from "./lab";
import { namespaceFolder, onStop, ownCommand, runInNamespace, untilEnded } from "./namespace/namespace";
import { browserCommand, relayInside, relayOutside, type RelayTarget } from "./namespace/relay";
import { prepare, tenantOf, whyNotHere, type Prepared } from "./prove/prepare";
import { stand } from "./prove/stand";
import { findProviders } from "./terraform-providers";

const SAMPLE = "entra-ingress-auth.yaml";
/** Written inside when everything is up; tells the outside the fingerprint of the lab's CA. */
const READY = "ready";

/** Outside: builds what is missing, starts the inside, and opens ports of the real machine to it. */
async function outside(files: readonly Prepared[]): Promise<number> {
  tenantOf(files);
  await buildPrograms(PROGRAM_NAMES, { onProgress: showBuild });
  say("terraform init: are the providers to be had?");
  const [first] = files;
  const found = findingsEnvironment({
    terraform: await findProviders(first?.file ?? SAMPLE, "terraform", first?.environment),
  });
  const inside = await runInNamespace(ownCommand(), { ...process.env, ...found });
  const ended = untilEnded(inside);
  const ready = join(inside.folder, READY);
  let over = false;
  void ended.finally(() => (over = true));
  while (!over && !existsSync(ready)) await delay(100);
  if (!over) {
    const relays = await Promise.all(
      relaysFor(files).map(({ target }) => relayOutside(inside.folder, target, 0)),
    );
    const command = browserCommand(
      relays,
      `https://${hostsOf(files)[0] ?? ""}/`,
      readFileSync(ready, "utf8"),
      join(inside.folder, "browser-profile"),
    );
    console.log(`\nOpen it in a browser of this machine:\n  ${command}\n\nCtrl-C ends the lab.`);
    await ended;
    await Promise.all(relays.map((relay) => relay.close()));
  }
  return ended;
}

/** Inside: the whole system, and stacks deployed, by Terraform where its providers can be had. */
async function inside(folder: string, files: readonly Prepared[]): Promise<void> {
  const tenantId = tenantOf(files);
  const lab = await startLab({ folder, onProgress: say, onFailure: (error) => say(error.message), tenantId });
  onStop(() => {
    console.log("\nThe lab has ended.");
    // The namespace takes everything in it along.
    process.exit(0);
  });
  const absent = whyAbsent("terraform");
  if (absent !== undefined) {
    say(`Terraform's providers cannot be had: ${absent}`);
    say("the stacks' objects are put in place without Terraform");
  }
  const described =
    files.length === 0 ? await standSample(lab, absent === undefined) : await standFiles(lab, files);
  for (const { target, host } of relaysFor(files))
    await relayInside(folder, target.name, { host, port: 443 });
  console.log(`\n${described.join("\n")}`);
  writeFileSync(join(folder, READY), fingerprint(lab.authority.certificate));
}

/** The sample, in the lab as it is. */
async function standSample(lab: Lab, byTerraform: boolean): Promise<string[]> {
  if (byTerraform) await applySample(lab);
  else await lab.stackObjects.place(readFileSync(lab.synthesize(SAMPLE), "utf8"));
  const { alice, mallory } = lab.entra.seed.people;
  return [
    `https://${APP_HOST}/`,
    `  ${alice.userPrincipalName.padEnd(24)} is a member of the access group and gets in`,
    `  ${mallory.userPrincipalName.padEnd(24)} is not, and is refused`,
  ];
}

/** The stacks of config files, with everything around them that they take for granted. */
async function standFiles(lab: Lab, files: readonly Prepared[]): Promise<string[]> {
  for (const one of files) {
    const why = whyNotHere(one);
    if (why !== undefined) throw new Error(`${one.file}: ${why}`);
  }
  const standing = await stand(lab, files, { onProgress: say });
  await standing.settle();
  return standing.visits.flatMap(({ hosts, people, edge }) => [
    ...hosts.map((host) => `https://${host}/`),
    `  answered by ${edge}`,
    ...people.map(({ name, why }) => `  ${name.padEnd(40)} ${why}`),
  ]);
}

/** Where a browser outside has to get to, and where that is inside. */
function relaysFor(files: readonly Prepared[]): { readonly target: RelayTarget; readonly host: string }[] {
  return [
    { target: { name: "entra", hosts: ENTRA_NAMES }, host: ADDRESSES.entra },
    { target: { name: "ingress", hosts: hostsOf(files) }, host: ADDRESSES.ingress },
    ...(files.some(({ config }) => config.github !== undefined)
      ? [{ target: { name: "github", hosts: GITHUB_NAMES }, host: ADDRESSES.github }]
      : []),
  ];
}

/** The hosts of the files, or the sample's. */
function hostsOf(files: readonly Prepared[]): string[] {
  if (files.length === 0) return [APP_HOST];
  const hosts = files.flatMap(({ config }) => {
    const { apps, signIn } = modelOf(config);
    return [...apps.map(({ host }) => host), ...(signIn.host === undefined ? [] : [signIn.host])];
  });
  return [...new Set(hosts)];
}

async function applySample(lab: Lab): Promise<void> {
  const verbose = process.argv.includes("--verbose");
  const terraform = lab.deployer(SAMPLE, { onLine: verbose ? console.log : undefined });
  say("terraform init");
  await terraform.init();
  say("terraform apply: Entra takes about half a minute");
  await terraform.apply();
}

/** What a browser calls the key of a certificate. */
function fingerprint(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest("base64");
}

const started = Date.now();
function say(step: string): void {
  console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(4)} s  ${step}`);
}

const folder = namespaceFolder();
const named = process.argv.slice(2).filter((argument) => argument !== "--verbose");
Promise.resolve(named)
  .then(async (files) => {
    const prepared = files.map((file) => prepare(file, process.env));
    if (folder !== undefined) await inside(folder, prepared);
    else process.exit(await outside(prepared));
  })
  .catch(fail);

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
