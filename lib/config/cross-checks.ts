import { entriesOf, partOf, pick } from "../contracts/draft";
import { authUrl } from "../edge/auth-check-address";
import { edgesOfApp } from "../model/edges";
import { modelProblems } from "../model/problems";
import { proxyPathProblems } from "../model/proxy-prefix";
import { wildcardProblems } from "../model/wildcard";
import { PATH_LISTS, toIngressPath } from "../model/route-plan";
import { extraAudienceProblems } from "../oauth2-proxy/audience";
import { idleFlagProblems } from "../oauth2-proxy/extra-flags";
import { logFlagProblems } from "../oauth2-proxy/log-format";
import { proxyProblems } from "../oauth2-proxy/proxy-problems";
import { resolveAtEdges } from "../oauth2-proxy/session-options";
import { placeOfChoice } from "../resolver";
import { below, type Problem } from "../rules/rule";
import { annotationProblemsOf } from "./annotation-checks";
import { partProblems } from "./apps";
import { edgeProblemsOf } from "./edge-problems";
import { edgeNames } from "./edges";
import { identityProblems, NAMED_SECRETS } from "./identities";
import type { FileModel } from "./model";
import type { FileDraft } from "./schema";
import { residentsOf, secretAt } from "./residents";

/**
 * What only several sections together can tell. A part that is wrong in itself is left out, so that the rest
 * of the file is still checked.
 */
export function crossProblems(model: FileModel): Problem[] {
  const { file, identity, around } = model;
  if (file.isHole) {
    return [];
  }
  return [
    ...partProblems(file),
    ...wildcardProblemsOf(file),
    ...identityProblems(file),
    ...edgeProblemsOf(file),
    ...sessionProblems(model),
    ...idleFlags(model),
    ...identity.problems(partOf(file, identity.kind), around),
    ...audienceProblems(model),
    ...pathProblems(model),
    ...nameProblems(model),
    ...promiseProblems(model),
    ...proxyProblemsOf(model),
    ...prefixProblems(model),
    ...annotationProblemsOf(file),
  ];
}

/** Hosts with a wildcard. */
function wildcardProblemsOf(file: FileDraft): Problem[] {
  return entriesOf(partOf(file, "apps")).flatMap((app, i) => {
    const asked = pick(app, "host", "externalIngress");
    return asked === undefined
      ? []
      : below(["apps", i], wildcardProblems(asked, partOf(file, "signIn").isSaid));
  });
}

function sessionProblems({ file, identity, edges }: FileModel): Problem[] {
  const options = pick(
    partOf(file, "authProxy"),
    "session",
    "identityHeaders",
    "accessToken",
    "expectedGroups",
    "groupOverage",
    "bufferSize",
  );
  if (edges.length === 0 || options === undefined) {
    return [];
  }
  const authCheck = partOf(file, "authCheck").whole;
  const directory = identity.directory?.(partOf(file, identity.kind));
  const resolution = resolveAtEdges(identity.traits, { ...options, authCheck }, edges, directory);
  return "settings" in resolution
    ? []
    : resolution.reasons.map(({ keys, message }) => ({
        path: placeOfChoice(keys[0], [identity.kind]),
        message,
      }));
}

function idleFlags({ file, identity }: FileModel): Problem[] {
  const authProxy = partOf(file, "authProxy");
  const flags = partOf(authProxy, "extraFlags").keys;
  const redis = partOf(authProxy, "session", "store", "redis").isSaid;
  return below(
    ["authProxy", "extraFlags"],
    [
      ...idleFlagProblems(flags, { identity: identity.traits, redis }),
      ...logFlagProblems(partOf(authProxy, "logFormat").whole, flags),
    ],
  );
}

/** What the auth proxy is asked for, and where it is to run. */
function proxyProblemsOf(model: FileModel): Problem[] {
  const { file, identity } = model;
  const { backend, arguments: args = {} } = partOf(file, "state").whole ?? {};
  return proxyProblems(partOf(file, "authProxy"), {
    identity: identity.traits,
    takesForeignProxy: identity.takesForeignProxy,
    makesNamespace: identity.makesNamespace,
    signOut: partOf(file, "signOut").whole,
    secretsPlace: partOf(file, "secrets").whole,
    secrets: NAMED_SECRETS.map((path) => ({ secret: secretAt(file, path), path })),
    residents: residentsOf(model),
    state: { backend, namespace: args.namespace },
  });
}

function audienceProblems({ file, identity, model }: FileModel): Problem[] {
  const options = pick(partOf(file, "authProxy"), "bearerTokens", "extraAudiences");
  if (
    identity.traits.words.bearerTokens === undefined ||
    options === undefined ||
    partOf(file, identity.kind).whole === undefined
  ) {
    return [];
  }
  const shape = {
    bearerTokens: model.bearerTokens !== undefined,
    roles: model.claim === "roles",
    everybody: model.signInSet === "everybody",
  };
  return below(["authProxy"], extraAudienceProblems(options.extraAudiences, shape));
}

/** Paths that an edge of the app does not take as they are written. */
function pathProblems({ file, apps, edges }: FileModel): Problem[] {
  const names = edgeNames(file) ?? [];
  return apps.flatMap(({ app, at }) => {
    const own = edgesOfApp(app.edge, names);
    const rules = edges.filter(({ name }) => own.includes(name));
    return PATH_LISTS.flatMap((key) =>
      (app[key] ?? []).flatMap((entry, i) => {
        const { path, pathType } = toIngressPath(entry);
        const [message] = rules.flatMap(
          ({ edge }) =>
            edge.pathRule(path) ?? (pathType === "Exact" ? edge.exactPathRule?.(path) : undefined) ?? [],
        );
        return message === undefined ? [] : [{ path: [...at, key, i], message }];
      }),
    );
  });
}

function nameProblems({ apps }: FileModel): Problem[] {
  const taken = new Set<string>();
  return apps.flatMap(({ app: { name }, at }) => {
    const isTaken = taken.has(name);
    taken.add(name);
    return isTaken
      ? [
          {
            path: [...at, "name"],
            message: `"${name}" is another app's name already; give each app a name of its own`,
          },
        ]
      : [];
  });
}

/** What is wrong with what it promises. */
function promiseProblems({ file, identity, edges, model }: FileModel): Problem[] {
  const { proxy, signIn } = model;
  return modelProblems(model, edges, {
    urlAt: ({ httpsPort }) =>
      authUrl({
        service: proxy,
        proxyPrefix: signIn.prefix,
        clusterDomain: partOf(file, "clusterDomain").whole ?? "cluster.local",
        via: partOf(file, "authCheck").whole ?? "cluster",
        signInHost: signIn.host,
        httpsPort,
      }),
    groupLength: identity.traits.groupForm.length,
    via: partOf(file, "authCheck").whole,
    isForeign: partOf(file, "authProxy", "service").isSaid,
  });
}

/** Apps' paths that the auth proxy would answer. */
function prefixProblems({ file, prefix }: FileModel): Problem[] {
  return prefix === undefined
    ? []
    : entriesOf(partOf(file, "apps")).flatMap((app, i) =>
        PATH_LISTS.flatMap((key) => {
          const paths = entriesOf(partOf(app, key)).map((path) => path.whole);
          return proxyPathProblems(prefix, [{ path: ["apps", i], [key]: paths }]);
        }),
      );
}
