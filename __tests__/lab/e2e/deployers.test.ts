import type { Deployment } from "../../../lab/deployment";
import { alone, onChange, type Deployer, type Work } from "../../../lab/e2e/deployers";
import type { Alteration } from "../../../lab/e2e/scenario";

const ALTERED: Alteration = { name: "altered", alter: () => undefined };

describe("a deployer of the scenarios", () => {
  let done: string[];
  /** The file whose next deployment fails. */
  let broken: string | undefined;

  beforeEach(() => {
    done = [];
    broken = undefined;
  });

  function deployer(name: string): Deployer<Deployment> {
    return onChange((file, alteration): Work<Deployment> => {
      const what = [name, file, ...(alteration === undefined ? [] : [alteration.name])].join(" ");
      return {
        deployed: { outputs: () => Promise.resolve({ what }) },
        apply: () => {
          done.push(`apply ${what}`);
          if (broken !== file) return Promise.resolve();
          broken = undefined;
          return Promise.reject(new Error(`${file} is broken`));
        },
        destroy: () => {
          done.push(`destroy ${what}`);
          return Promise.resolve();
        },
      };
    });
  }

  it("deploys what is not deployed already, and destroys what is", async () => {
    const { deploy, clear } = deployer("terraform");

    await deploy("a.yaml");
    const deployed = await deploy("a.yaml");
    await deploy("a.yaml", ALTERED);
    await deploy("b.yaml");
    await clear();
    await clear();
    await deploy("b.yaml");

    expect(await deployed.outputs()).toEqual({ what: "terraform a.yaml" });
    expect(done).toEqual([
      "apply terraform a.yaml",
      "apply terraform a.yaml altered",
      "apply terraform b.yaml",
      "destroy terraform b.yaml",
      "apply terraform b.yaml",
    ]);
  });

  it("deploys again what has failed, or destroys what there is of it", async () => {
    const { deploy, clear } = deployer("terraform");
    broken = "a.yaml";

    await expect(deploy("a.yaml")).rejects.toThrow(new Error("a.yaml is broken"));
    await deploy("a.yaml");
    broken = "b.yaml";
    await expect(deploy("b.yaml")).rejects.toThrow(new Error("b.yaml is broken"));
    await clear();

    expect(done).toEqual([
      "apply terraform a.yaml",
      "apply terraform a.yaml",
      "apply terraform b.yaml",
      "destroy terraform b.yaml",
    ]);
  });

  it("has the only stack: what another has deployed goes first", async () => {
    const parts = { terraform: deployer("terraform"), tofu: deployer("tofu") };
    const terraform = alone(parts.terraform, [parts.tofu]);
    const tofu = alone(parts.tofu, [parts.terraform]);

    await terraform.deploy("a.yaml");
    await tofu.deploy("a.yaml");
    await tofu.deploy("a.yaml");
    await terraform.clear();
    await terraform.deploy("a.yaml");

    expect(done).toEqual([
      "apply terraform a.yaml",
      "destroy terraform a.yaml",
      "apply tofu a.yaml",
      "destroy tofu a.yaml",
      "apply terraform a.yaml",
    ]);
  });
});
