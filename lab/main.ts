import { createHash, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { buildPrograms } from "./cluster/build-programs";
import { showBuild } from "./cluster/show-build";
import { PROGRAM_NAMES } from "./cluster/programs";
import { findingsEnvironment, whyAbsent } from "./findings";
import { ADDRESSES, APP_HOST, ENTRA_NAMES, startLab, type Lab } from "./lab";
import { namespaceFolder, onStop, ownCommand, runInNamespace, untilEnded } from "./namespace/namespace";
import { browserCommand, relayInside, relayOutside } from "./namespace/relay";
import { findProviders } from "./terraform-providers";

const SAMPLE = "entra-ingress-auth.yaml";
const URL = `https://${APP_HOST}/`;
/** Written inside when everything is up; tells the outside the fingerprint of the lab's CA. */
const READY = "ready";
const RELAYS = {
  entra: { name: "entra", hosts: ENTRA_NAMES },
  ingress: { name: "ingress", hosts: [APP_HOST] },
} as const;

/** Outside: builds what is missing, starts the inside, and opens ports of the real machine to it. */
async function outside(): Promise<number> {
  await buildPrograms(PROGRAM_NAMES, { onProgress: showBuild });
  say("terraform init: are the providers to be had?");
  const found = findingsEnvironment({ terraform: await findProviders(SAMPLE) });
  const inside = await runInNamespace(ownCommand(), { ...process.env, ...found });
  const ended = untilEnded(inside);
  const ready = join(inside.folder, READY);
  let over = false;
  void ended.finally(() => (over = true));
  while (!over && !existsSync(ready)) await delay(100);
  if (!over) {
    const relays = await Promise.all(
      Object.values(RELAYS).map((relay) => relayOutside(inside.folder, relay, 0)),
    );
    const command = browserCommand(
      relays,
      URL,
      readFileSync(ready, "utf8"),
      join(inside.folder, "browser-profile"),
    );
    console.log(`\nOpen it in a browser of this machine:\n  ${command}\n\nCtrl-C ends the lab.`);
    await ended;
    await Promise.all(relays.map((relay) => relay.close()));
  }
  return ended;
}

/** Inside: the whole system, and the sample's stack deployed, by Terraform where its providers can be had. */
async function inside(folder: string): Promise<void> {
  const lab = await startLab({ folder, onProgress: say, onFailure: (error) => say(error.message) });
  onStop(() => {
    console.log("\nThe lab has ended.");
    // The namespace takes everything in it along.
    process.exit(0);
  });
  const absent = whyAbsent("terraform");
  if (absent === undefined) await applySample(lab);
  else {
    say(`Terraform's providers cannot be had: ${absent}`);
    say("the sample's objects are put in place without Terraform");
    await lab.stackObjects.place(readFileSync(lab.synthesize(SAMPLE), "utf8"));
  }
  await relayInside(folder, RELAYS.entra.name, { host: ADDRESSES.entra, port: 443 });
  await relayInside(folder, RELAYS.ingress.name, { host: ADDRESSES.ingress, port: 443 });

  const { alice, mallory } = lab.entra.seed.people;
  console.log(`\n${URL}`);
  console.log(`  ${alice.userPrincipalName.padEnd(24)} is a member of the access group and gets in`);
  console.log(`  ${mallory.userPrincipalName.padEnd(24)} is not, and is refused`);
  writeFileSync(join(folder, READY), fingerprint(lab.authority.certificate));
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
if (folder === undefined) {
  outside().then((code) => process.exit(code), fail);
} else {
  inside(folder).catch(fail);
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
