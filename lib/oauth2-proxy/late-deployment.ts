import {
  DeploymentV1,
  type DeploymentV1Config,
  type DeploymentV1SpecTemplateSpecContainer,
  type DeploymentV1SpecTemplateSpecContainerEnv,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { Construct } from "constructs";
import type { environmentOf } from "./workload";

/** The container that is oauth2-proxy. */
export const CONTAINER = "oauth2-proxy";

/** A Deployment whose variables are complete only at synth; a token cannot stand for a list of blocks. */
export class LateDeployment extends DeploymentV1 {
  constructor(
    scope: Construct,
    id: string,
    private readonly variables: () => ReturnType<typeof environmentOf>,
    config: DeploymentV1Config,
  ) {
    super(scope, id, config);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    this.complete();
    return super.synthesizeAttributes();
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    this.complete();
    return super.synthesizeHclAttributes();
  }

  private complete(): void {
    const { spec } = this.spec.template;
    const containers = spec.container.internalValue;
    const variables = this.variables();
    // What somebody else has added stays, and what an earlier synth has is not there twice.
    const others = ({
      env,
    }: DeploymentV1SpecTemplateSpecContainer): DeploymentV1SpecTemplateSpecContainerEnv[] =>
      Array.isArray(env) ? env.filter(({ name }) => variables.every((one) => one.name !== name)) : [];
    if (Array.isArray(containers)) {
      spec.putContainer(
        containers.map((one) =>
          one.name === CONTAINER ? { ...one, env: [...variables, ...others(one)] } : one,
        ),
      );
    }
  }
}
