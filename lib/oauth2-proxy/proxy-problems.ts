import type { SecretKeyReference } from "../contracts/credential";
import { partOf, pick, type Draft } from "../contracts/draft";
import type { IdentityTraits } from "../contracts/identity";
import { subdomainName } from "../rules/kubernetes";
import { below, type Place, type Problem } from "../rules/rule";
import type { PodOptions } from "./pod-props";
import { chartProblems, pullSecretNames, type PodShape } from "./pod-rules";
import { FOREIGN_PROXY_SIGN_OUT } from "./foreign-sign-out";
import { foreignProxyProblem, programTokenProblems } from "./identity-options";
import {
  broughtProblems,
  DEFAULT_NAMESPACE,
  madeNamespace,
  stateNamespaceProblems,
  takenNamespaceProblems,
  type MadeNamespace,
  type BroughtObject,
  type ProxyNamespace,
  type Resident,
} from "./made-namespace";

/** What a config file or a facade says of its auth proxy. */
export interface ProxySection
  extends PodShape, Pick<PodOptions, "egressProxy" | "caBundle" | "imagePullSecrets"> {
  readonly service?: unknown;
  readonly bearerTokens?: boolean;
  readonly extraAudiences?: readonly string[];
  readonly accessToken?: { readonly scope: string };
  readonly namespace?: ProxyNamespace;
  readonly cookieSecret?: { readonly rotation?: string; readonly existingSecret?: SecretKeyReference };
  readonly session?: {
    readonly store?:
      | string
      | {
          readonly redis: {
            readonly urlSecret?: SecretKeyReference;
            readonly passwordSecret?: SecretKeyReference;
            readonly caSecret?: SecretKeyReference;
            readonly sentinel?: { readonly passwordSecret?: SecretKeyReference };
          };
        };
  };
}

/** What bears on where an auth proxy is to run. */
export interface NamespaceSurroundings {
  /** Whether its namespace is made where nothing is said of it. */
  readonly makesNamespace: boolean;
  /** Secrets in its namespace that somebody else makes, beside those that its own section names. */
  readonly secrets: readonly { readonly secret?: SecretKeyReference; readonly path: Place }[];
  /** What is there before the stack. */
  readonly residents: readonly Resident[];
  /** Where the stack has its state. @default - not known */
  readonly state?: { readonly backend?: string; readonly namespace: unknown };
}

/** What bears on an auth proxy. */
export interface ProxySurroundings extends NamespaceSurroundings {
  /** With whom people sign in. */
  readonly identity: IdentityTraits;
  /** Whether the auth proxy may be one that somebody else runs. @default true */
  readonly takesForeignProxy?: boolean;
  /** Whether people can sign out. @default false */
  readonly signOut?: boolean;
  /** Where the secrets are to lie that the stack makes. @default - nothing is said of it */
  readonly secretsPlace?: string;
}

const FOREIGN_COOKIE_SECRET =
  'is about the cookie secret that a stack makes, and an auth proxy that somebody else runs has one of its own; leave "secrets" out';

const AT: Place = ["authProxy"];
const STATE: Place = ["state", "arguments", "namespace"];

/** What is wrong with what the auth proxy is asked for, and with where it is to run. */
export function proxyProblems(
  section: Draft<ProxySection | undefined>,
  around: ProxySurroundings,
): Problem[] {
  const { identity, takesForeignProxy = true, signOut, secretsPlace } = around;
  if (!partOf(section, "service").isSaid) {
    const said = {
      bearerTokens: partOf(section, "bearerTokens").whole,
      extraAudiences: partOf(section, "extraAudiences").isSaid,
    };
    const pod = pick(section, "helm", "podLabels", "serviceAccount");
    return [
      ...below(AT, programTokenProblems(identity, said)),
      ...below(AT, scopeProblems(identity, partOf(section, "accessToken", "scope").whole)),
      ...(pod === undefined ? [] : below(AT, chartProblems(pod))),
      ...namespaceProblems(section, around, AT),
    ];
  }
  if (!takesForeignProxy) {
    return below(AT, [foreignProxyProblem(identity)]);
  }
  return [
    ...(signOut === true ? [{ path: ["signOut"], message: FOREIGN_PROXY_SIGN_OUT }] : []),
    ...(secretsPlace === undefined ? [] : [{ path: ["secrets"], message: FOREIGN_COOKIE_SECRET }]),
  ];
}

