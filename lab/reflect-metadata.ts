/*
 * @peculiar/x509 keeps its algorithms in a tsyringe container, which refuses to load without the metadata
 * part of Reflect. It only ever reads and writes whole classes' metadata, so a map of maps is all of it.
 */
const metadata = new WeakMap<object, Map<unknown, unknown>>();

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const own = metadata.get(target) ?? new Map<unknown, unknown>();
  metadata.set(target, own.set(key, value));
}

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key);
}

function getMetadata(key: unknown, target: object): unknown {
  for (let current: object | null = target; current; current = Reflect.getPrototypeOf(current)) {
    if (metadata.get(current)?.has(key)) return getOwnMetadata(key, current);
  }
  return undefined;
}

if (!("getMetadata" in Reflect)) {
  Object.assign(Reflect, { defineMetadata, getOwnMetadata, getMetadata });
}
