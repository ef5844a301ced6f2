import type { z } from "zod";
import type { configSchema } from "./config/schema";
import type { IAuthProxy } from "./contracts/auth-proxy";
import type { GatewayKind, IngressControllerKind } from "./edge";
import type { IngressControllerProps } from "./edge/annotated/controller";
import type { GatewayProps } from "./edge/gateway-api/gateway";
import type { AppProps } from "./facade/app-props";
import type { AuthProxyProps, IngressAuthProps } from "./facade/props";
import type { IdentitySections } from "./identity";
import type { RequiredProvider, RequiredProviders } from "./terraform/providers";

/*
 * The words of the config file. They are those of the props, each with the one sentence that says what it is for:
 * the JSON Schema and the reference take theirs from here. What the file alone has is said here.
 */

/** A config file. */
export interface ConfigFile
  extends Omit<IngressAuthProps, "ingressController" | "gateway" | "edges" | "outputs">, IdentitySections {
  /** Where an editor finds the JSON Schema of the file. @default - nothing is offered or underlined */
  readonly $schema?: string;
  /** The stack's name, which is part of the names of its output and its state. @default "entra-ingress-auth" */
  readonly stack?: string;
  /** How Terraform reaches the cluster; "environment" leaves it to the providers' variables. @default - ~/.kube/config */
  readonly cluster?: "environment" | Kubeconfig;
  /** Versions and sources of Terraform's providers; of those that the stack has not, nothing is read. @default - the newest that are tested */
  readonly providers?: Providers;
  /** The ingress controller in front of the apps; a stack has this or `gateway`. @default - a Gateway is */
  readonly ingressController?: ControllerSection;
  /** The Gateway of Gateway API in front of the apps, which is there already. @default - an ingress controller is */
  readonly gateway?: GatewaySection;
  /**
   * Further edges, by names of at most 20 characters, such as an internal controller, or the one that a stack moves to.
   * The edge above is called "default". @default - none
   */
  readonly edges?: Readonly<Record<string, EdgeSection>>;
  /** How oauth2-proxy runs, or one that somebody else runs. @default - two replicas in a namespace of their own; with GitHub, in one that is there */
  readonly authProxy?: AuthProxyProps | IAuthProxy;
  /** The protected apps; at least one. */
  readonly apps: readonly App[];
  /** Where Terraform keeps its state. @default - in a file beside the config file */
  readonly state?: State;
}

interface Kubeconfig {
  /** The kubeconfig's path; a relative one starts at the folder of the synthesized stack. @default - what the variable KUBE_CONFIG_PATH says */
  readonly kubeconfig?: string;
  /** The kubeconfig's context. @default - the current one */
  readonly context?: string;
}

interface Providers extends RequiredProviders {
  readonly kubernetes?: KubernetesProviderSection;
}

interface KubernetesProviderSection extends RequiredProvider {
  /**
   * Regular expressions of annotations that others manage, left out of plans, such as `^field\.cattle\.io/`; one that
   * matches what guards an app is refused. @default - none
   */
  readonly ignoreAnnotations?: readonly string[];
  /** Regular expressions of labels, for the same; one that matches app.kubernetes.io/name is refused. @default - none */
  readonly ignoreLabels?: readonly string[];
}

interface EdgeSection {
  /** An ingress controller; an edge has this or `gateway`. @default - it is a Gateway */
  readonly ingressController?: ControllerSection;
  /** A Gateway of Gateway API, which is there already. @default - it is an ingress controller */
  readonly gateway?: GatewaySection;
}

interface ControllerSection extends IngressControllerProps {
  /** Which one it is; traefik is 3.7.12 or later, with its provider kubernetesIngressNGINX, or kubernetesCRD where `resource` says so. */
  readonly kind: IngressControllerKind;
}

interface GatewaySection extends GatewayProps {
  /** What is known of what serves it: traefik is 3.7.12 or later, whose Middlewares ask the auth proxy, and envoy-gateway 1.8 or later, whose SecurityPolicies do; standard is any conformant one, with an auth proxy in the path of each app. */
  readonly kind: GatewayKind;
}

interface App extends AppProps {
  /** The app's name. */
  readonly name: string;
}

interface State {
  /** A backend of Terraform, such as azurerm, s3, gcs or kubernetes. @default "local" */
  readonly backend?: string;
  /**
   * The backend's own arguments under Terraform's names; secrets go into its environment variables. Relative paths of
   * a local state start at the folder `cdktf.out/stacks/<stack>` beside the config file, whatever the output folder
   * is. @default - a local state is the file `terraform.<stack>.tfstate` beside the config file
   */
  readonly arguments?: Readonly<Record<string, unknown>>;
}

type Schema = z.input<typeof configSchema>;

/** The maps among some values, those of lists included. */
type Maps<T> = T extends readonly (infer Entry)[] ? Maps<Entry> : T extends object ? T : never;
type KeyOf<T> = T extends unknown ? keyof T & string : never;
type At<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : never) : never;

/** The places of keys that stand on one side only, however deep. */
export type Drift<A, B, Place extends string = ""> =
  | `${Place}${Exclude<KeyOf<A>, KeyOf<B>>} is in the interface alone`
  | `${Place}${Exclude<KeyOf<B>, KeyOf<A>>} is in the schema alone`
  | { [K in KeyOf<A> & KeyOf<B>]: Drift<Maps<At<A, K>>, Maps<At<B, K>>, `${Place}${K}.`> }[KeyOf<A> &
      KeyOf<B>];

type Nothing<T extends never> = T;
type Writable<T> = T extends readonly (infer Entry)[]
  ? Writable<Entry>[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;
type Fits<T extends Other, Other> = T;

/** What the compiler holds: the file and the props have the same keys, and these take the same. */
export type OneVocabulary = [
  Nothing<Drift<ConfigFile, Schema>>,
  Fits<Schema, ConfigFile>,
  Fits<Writable<ConfigFile>, Schema>,
];
