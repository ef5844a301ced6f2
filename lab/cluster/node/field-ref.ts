import { type V1Pod } from "@kubernetes/client-node";

/** Addresses that a Pod may ask for by fieldRef. */
export interface PodAddresses {
  readonly pod: string;
  readonly node: string;
}

/** Value of a field of the Pod, as env and downwardAPI volumes refer to it; undefined if there is no such field. */
export function fieldValue(pod: V1Pod, path: string, addresses: PodAddresses): string | undefined {
  const { metadata = {}, spec } = pod;
  const entry = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (entry !== null) {
    const [, kind, key = ""] = entry;
    return (kind === "labels" ? metadata.labels : metadata.annotations)?.[key] ?? "";
  }
  const values: Readonly<Record<string, string | undefined>> = {
    "metadata.name": metadata.name,
    "metadata.namespace": metadata.namespace,
    "metadata.uid": metadata.uid,
    "metadata.labels": lines(metadata.labels),
    "metadata.annotations": lines(metadata.annotations),
    "spec.nodeName": spec?.nodeName,
    "spec.serviceAccountName": spec?.serviceAccountName,
    "status.podIP": addresses.pod,
    "status.podIPs": addresses.pod,
    "status.hostIP": addresses.node,
    "status.hostIPs": addresses.node,
  };
  return values[path];
}

function lines(entries: Readonly<Record<string, string>> = {}): string {
  return Object.entries(entries)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join("\n");
}
