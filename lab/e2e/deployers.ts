import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Deployment } from "../deployment";
import type { Lab } from "../lab";
import type { Terraform } from "../terraform";
import type { Alteration, Stage } from "./scenario";

/** Traefik takes up changes every 2 s at most; Terraform itself is slower than that. */
const CONTROLLER_DELAY = 3_000;

/** Deploys by the real Terraform. */
export function terraformDeployer(lab: Lab): Stage<Terraform>["deploy"] {
  return onChange(async (file, alteration) => {
    const terraform = lab.deployer(file, alteration);
    await terraform.init();
    await terraform.apply();
    return terraform;
  });
}

/** Puts the objects of the synthesized stack in place, without Terraform. */
export function objectsDeployer(lab: Lab): Stage["deploy"] {
  return onChange(async (file, alteration) => {
    await lab.stackObjects.place(readFileSync(lab.synthesize(file, alteration), "utf8"));
    await delay(CONTROLLER_DELAY);
    return lab.stackObjects;
  });
}

/** Deploys a stack where it is not the one that is deployed already. */
function onChange<Deployed extends Deployment>(
  deploy: (file: string, alteration?: Alteration) => Promise<Deployed>,
): (file: string, alteration?: Alteration) => Promise<Deployed> {
  let current:
    { readonly file: string; readonly alteration?: string; readonly deployed: Deployed } | undefined;
  return async (file, alteration) => {
    if (current?.file !== file || current.alteration !== alteration?.name) {
      current = undefined;
      current = { file, alteration: alteration?.name, deployed: await deploy(file, alteration) };
    }
    return current.deployed;
  };
}
