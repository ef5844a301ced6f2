import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Deployment } from "../deployment";
import type { Lab } from "../lab";
import type { Terraform, TerraformProgram } from "../terraform";
import type { Alteration, Stage } from "./scenario";

/** The part of a stage that brings stacks about. */
export type Deployer<Deployed extends Deployment> = Pick<Stage<Deployed>, "deploy" | "clear">;

/** Traefik takes up changes every 2 s at most; Terraform itself is slower than that. */
const CONTROLLER_DELAY = 3_000;

export interface Deployers extends Readonly<Record<TerraformProgram, Deployer<Terraform>>> {
  /** Without Terraform. */
  readonly objects: Deployer<Deployment>;
}

/**
 * The ways to bring a stack about. Only one of them has a stack in place at a time. `settled` waits until nothing of
 * an earlier stack answers any more.
 */
export function deployers(lab: Lab, settled: () => Promise<void>): Deployers {
  const terraform = onChange(byProgram(lab, settled, "terraform"));
  const tofu = onChange(byProgram(lab, settled, "tofu"));
  const objects = onChange(byObjects(lab, settled));
  return {
    terraform: alone(terraform, [tofu, objects]),
    tofu: alone(tofu, [terraform, objects]),
    objects: alone(objects, [terraform, tofu]),
  };
}

/** A synthesized stack, and how it gets there and away. */
export interface Work<Deployed extends Deployment> {
  readonly deployed: Deployed;
  apply(): Promise<void>;
  destroy(): Promise<void>;
}

type Synthesize<Deployed extends Deployment> = (file: string, alteration?: Alteration) => Work<Deployed>;

/** Deploys by the real Terraform or OpenTofu. */
function byProgram(lab: Lab, settled: () => Promise<void>, program: TerraformProgram): Synthesize<Terraform> {
  return (file, alteration) => {
    const deployed = lab.deployer(file, { ...alteration, program });
    return {
      deployed,
      apply: async () => {
        await deployed.init();
        await deployed.apply();
        await settled();
      },
      destroy: () => deployed.destroy(),
    };
  };
}

/** Puts the objects of the synthesized stack in place. */
function byObjects(lab: Lab, settled: () => Promise<void>): Synthesize<Deployment> {
  return (file, alteration) => {
    const stack = readFileSync(lab.synthesize(file, alteration), "utf8");
    return {
      deployed: lab.stackObjects,
      apply: async () => {
        await lab.stackObjects.place(stack);
        await delay(CONTROLLER_DELAY);
        await settled();
      },
      destroy: () => lab.stackObjects.remove(),
    };
  };
}

/** Deploys a stack where it is not the one that is deployed already. */
export function onChange<Deployed extends Deployment>(synthesize: Synthesize<Deployed>): Deployer<Deployed> {
  let current: (Work<Deployed> & { readonly key?: string }) | undefined;
  return {
    deploy: async (file, alteration) => {
      const key = JSON.stringify([file, alteration?.name]);
      if (current?.key !== key) {
        const work = synthesize(file, alteration);
        // Of what fails there may be something to destroy, and no reason not to deploy it again.
        current = work;
        await work.apply();
        current = { ...work, key };
      }
      return current.deployed;
    },
    clear: async () => {
      const was = current;
      current = undefined;
      await was?.destroy();
    },
  };
}

/** Clears what others have deployed before it deploys, and with what it has deployed itself. */
export function alone<Deployed extends Deployment>(
  deployer: Deployer<Deployed>,
  others: readonly Deployer<Deployment>[],
): Deployer<Deployed> {
  const clearOthers = async (): Promise<void> => {
    for (const other of others) await other.clear();
  };
  return {
    deploy: async (file, alteration) => {
      await clearOthers();
      return deployer.deploy(file, alteration);
    },
    clear: async () => {
      await clearOthers();
      await deployer.clear();
    },
  };
}
