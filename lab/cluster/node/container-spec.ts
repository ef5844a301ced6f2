import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CoreV1Api, type V1Container, type V1Pod } from "@kubernetes/client-node";
import { NETWORK } from "../../namespace/network";
import { type ContainerSpec, type Mount } from "./container";
import { WaitingReason } from "./container-supervisor";
import { containerEnvironment } from "./environment";
import { expand } from "./expand";
import { type PodAddresses } from "./field-ref";
import { findImage, type Image } from "./image";
import { ReferencedObjects } from "./objects";

/** What a container's process is made from, beside the Pod's spec. */
export interface SpecSources {
  readonly core: CoreV1Api;
  readonly images: readonly Image[];
  readonly addresses: PodAddresses;
  readonly network: string;
  /** Folder with the Pod's own files of /etc. */
  readonly etc: string;
  readonly volume: (name: string) => string;
  readonly log: string;
}

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const ETC = ["hosts", "hostname", "resolv.conf"] as const;

/** Makes the spec of a container's process; throws while something that it refers to is missing. */
export async function containerSpec(
  pod: V1Pod,
  container: V1Container,
  sources: SpecSources,
): Promise<ContainerSpec> {
  const image = findImage(sources.images, container.image ?? "");
  if (image === undefined) {
    throw new WaitingReason("ErrImagePull", `the lab has no image for ${container.image}`);
  }
  const { user, group } = identity(pod, container, image);
  const namespace = pod.metadata?.namespace ?? "";
  const declared = await containerEnvironment(pod, container, {
    objects: new ReferencedObjects(sources.core, namespace),
    addresses: sources.addresses,
    services: await services(sources.core, namespace),
  });
  const hostname = pod.spec?.hostname ?? pod.metadata?.name ?? "";
  const environment = { PATH, HOSTNAME: hostname, HOME: "/", ...image.env, ...declared };
  const command = container.command ?? image.entrypoint;
  return {
    command: [...command, ...(container.args ?? [])].map((word) => expand(word, environment)),
    environment,
    workingDirectory: container.workingDir ?? "/",
    user,
    group,
    hostname,
    network: sources.network,
    mounts: mounts(container, image, sources, environment),
    readOnlyRoot: container.securityContext?.readOnlyRootFilesystem === true,
    log: sources.log,
  };
}

function identity(pod: V1Pod, container: V1Container, image: Image): { user: number; group: number } {
  const own = container.securityContext;
  const shared = pod.spec?.securityContext;
  const user = own?.runAsUser ?? shared?.runAsUser ?? image.user ?? 0;
  const group = own?.runAsGroup ?? shared?.runAsGroup ?? image.user ?? 0;
  if (user === 0 && (own?.runAsNonRoot ?? shared?.runAsNonRoot) === true) {
    throw new WaitingReason(
      "CreateContainerConfigError",
      "container has runAsNonRoot and image will run as root",
    );
  }
  return { user, group };
}

function mounts(
  container: V1Container,
  image: Image,
  sources: SpecSources,
  environment: Readonly<Record<string, string>>,
): Mount[] {
  const files = Object.entries(image.files).map(([path, source]) => ({ source, path, readOnly: true }));
  const etc = ETC.map((name) => ({ source: join(sources.etc, name), path: `/etc/${name}`, readOnly: true }));
  const volumes = (container.volumeMounts ?? []).map((mount) => {
    const subPath = mount.subPathExpr === undefined ? mount.subPath : expand(mount.subPathExpr, environment);
    const source = join(sources.volume(mount.name), subPath ?? "");
    return { source, path: mount.mountPath, readOnly: mount.readOnly === true };
  });
  // Outer folders first, or they would hide the inner ones.
  volumes.sort((one, other) => one.path.length - other.path.length);
  return [...files, ...etc, ...volumes];
}

async function services(core: CoreV1Api, namespace: string) {
  const own = await core.listNamespacedService({ namespace });
  if (namespace === "default") return own.items;
  return [await core.readNamespacedService({ namespace: "default", name: "kubernetes" }), ...own.items];
}

/** Writes the files of /etc that Kubernetes gives a Pod. */
export function writeEtc(pod: V1Pod, address: string, folder: string): void {
  const { namespace = "" } = pod.metadata ?? {};
  const hostname = pod.spec?.hostname ?? pod.metadata?.name ?? "";
  const search = [`${namespace}.svc.cluster.local`, "svc.cluster.local", "cluster.local"].join(" ");
  const aliases = (pod.spec?.hostAliases ?? []).map(
    ({ ip, hostnames = [] }) => `${ip} ${hostnames.join(" ")}\n`,
  );
  const content: Readonly<Record<(typeof ETC)[number], string>> = {
    hosts: `127.0.0.1 localhost\n::1 localhost\n${address} ${hostname}\n${aliases.join("")}`,
    hostname: `${hostname}\n`,
    "resolv.conf": `search ${search}\nnameserver ${NETWORK.node}\noptions ndots:5\n`,
  };
  mkdirSync(folder, { recursive: true });
  for (const name of ETC) writeFileSync(join(folder, name), content[name]);
}
