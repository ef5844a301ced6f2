import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { AzureadProvider } from "@cdktf/provider-azuread/lib/provider";
import { CertificateAuthority } from "../lab/certificates";
import { LOGIN_ALIASES, start, type RunningEntra } from "../lab/entra/server";
import { AccessGroup, type Membership } from "../lib";
import { peopleOf } from "./people";

/*
 * What many members cost Terraform: the first apply, a plan that changes nothing, and the plan for one person
 * more, with the real azuread provider against the lab's Entra ID. The emulator answers at once, so the times
 * are the provider's own and Terraform's; the calls tell what a real tenant adds.
 */
const USAGE = `npx tsx bench/people-plan.ts [<members> ...] [--membership authoritative]`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { membership: { type: "string", default: "additive" } },
});
const counts = positionals.length === 0 ? [10, 100, 1_000] : positionals.map(Number);
const membership: Membership = values.membership === "authoritative" ? "authoritative" : "additive";
if (counts.some((count) => !Number.isInteger(count) || count < 1)) {
  console.error(USAGE);
  process.exit(1);
}

async function main(): Promise<void> {
  const authority = await CertificateAuthority.create("people-plan");
  const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-people-"));
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, authority.certificate);
  const port = 8_444;
  const local = `https://localhost:${port}`;
  const entra = await start({
    port,
    tls: await authority.issue({ names: ["localhost", ...LOGIN_ALIASES] }),
    origins: { login: local, graph: local },
  });
  try {
    console.log(
      `membership ${membership}; seconds of the first apply, a plan without change, and one person more\n`,
    );
    for (const count of counts) {
      await measure(entra, join(folder, String(count)), count, {
        ARM_TENANT_ID: entra.seed.deployer.tenantId,
        ARM_CLIENT_ID: entra.seed.deployer.clientId,
        ARM_CLIENT_SECRET: entra.seed.deployer.clientSecret,
        ARM_METADATA_HOSTNAME: `localhost:${port}`,
        SSL_CERT_FILE: caFile,
      });
    }
  } finally {
    await entra.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  { seed: { contoso } }: RunningEntra,
  outdir: string,
  count: number,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  for (const userPrincipalName of peopleOf(count + 1)) {
    if (contoso.users.find((user) => user.userPrincipalName === userPrincipalName) === undefined) {
      contoso.addUser({ userPrincipalName, displayName: userPrincipalName });
    }
  }
  const folder = synthesize(outdir, count);
  await terraform(folder, environment, "init", "-input=false");
  const apply = await terraform(folder, environment, "apply", "-auto-approve", "-input=false");
  const nothing = await terraform(folder, environment, "plan", "-input=false");
  synthesize(outdir, count + 1);
  const oneMore = await terraform(folder, environment, "plan", "-input=false");
  const seconds = [apply, nothing, oneMore].map((run) => run.seconds.toFixed(1).padStart(7)).join(" ");
  console.log(
    `${String(count).padStart(5)} ${seconds}   ${/^Plan: .*$/m.exec(oneMore.output)?.[0] ?? "no plan"}`,
  );
}

function synthesize(outdir: string, count: number): string {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "people");
  new AzureadProvider(stack, "azuread");
  new LocalBackend(stack, { path: "terraform.tfstate" });
  new AccessGroup(stack, "group", {
    name: `people-${outdir.split("/").at(-1)}`,
    users: peopleOf(count),
    membership,
  });
  app.synth();
  return join(outdir, "stacks", "people");
}

/** Runs Terraform without holding up the emulator, which is in this process. */
async function terraform(
  cwd: string,
  environment: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<{ readonly seconds: number; readonly output: string }> {
  const started = process.hrtime.bigint();
  const child = spawn("terraform", [...args, "-no-color"], {
    cwd,
    env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...environment },
  });
  let output = "";
  child.stdout.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output += part.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`terraform ${args[0]} failed:\n${output}`);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, output };
}

void main();
