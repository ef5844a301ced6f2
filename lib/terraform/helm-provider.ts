import type { Construct } from "constructs";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";

/** How to reach the cluster; what is left out comes from the environment. */
export interface ClusterConnection {
  readonly configPath?: string;
  readonly configContext?: string;
}

/** The helm provider. Since its version 3 the cluster is a map, where the bindings write a block into HCL. */
export class ClusterHelmProvider extends HelmProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly connection: ClusterConnection,
  ) {
    super(scope, id, { kubernetes: connection });
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const { configPath, configContext } = this.connection;
    const value = {
      ...(configPath === undefined ? {} : { config_path: configPath }),
      ...(configContext === undefined ? {} : { config_context: configContext }),
    };
    return {
      ...super.synthesizeHclAttributes(),
      kubernetes: { value, isBlock: false, type: "map", storageClassType: "stringMap" },
    };
  }
}
