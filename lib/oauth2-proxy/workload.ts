import { posix } from "node:path";
import type { ITerraformDependable } from "cdktf";
import type { PodVariable, ProjectedToken, SecretKeyReference } from "../contracts/credential";
import type { CaBundleProps, ServiceAccountProps } from "./pod-props";
import { SPREAD_KEYS, type ReplicaRange, type TopologySpreadConstraint } from "./scaling";
import { REDIS_CA_DIR, REDIS_CA_FILE } from "./redis";
import { CA_BUNDLE_DIR, CA_BUNDLE_FILE, TEMPLATES_DIR } from "./settings";
import { ANY, type KeysOf } from "../rules/keys";

/** What a Pod asks for, and what it may use at most. */
export interface ResourceProps {
  /** What the scheduler keeps free for each Pod. @default - 50m CPU and 64Mi memory */
  readonly requests?: ResourceQuantities;
  /** What each Pod may use at most. @default - 128Mi memory, any CPU */
  readonly limits?: ResourceQuantities;
}

/** CPU and memory of a Pod, as Kubernetes quantities. */
export interface ResourceQuantities {
  /** CPU, such as "250m". @default - 50m requested, and no limit */
  readonly cpu?: string;
  /** Memory, such as "64Mi". @default - 64Mi requested, 128Mi at most */
  readonly memory?: string;
}

/** A taint of nodes that the Pods put up with, as in a Pod's spec. */
export interface Toleration {
  /** The taint's key. @default - every key, which takes the operator "Exists" */
  readonly key?: string;
  /** Whether the taint's value counts. @default "Equal" */
  readonly operator?: "Exists" | "Equal";
  /** The taint's value. @default - none */
  readonly value?: string;
  /** What the taint does. @default - every effect */
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** Where the Pods may run. */
export interface SchedulingProps {
  /** Labels of the nodes. @default - any node */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints of nodes that the Pods put up with. @default - none */
  readonly tolerations?: readonly Toleration[];
  /** The PriorityClass of the Pods. @default - the cluster's default priority */
  readonly priorityClassName?: string;
  /**
   * How they are spread, such as over zones; which Pods count is known. Over nodes they are spread anyway, as far as it
   * goes, unless one says otherwise of "kubernetes.io/hostname". @default - over nodes alone
   */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
}

const QUANTITY_KEYS: KeysOf<ResourceQuantities> = { cpu: ANY, memory: ANY };

/** The keys of what a Pod asks for and may use. */
export const RESOURCE_KEYS: KeysOf<ResourceProps> = { requests: QUANTITY_KEYS, limits: QUANTITY_KEYS };

/** The keys of where Pods may run. */
export const SCHEDULING_KEYS: KeysOf<SchedulingProps> = {
  nodeSelector: ANY,
  tolerations: { key: ANY, operator: ANY, value: ANY, effect: ANY } satisfies KeysOf<Toleration>,
  priorityClassName: ANY,
  topologySpreadConstraints: SPREAD_KEYS,
};

/** What runs as the auth proxy, however it is deployed: plain resources and the chart both render this. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly replicas: number | ReplicaRange;
  /** The command line, which is complete only at synth. */
  readonly args: () => readonly string[];
  /** Its variables, which are complete only at synth. */
  readonly variables: () => readonly PodVariable[];
  /** Tokens of the service account, as files. */
  readonly tokens: readonly ProjectedToken[];
  /** What has to be there before the Pods. */
  readonly after?: readonly ITerraformDependable[];
  /** The ConfigMap with the refusal page, and its checksum. */
  readonly templates: string;
  /** The Secret with the certificate of Redis's CA. */
  readonly redisCa?: SecretKeyReference;
  /** Certificate authorities that are trusted beside those of the image. @default - none */
  readonly caBundle?: CaBundleProps;
  readonly podAnnotations: Record<string, string>;
  /** Labels of the Pods beside those by which they are found. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Secrets for the registry. @default - none */
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  /** Whether the platform chooses user and group. @default false */
  readonly userOfPlatform?: boolean;
  readonly requests: Required<ResourceQuantities>;
  readonly limits: ResourceQuantities;
  readonly scheduling: SchedulingProps;
  /** Whether it serves metrics at a port of their own. @default false */
  readonly metrics?: boolean;
  /** The ServiceAccount that it shares with others, or that is there already. @default - one of its own */
  readonly serviceAccount?: string;
  /** What its own ServiceAccount has beside the name. @default - nothing */
  readonly accountMetadata?: Pick<ServiceAccountProps, "annotations" | "labels">;
  /** What it is a part of, as a label that the Pods of several workloads share. @default - of nothing */
  readonly partOf?: string;
  /** The path below which it says how it is. @default - the root: "/ping" and "/ready" */
  readonly healthPath?: string;
  /** How long a Pod that is told to end may go on with requests that are under way, in seconds. @default - as long as Kubernetes says, 30 */
  readonly graceSeconds?: number;
}

