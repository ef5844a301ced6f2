import { SECRET_KEY_KEYS, type SecretKeyReference } from "../contracts/credential";
import { ANY, type KeysOf } from "../rules/keys";

/** The proxy of a network that leads to the Internet through it alone. It has `url` or `existingSecret`. */
export interface EgressProxyProps {
  /** Its URL, such as "http://proxy.contoso.com:3128", without a user and a password. @default - `existingSecret` has it */
  readonly url?: string;
  /** The Secret with the whole URL, in the auth proxy's namespace, where the URL has a user and a password. @default - `url` says it */
  readonly existingSecret?: SecretKeyReference;
  /**
   * What is asked without it: hosts, domains that begin with ".", addresses and ranges. The cluster's own names and
   * private addresses are always among them. @default - nothing else
   */
  readonly noProxy?: readonly string[];
}

/** A key of a ConfigMap in the auth proxy's namespace. */
export interface ConfigMapKeyReference {
  /** The ConfigMap's name. */
  readonly name: string;
  /** The key in the ConfigMap. */
  readonly key: string;
}

/** Certificates (PEM) of certificate authorities, in the auth proxy's namespace. It has `configMap` or `secret`. */
export interface CaBundleProps {
  /** The ConfigMap that holds them. @default - a Secret does */
  readonly configMap?: ConfigMapKeyReference;
  /** The Secret that holds them. @default - a ConfigMap does */
  readonly secret?: SecretKeyReference;
}

/** A Secret as a Pod's spec names it. */
export interface ImagePullSecret {
  /** The Secret's name. */
  readonly name: string;
}

/** The ServiceAccount of the Pods: one that is there, by its `name`, or what the one that is made has beside it. */
export interface ServiceAccountProps {
  /** One that is there already, in the auth proxy's namespace. @default - one is made, with the auth proxy's name */
  readonly name?: string;
  /** Annotations of the one that is made. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Labels of the one that is made, beside its own; not with `helm`. @default - its own alone */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What surrounds the auth proxy's Pods: the network, the registry, the cluster's rules. */
export interface PodOptions {
  /** The proxy through which Entra is reached (`HTTPS_PROXY`, `NO_PROXY`). @default - Entra is reached directly */
  readonly egressProxy?: EgressProxyProps;
  /**
   * Certificate authorities that are trusted beside those of the image, in all that the auth proxy calls
   * (`SSL_CERT_DIR`, and `--provider-ca-file`, which refuses a file without one). @default - those of the image alone
   */
  readonly caBundle?: CaBundleProps;
  /** Secrets for a registry that asks who pulls, in the auth proxy's namespace: names, or `{ name }` as a Pod has them. @default - none */
  readonly imagePullSecrets?: readonly (string | ImagePullSecret)[];
  /** Labels of the Pods beside their own. @default - their own alone */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of the Pods beside their own. @default - their own alone */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** The account that the Pods run as. @default - one that is made, with the auth proxy's name */
  readonly serviceAccount?: ServiceAccountProps;
  /**
   * "platform" leaves user and group ids to the platform, as OpenShift wants it; what else is hardened stays.
   * @default - user and group 65532
   */
  readonly securityContext?: "platform";
}

/** The keys of it. */
export const POD_KEYS: KeysOf<PodOptions> = {
  egressProxy: { url: ANY, existingSecret: SECRET_KEY_KEYS, noProxy: ANY } satisfies KeysOf<EgressProxyProps>,
  caBundle: {
    configMap: { name: ANY, key: ANY } satisfies KeysOf<ConfigMapKeyReference>,
    secret: SECRET_KEY_KEYS,
  } satisfies KeysOf<CaBundleProps>,
  imagePullSecrets: { name: ANY } satisfies KeysOf<ImagePullSecret>,
  podLabels: ANY,
  podAnnotations: ANY,
  serviceAccount: { name: ANY, annotations: ANY, labels: ANY } satisfies KeysOf<ServiceAccountProps>,
  securityContext: ANY,
};
