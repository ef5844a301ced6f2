import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../lab";
import type { Terraform } from "../terraform";

/** What Terraform keeps of a stack, by where it is: state, backup, plans and what it shows of them. */
async function keptTexts(
  lab: Lab,
  terraform: Terraform,
  plans: readonly string[],
): Promise<readonly (readonly [place: string, text: string])[]> {
  const states = readdirSync(lab.folder).filter((name) => /\.tfstate(\.|$)/.test(name));
  if (states.length < 2) throw new Error(`no state with a backup in ${lab.folder}`);
  return [
    ...states.map((name) => [name, readFileSync(join(lab.folder, name), "utf8")] as const),
    // A saved plan is an archive.
    ...plans.map(
      (plan) => ["a saved plan", execFileSync("unzip", ["-p", plan], UNLIMITED).toString()] as const,
    ),
    ["show -json", await terraform.show()],
    ...(await Promise.all(
      plans.map(async (plan) => ["show -json <plan>", await terraform.show(plan)] as const),
    )),
    ["output -json", JSON.stringify(await terraform.outputs())],
  ];
}

const UNLIMITED = { maxBuffer: Infinity };

/** Where Terraform keeps one of some secrets, as it is or in base64. */
export async function keptPlaces(
  lab: Lab,
  terraform: Terraform,
  plans: readonly string[],
  secrets: readonly string[],
): Promise<string[]> {
  const forms = secrets.flatMap((secret) => [secret, Buffer.from(secret).toString("base64")]);
  const texts = await keptTexts(lab, terraform, plans);
  return texts.filter(([, text]) => forms.some((form) => text.includes(form))).map(([place]) => place);
}
