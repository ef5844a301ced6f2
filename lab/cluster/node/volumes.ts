import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  type CoreV1Api,
  type V1KeyToPath,
  type V1Pod,
  type V1Volume,
  type V1VolumeProjection,
} from "@kubernetes/client-node";
import { fieldValue, type PodAddresses } from "./field-ref";
import { MissingReference, type ReferencedObjects } from "./objects";

/** A file of a volume. */
interface File {
  readonly content: Buffer;
  readonly mode: number;
}
type Files = Map<string, File>;

/** Kubelet's default for files of Secrets, ConfigMaps and tokens. */
const DEFAULT_MODE = 0o644;
/** A token is asked for anew when this part of its life is over. */
const TOKEN_RENEWAL = 0.8;

/** The volumes of one Pod, as folders of this machine. */
export class Volumes {
  private readonly tokens = new Map<string, { value: string; renewAt: number }>();
  private revision = 0;

  constructor(
    private readonly pod: V1Pod,
    private readonly folder: string,
    private readonly core: CoreV1Api,
    private readonly objects: ReferencedObjects,
    private readonly addresses: PodAddresses,
  ) {}

  /** Folder of a volume. */
  path(volume: string): string {
    return join(this.folder, volume);
  }

  /** Makes the volumes, or brings their content up to date. */
  async write(): Promise<void> {
    for (const volume of this.pod.spec?.volumes ?? []) {
      const path = this.path(volume.name);
      mkdirSync(path, { recursive: true });
      if (volume.emptyDir !== undefined) chmodSync(path, 0o777);
      else replaceFiles(path, await this.files(volume), ++this.revision);
    }
  }

  /** Removes the volumes. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async files(volume: V1Volume): Promise<Files> {
    const { secret, configMap, projected, downwardAPI } = volume;
    if (secret) {
      const { secretName: name, items, optional, defaultMode } = secret;
      return this.project({ secret: { name, items, optional } }, defaultMode);
    }
    if (configMap) return this.project({ configMap }, configMap.defaultMode);
    if (downwardAPI)
      return this.project({ downwardAPI: { items: downwardAPI.items } }, downwardAPI.defaultMode);
    if (projected) {
      const files: Files = new Map();
      for (const source of projected.sources ?? []) {
        for (const [path, file] of await this.project(source, projected.defaultMode)) files.set(path, file);
      }
      return files;
    }
    const kind = Object.keys(volume).find((key) => key !== "name");
    throw new MissingReference(`the lab has no volumes of the kind ${kind} (${volume.name})`);
  }

  private async project(source: V1VolumeProjection, defaultMode = DEFAULT_MODE): Promise<Files> {
    const { secret, configMap, downwardAPI, serviceAccountToken: token } = source;
    if (secret) {
      const content = await this.objects.secret(secret.name ?? "", secret.optional);
      return pick(content, secret.items, defaultMode, secret.optional);
    }
    if (configMap) {
      const content = await this.objects.configMap(configMap.name ?? "", configMap.optional);
      return pick(content, configMap.items, defaultMode, configMap.optional);
    }
    if (token) {
      const content = await this.token(token.audience, token.expirationSeconds);
      return new Map([[token.path, { content: Buffer.from(content), mode: defaultMode }]]);
    }
    if (downwardAPI) {
      return new Map(
        (downwardAPI.items ?? []).map(({ path, fieldRef, mode = defaultMode }) => {
          const value = fieldValue(this.pod, fieldRef?.fieldPath ?? "", this.addresses);
          if (value === undefined)
            throw new MissingReference(`the lab has no value for the downwardAPI file ${path}`);
          return [path, { content: Buffer.from(value), mode }];
        }),
      );
    }
    throw new MissingReference(`the lab has no projected source ${Object.keys(source).join(", ")}`);
  }

  /** A token of the Pod's service account, bound to the Pod. */
  private async token(audience: string | undefined, expirationSeconds = 3600): Promise<string> {
    const key = audience ?? "";
    const known = this.tokens.get(key);
    if (known !== undefined && Date.now() < known.renewAt) return known.value;
    const { name: podName = "", namespace = "", uid } = this.pod.metadata ?? {};
    const { status } = await this.core.createNamespacedServiceAccountToken({
      name: this.pod.spec?.serviceAccountName ?? "default",
      namespace,
      body: {
        spec: {
          audiences: audience === undefined ? [] : [audience],
          expirationSeconds,
          boundObjectRef: { apiVersion: "v1", kind: "Pod", name: podName, uid },
        },
      },
    });
    if (status === undefined) throw new Error("the API server answered a token request without a token");
    const life = status.expirationTimestamp.getTime() - Date.now();
    this.tokens.set(key, { value: status.token, renewAt: Date.now() + life * TOKEN_RENEWAL });
    return status.token;
  }
}

function pick(
  content: Map<string, Buffer> | undefined,
  items: V1KeyToPath[] | undefined,
  defaultMode: number,
  optional = false,
): Files {
  if (items === undefined) {
    return new Map([...(content ?? [])].map(([key, value]) => [key, { content: value, mode: defaultMode }]));
  }
  const files: Files = new Map();
  for (const { key, path, mode = defaultMode } of items) {
    const value = content?.get(key);
    if (value !== undefined) files.set(path, { content: value, mode });
    else if (!optional) throw new MissingReference(`references non-existent key: ${key}`);
  }
  return files;
}

/**
 * Replaces a volume's files all at once, as the kubelet does: they are links through ..data, which then points to
 * another folder.
 */
function replaceFiles(volume: string, files: Files, revision: number): void {
  const data = `..revision-${revision}`;
  mkdirSync(join(volume, data), { recursive: true });
  for (const [path, { content, mode }] of files) {
    const file = join(volume, data, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
    const top = path.split("/")[0] ?? path;
    if (!existsSync(join(volume, top))) {
      rmSync(join(volume, top), { force: true });
      symlinkSync(join("..data", top), join(volume, top));
    }
  }
  symlinkSync(data, join(volume, "..data-next"));
  renameSync(join(volume, "..data-next"), join(volume, "..data"));
  rmSync(join(volume, `..revision-${revision - 1}`), { recursive: true, force: true });
  for (const name of readdirSync(volume)) {
    if (!name.startsWith("..") && !existsSync(join(volume, name))) rmSync(join(volume, name));
  }
}
