import { CustomObjectsApi, type KubeConfig } from "@kubernetes/client-node";
import { until } from "../until";
import { type DefinitionsName, readDefinitions } from "./definitions";
import { StrictObjects } from "./strict-objects";

/** Installs definitions, and waits until the API server serves what they define. */
export async function installDefinitions(
  config: KubeConfig,
  names: readonly DefinitionsName[],
): Promise<void> {
  const objects = config.makeApiClient(StrictObjects);
  const custom = config.makeApiClient(CustomObjectsApi);
  await Promise.all(
    names
      .flatMap((name) => readDefinitions(name))
      .map(async (definition) => {
        await objects.apply(definition);
        const { group, names: called, versions } = definition.spec;
        const version = versions.find(({ served }) => served)?.name ?? "";
        const isServed = (): Promise<boolean> =>
          custom.listClusterCustomObject({ group, version, plural: called.plural }).then(
            () => true,
            () => false,
          );
        await until(isServed, `the API server does not serve ${called.plural}.${group}`);
      }),
  );
}
