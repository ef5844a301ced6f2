import { Draft, partOf, pick } from "../contracts/draft";
import { admittedByAny } from "../contracts/access";
import type { NamedEdge } from "../contracts/edge";
import type { FileAround } from "../contracts/identity-file";
import type { Edge } from "../edge";
import { modelApp, OWN_AUDIENCE, type Model } from "../model/model";
import { decisionOf, edgesOfApp } from "../model/edges";
import { ruleName } from "../model/names";
import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import { planRoutes, toIngressPath } from "../model/route-plan";
import { appsOf, ruledAppsOf, type LocatedApp } from "./apps";
import { DEFAULT_PROXY, proxyOf, type FileProxy } from "./auth-proxy";
import { edgeNames, edgesOfFile } from "./edges";
import { identityOf, type FileIdentity } from "./identities";
import type { Config, FileDraft } from "./schema";

/** What a config file comes to. What is wrong in itself is left out. */
export interface FileModel {
  readonly file: FileDraft;
  /** With whom the people of the stack sign in, and what the file says beside their section. */
  readonly identity: FileIdentity;
  readonly around: FileAround;
  /** The apps that are right enough to be compared. */
  readonly apps: readonly LocatedApp[];
  /** The auth proxy. @default - it cannot be told */
  readonly proxy?: FileProxy;
  /** The path below which it answers. @default - it cannot be told */
  readonly prefix?: string;
  /** What is in front of the apps: the edges of which all that is said is right. */
  readonly edges: readonly NamedEdge<Edge>[];
  /** Who may reach what. Groups have the ids that `groupKey` gives them, since their object ids are not known yet. */
  readonly model: Model;
}

const known = new WeakMap<Config, FileModel>();

/** What a config file comes to that keeps every rule; computed once. */
export function fileModelOf(config: Config): FileModel {
  const model = known.get(config) ?? fileModel(Draft.of(config));
  known.set(config, model);
  return model;
}

/** What a config file promises. */
export function modelOf(config: Config): Model {
  return fileModelOf(config).model;
}

/** What is in front of the apps of a config file. */
export function edgesOf(config: Config): readonly NamedEdge<Edge>[] {
  return fileModelOf(config).edges;
}

/** The same of a file in which parts are wrong. */
export function fileModel(file: FileDraft): FileModel {
  const identity = identityOf(file);
  const proxy = proxyOf(file);
  const apps = appsOf(file);
  const address = pick(partOf(file, "authProxy"), "proxyPrefix");
  const prefix = address && (address.proxyPrefix ?? DEFAULT_PROXY_PREFIX);
  const edges = edgesOfFile(file);
  const hasSignedOutPage = !edges.some(({ edge }: NamedEdge) => edge.redirects === "auth-proxy");
  const around = { file, ruledApps: ruledAppsOf(file), proxyName: proxy?.name, hasSignedOutPage };
  const parts = { file, identity, around, apps, proxy, prefix, edges };
  return { ...parts, model: promised(parts) };
}

function promised({ file, identity, around, apps, prefix, ...parts }: Omit<FileModel, "model">): Model {
  const { name, namespace, port } = parts.proxy ?? DEFAULT_PROXY;
  const rules = identity.rules(partOf(file, identity.kind), around);
  const names = edgeNames(file) ?? [];
  const modelled = apps.map(({ app, at }) => {
    const ruleAt = (i: number): object | undefined => {
      const path = app.paths?.[i];
      return typeof path === "object" ? path.access : undefined;
    };
    return modelApp({
      ...app,
      at,
      edges: edgesOfApp(app.edge, names),
      routes: planRoutes(app, (i) => ruleAt(i) !== undefined),
      isRuled: app.access !== undefined,
      allowedBy: (i) => {
        const rule = i === undefined ? app.access : ruleAt(i);
        const path = i === undefined ? undefined : app.paths?.[i];
        return rule === undefined
          ? rules.byDefault
          : rules.allowedBy(rule, ruleName(app.name, path === undefined ? undefined : toIngressPath(path)));
      },
    });
  });
  const named = modelled.flatMap(({ routes }) =>
    routes.flatMap(({ rule, guard }) => (rule === undefined || guard.kind === "open" ? [] : [guard.allowed])),
  );
  const { host, cookieDomain } = partOf(file, "signIn").whole ?? {};
  const audiences = partOf(file, "authProxy", "extraAudiences").whole ?? [];
  return {
    apps: modelled,
    signIn: { prefix: prefix ?? DEFAULT_PROXY_PREFIX, host, cookieDomain },
    decision: decisionOf(parts.edges),
    proxy: { name, namespace, port },
    claim: rules.claim,
    signInSet: admittedByAny(rules.bound === undefined ? [rules.signsIn, ...named] : [rules.bound]),
    bearerTokens: rules.bearerTokens === true ? [OWN_AUDIENCE, ...audiences] : undefined,
  };
}
