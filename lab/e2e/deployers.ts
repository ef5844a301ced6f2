import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Deployment } from "../deployment";
import type { Lab } from "../lab";
import type { Terraform } from "../terraform";
import type { Alteration, Stage } from "./scenario";

/** The part of a stage that brings stacks about. */
type Deployer<Deployed extends Deployment> = Pick<Stage<Deployed>, "deploy" | "clear">;

/** Traefik takes up changes every 2 s at most; Terraform itself is slower than that. */
const CONTROLLER_DELAY = 3_000;

/** Deploys by the real Terraform. */
export function terraformDeployer(lab: Lab): Deployer<Terraform> {
  return onChange(
    async (file, alteration) => {
      const terraform = lab.deployer(file, alteration);
      await terraform.init();
      await terraform.apply();
      return terraform;
    },
    (terraform) => terraform.destroy(),
  );
}

/** Puts the objects of the synthesized stack in place, without Terraform. */
export function objectsDeployer(lab: Lab): Deployer<Deployment> {
  return onChange<Deployment>(
    async (file, alteration) => {
      await lab.stackObjects.place(readFileSync(lab.synthesize(file, alteration), "utf8"));
      await delay(CONTROLLER_DELAY);
      return lab.stackObjects;
    },
    () => lab.stackObjects.remove(),
  );
}

/** Deploys a stack where it is not the one that is deployed already. */
function onChange<Deployed extends Deployment>(
  deploy: (file: string, alteration?: Alteration) => Promise<Deployed>,
  destroy: (deployed: Deployed) => Promise<void>,
): Deployer<Deployed> {
  let current: { readonly key: string; readonly deployed: Deployed } | undefined;
  return {
    deploy: async (file, alteration) => {
      const key = JSON.stringify([file, alteration?.name]);
      if (current?.key !== key) {
        current = undefined;
        current = { key, deployed: await deploy(file, alteration) };
      }
      return current.deployed;
    },
    clear: async () => {
      const was = current;
      current = undefined;
      if (was !== undefined) await destroy(was.deployed);
    },
  };
}