/** A volume and where it is mounted. Plain resources and the chart's values write both alike. */
export interface MountedVolume {
  readonly volume: {
    readonly name: string;
    readonly configMap?: { readonly name: string; readonly items?: { key: string; path: string }[] };
    readonly secret?: { readonly secretName: string; readonly items: { key: string; path: string }[] };
    readonly projected?: { readonly sources: { readonly serviceAccountToken: TokenSource }[] };
  };
  readonly mount: { readonly name: string; readonly mountPath: string; readonly readOnly: true };
}

/** A token of the service account, as Kubernetes has it. */
interface TokenSource {
  readonly audience: string;
  readonly expirationSeconds: number;
  readonly path: string;
}

/** A variable of the container. Plain resources and the chart's values write it alike. */
export function environmentOf({ variables }: Workload): {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: SecretKeyReference };
}[] {
  return variables().map((variable) =>
    "secret" in variable
      ? { name: variable.name, valueFrom: { secretKeyRef: variable.secret } }
      : { name: variable.name, value: variable.value },
  );
}

/** What the container finds in its file system beside its image. */
export function volumesOf({ templates, redisCa, caBundle, tokens }: Workload): MountedVolume[] {
  const volumes: MountedVolume[] = [
    {
      volume: { name: "templates", configMap: { name: templates } },
      mount: { name: "templates", mountPath: TEMPLATES_DIR, readOnly: true },
    },
  ];
  if (redisCa !== undefined) {
    const items = [{ key: redisCa.key, path: REDIS_CA_FILE }];
    volumes.push({
      volume: { name: "redis-ca", secret: { secretName: redisCa.name, items } },
      mount: { name: "redis-ca", mountPath: REDIS_CA_DIR, readOnly: true },
    });
  }
  if (caBundle !== undefined) {
    const { configMap, secret } = caBundle;
    const itemsOf = ({ key }: { readonly key: string }) => [{ key, path: CA_BUNDLE_FILE }];
    volumes.push({
      volume: {
        name: "ca-bundle",
        configMap: configMap && { name: configMap.name, items: itemsOf(configMap) },
        secret: secret && { secretName: secret.name, items: itemsOf(secret) },
      },
      mount: { name: "ca-bundle", mountPath: CA_BUNDLE_DIR, readOnly: true },
    });
  }
  tokens.forEach(({ audience, path, seconds = TOKEN_SECONDS }, i) => {
    const name = `token-${i + 1}`;
    const source = { audience, expirationSeconds: seconds, path: posix.basename(path) };
    volumes.push({
      volume: { name, projected: { sources: [{ serviceAccountToken: source }] } },
      mount: { name, mountPath: posix.dirname(path), readOnly: true },
    });
  });
  return volumes;
}

/** The user and group `nonroot` of distroless images, which oauth2-proxy's image is built on. */
export const NONROOT = 65_532;

/** How long a token of the service account lasts where nothing is said of it. */
const TOKEN_SECONDS = 3_600;

/** The labels by which the auth proxy's Pods are found; the chart sets the same two. */
export function selectorLabels(name: string): Record<string, string> {
  return { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/instance": name };
}

/** The labels by which all Pods are found that are a part of one. */
export function partLabels(partOf: string): Record<string, string> {
  return { "app.kubernetes.io/name": "oauth2-proxy", "app.kubernetes.io/part-of": partOf };
}
