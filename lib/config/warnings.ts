import { partOf } from "../contracts/draft";
import { namespaceMade } from "../oauth2-proxy/proxy-problems";
import { lateGuestWarnings, type LateGuest, type MadeNamespace } from "../oauth2-proxy/made-namespace";
import { networkPolicyWarnings } from "../oauth2-proxy/network-policy-warnings";
import { below, quote, type Place } from "../rules/rule";
import { parseUrl } from "../rules/url";
import type { Warning } from "../rules/warning";
import type { ModelApp } from "../model/model";
import { modelAt } from "../model/edges";
import { wildcardWarnings } from "../model/wildcard";
import { pathReadings } from "../model/path-readings";
import { annotationWarnings } from "./annotation-checks";
import { fileModelOf, type FileModel } from "./model";
import type { Config } from "./schema";

/** A Service as it is named inside the cluster, in the namespace of whoever asks or in another one. */
const SERVICE = /^(?<service>[a-z][a-z0-9-]*)(\.(?<namespace>[a-z0-9-]+)(\.svc(\..+)?)?)?$/;

/** What is right to synthesize of a config that keeps every rule, but that whoever applies it has to know. */
export function configWarnings(config: Config): Warning[] {
  const { authProxy = {} } = config;
  const whole = fileModelOf(config);
  const { model, edges } = whole;
  const warnings = [
    ...identityWarnings(whole, config),
    ...edges.flatMap(({ name, edge }) => pathReadings(modelAt(model, name), edge).warnings),
    ...foreignIngressWarnings(model.apps),
    ...wildcardWarnings(model),
    ...annotationWarnings(whole.file),
    ...idleEdgeWarnings(whole),
  ];
  if ("service" in authProxy) {
    return warnings;
  }
  const made = namespaceMade(partOf(whole.file, "authProxy"), whole.identity.makesNamespace);
  return [
    ...warnings,
    ...edges.flatMap(({ edge: { namespace, podLabels }, at }) =>
      networkPolicyWarnings({ networkPolicy: authProxy.networkPolicy, namespace, podLabels, path: at }),
    ),
    ...(made === undefined
      ? []
      : lateGuestWarnings(made, [...certificatesOf(config), ...redisOf(config, made)])),
  ];
}

/** Edges that serve no app, and may ask the auth proxy nevertheless. */
function idleEdgeWarnings({ edges, model }: FileModel): Warning[] {
  return edges
    .filter(({ name }) => !model.apps.some((app) => app.edges.includes(name)))
    .map(({ name, at }) => ({
      path: at,
      message: `no app stands on edge ${quote(name)}, and its Pods may ask the auth proxy; leave it out, or name it in "edge" of an app`,
    }));
}

/** What the identity has to say of its own section. */
function identityWarnings({ file, identity }: FileModel, config: Config): Warning[] {
  const { kind } = identity;
  const section = partOf(file, kind).whole;
  const warnings = section === undefined ? [] : (identity.warnings?.(section, config) ?? []);
  return below([kind], warnings);
}

/** Hosts that an Ingress of somebody else shares with Ingresses of the stack. */
function foreignIngressWarnings(apps: readonly ModelApp[]): Warning[] {
  return apps
    .filter(({ service }) => service === undefined)
    .filter(({ host }) => apps.some((other) => other.host === host && other.service !== undefined))
    .map(({ host, at }) => ({
      path: [...at, "externalIngress"],
      message: `somebody else owns an Ingress of ${quote(host)}, which this stack shares; with the annotation use-regex or rewrite-target it would turn every path of the host into a pattern, so that "/status" also opens "/status-admin"; keep both off it, or give the app a host of its own`,
    }));
}

/** The certificates of sign-ins that are not asked of cert-manager. */
function certificatesOf({ signIn, apps }: Config): LateGuest[] {
  if (signIn !== undefined) {
    const { tls, host } = signIn;
    return tls === undefined || tls === "external" || tls.issuer !== undefined
      ? []
      : certificate(host, tls.proxySecretName ?? tls.secretName, ["signIn", "tls"]);
  }
  return apps.flatMap(({ host, tls }, i) =>
    tls === undefined || tls === "external" || apps.findIndex((app) => app.host === host) !== i
      ? []
      : certificate(host, tls.proxySecretName, ["apps", i, "tls", "proxySecretName"]),
  );
}

function certificate(host: string, secret: string | undefined, path: Place): LateGuest[] {
  return secret === undefined
    ? []
    : [
        {
          what: `the Secret ${quote(secret)}`,
          meanwhile: `the sign-in at ${quote(host)} has the controller's default certificate`,
          path,
        },
      ];
}

/** A Redis that is looked for in the namespace which the stack makes. */
function redisOf({ authProxy = {} }: Config, { name }: MadeNamespace): LateGuest[] {
  const store = "session" in authProxy ? authProxy.session?.store : undefined;
  const url = typeof store === "object" ? store.redis.url : undefined;
  const { service, namespace = name } = SERVICE.exec(parseUrl(url ?? "")?.hostname ?? "")?.groups ?? {};
  return service !== undefined && namespace === name
    ? [
        {
          what: `the Redis ${quote(service)}`,
          meanwhile: "the auth proxy does not start",
          path: ["authProxy", "session", "store", "redis", "url"],
        },
      ]
    : [];
}