function scopeProblems({ accessToken }: IdentityTraits, scope: string | undefined): Problem[] {
  const message = scope === undefined ? undefined : accessToken?.rule(scope);
  return message === undefined ? [] : [{ path: ["accessToken", "scope"], message }];
}

/** The namespace that a stack makes for its auth proxy, where that can be told. */
export function namespaceMade(
  section: Draft<ProxySection | undefined>,
  makesNamespace: boolean,
  at = AT,
): MadeNamespace | undefined {
  const said = pick(section, "namespace");
  const fallback = { ...DEFAULT_NAMESPACE, create: makesNamespace };
  return said && madeNamespace(said.namespace, [...at, "namespace"], fallback);
}

/** What has to be there before the auth proxy, and could not be in a namespace that the stack makes. */
export function namespaceProblems(
  section: Draft<ProxySection | undefined>,
  { makesNamespace, secrets, residents, state }: NamespaceSurroundings,
  at: Place,
): Problem[] {
  const made = namespaceMade(section, makesNamespace, at);
  if (made === undefined) {
    return [];
  }
  return [
    ...takenNamespaceProblems(made, residents),
    ...broughtProblems(made, [
      ...secrets.flatMap(({ secret, path }) => brought("Secret", secret?.name, path)),
      ...broughtOf(section, at),
    ]),
    ...(state === undefined ? [] : stateNamespaceProblems(made, state, STATE)),
  ];
}

/** What the section itself names that somebody else makes. */
function broughtOf(section: Draft<ProxySection | undefined>, at: Place): BroughtObject[] {
  const redis = partOf(section, "session", "store", "redis");
  const redisAt = [...at, "session", "store", "redis"];
  const cookieSecret = partOf(section, "cookieSecret", "existingSecret").whole;
  const egress = partOf(section, "egressProxy", "existingSecret").whole;
  const bundle = partOf(section, "caBundle").whole;
  return [
    ...brought("Secret", partOf(redis, "urlSecret").whole?.name, [...redisAt, "urlSecret"]),
    ...brought("Secret", partOf(redis, "passwordSecret").whole?.name, [...redisAt, "passwordSecret"]),
    ...brought("Secret", partOf(redis, "caSecret").whole?.name, [...redisAt, "caSecret"]),
    ...brought("Secret", partOf(redis, "sentinel", "passwordSecret").whole?.name, [
      ...redisAt,
      "sentinel",
      "passwordSecret",
    ]),
    ...brought("Secret", cookieSecret?.name, [...at, "cookieSecret", "existingSecret"]),
    ...brought("Secret", egress?.name, [...at, "egressProxy", "existingSecret"]),
    ...brought("ConfigMap", bundle?.configMap?.name, [...at, "caBundle", "configMap"]),
    ...brought("Secret", bundle?.secret?.name, [...at, "caBundle", "secret"]),
    ...pullSecretNames(partOf(section, "imagePullSecrets").whole ?? []).flatMap((name, i) =>
      brought("Secret", name, [...at, "imagePullSecrets", i]),
    ),
    ...brought("ServiceAccount", partOf(section, "serviceAccount", "name").whole, [
      ...at,
      "serviceAccount",
      "name",
    ]),
  ];
}

function brought(kind: BroughtObject["kind"], name: string | undefined, path: Place): BroughtObject[] {
  // What is no name is wrong in itself.
  return name === undefined || subdomainName(name) !== undefined ? [] : [{ kind, name, path }];
}
