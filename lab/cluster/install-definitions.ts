import { ApiextensionsV1Api, CustomObjectsApi, type KubeConfig } from "@kubernetes/client-node";
import { hasCode } from "../error-code";
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
        const { plural } = called;
        // Clients find out from the list of a group's kinds, which comes later than the kind itself.
        const isServed = async (): Promise<boolean> => {
          try {
            await custom.listClusterCustomObject({ group, version, plural });
            const { resources } = await custom.getAPIResources({ group, version });
            return resources.some(({ name }) => name === plural);
          } catch (error) {
            // Not there, or there and "(re)initializing".
            if (hasCode(error, 404) || hasCode(error, 429)) return false;
            throw error;
          }
        };
        await until(isServed, `the API server does not serve ${plural}.${group}`);
      }),
  );
}

/** Removes a definition with all objects of its kind, and waits until it is gone. */
export async function removeDefinition(config: KubeConfig, name: string): Promise<void> {
  const definitions = config.makeApiClient(ApiextensionsV1Api);
  await definitions.deleteCustomResourceDefinition({ name });
  const isGone = async (): Promise<boolean> => {
    const { items } = await definitions.listCustomResourceDefinition();
    return items.every(({ metadata }) => metadata?.name !== name);
  };
  await until(isGone, `the definition ${name} does not go`);
}
