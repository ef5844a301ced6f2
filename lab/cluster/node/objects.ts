import { type CoreV1Api, type V1ConfigMap, type V1Secret } from "@kubernetes/client-node";
import { hasCode } from "../../error-code";

/** Something that a Pod refers to is not there, or lacks a key; the message is the kubelet's. */
export class MissingReference extends Error {}

/** Reads the Secrets and ConfigMaps that a Pod refers to, as bytes by key. */
export class ReferencedObjects {
  constructor(
    private readonly core: CoreV1Api,
    private readonly namespace: string,
  ) {}

  /** Content of a Secret; undefined if it does not exist and is optional. */
  async secret(name: string, optional = false): Promise<Map<string, Buffer> | undefined> {
    const found = await this.read<V1Secret>("secret", name, optional, () =>
      this.core.readNamespacedSecret({ name, namespace: this.namespace }),
    );
    if (found === undefined) return undefined;
    return new Map(
      Object.entries(found.data ?? {}).map(([key, value]) => [key, Buffer.from(value, "base64")]),
    );
  }

  /** Content of a ConfigMap; undefined if it does not exist and is optional. */
  async configMap(name: string, optional = false): Promise<Map<string, Buffer> | undefined> {
    const found = await this.read<V1ConfigMap>("configmap", name, optional, () =>
      this.core.readNamespacedConfigMap({ name, namespace: this.namespace }),
    );
    if (found === undefined) return undefined;
    return new Map([
      ...Object.entries(found.data ?? {}).map(([key, value]) => [key, Buffer.from(value)] as const),
      ...Object.entries(found.binaryData ?? {}).map(
        ([key, value]) => [key, Buffer.from(value, "base64")] as const,
      ),
    ]);
  }

  /** One key of a Secret or ConfigMap; undefined if it is not there and optional. */
  async key(
    kind: "secret" | "configMap",
    reference: { name?: string; key: string; optional?: boolean },
  ): Promise<string | undefined> {
    const { name = "", key, optional = false } = reference;
    const value = (await this[kind](name, optional))?.get(key);
    if (value === undefined && !optional) {
      const what = kind === "secret" ? "Secret" : "ConfigMap";
      throw new MissingReference(`couldn't find key ${key} in ${what} ${this.namespace}/${name}`);
    }
    return value?.toString();
  }

  private async read<T>(
    kind: string,
    name: string,
    optional: boolean,
    get: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await get();
    } catch (error) {
      if (!hasCode(error, 404)) throw error;
      if (optional) return undefined;
      throw new MissingReference(`${kind} "${name}" not found`);
    }
  }
}
