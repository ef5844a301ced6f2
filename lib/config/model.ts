import { z } from "zod";
import { IngressController, type Edge } from "../edge";
import { toIngressPath } from "../model/route-plan";
import { authUrl, type CheckAddress } from "../edge/annotated/nginx-annotations";
import { modelApp, OWN_AUDIENCE, type Model } from "../model/model";
import { type Allowed } from "../contracts/access";
import { modelProblems } from "../model/problems";
import { groupKey, usesRoles, type GroupName } from "../identity/entra/access-rules";
import { ruleGroupName } from "../identity/entra/group-names";
import { ruleName } from "../model/names";
import { DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import type { Path, Problem } from "../rules/rule";
import { namesServicePrincipals } from "./access-checks";
import { DEFAULT_PROXY, proxyOf } from "./auth-proxy";
import { prefixOf } from "./prefix-checks";
import { appModel, bearerOptions, gitHubSignIn, sections, signInSet, type Config } from "./schema";

type File = Readonly<Record<string, unknown>>;
type AppModel = z.infer<typeof appModel>;
type Access = NonNullable<AppModel["access"]>;

/** An app of a file, as far as it is right, and where it stands. */
export interface LocatedApp {
  readonly app: AppModel;
  readonly path: Path;
}

/** What a config file promises. Groups have the ids that `groupKey` gives them, since their object ids are not known yet. */
export function modelOf(config: Config): Model {
  return modelOfFile({ ...config });
}

/** What the edge would not keep of it. */
export function edgeProblems(file: File): Problem[] {
  const edge = edgeOf(file);
  const model = modelOfFile(file);
  return edge === undefined ? [] : modelProblems(model, edge, authUrl(checkOf(file, model)));
}

/** The controller of a file, where its description is right. */
export function edgeOf(file: File): Edge | undefined {
  const controller = sections.ingressController.safeParse(file.ingressController).data;
  return controller === undefined ? undefined : IngressController.ofKind(controller.kind, controller);
}

/** The apps of a file that are right enough to be compared. */
export function appsOf(file: File): LocatedApp[] {
  const list = z.array(z.unknown()).safeParse(file.apps).data ?? [];
  return list.flatMap((entry, i) => {
    const app = appModel.safeParse(entry).data;
    return app === undefined ? [] : [{ app, path: ["apps", i] }];
  });
}

/** The same of a file in which parts are wrong: those are left out. */
export function modelOfFile(file: File): Model {
  const proxy = proxyOf(file) ?? DEFAULT_PROXY;
  const rules = file.github === undefined ? entraRules(file) : gitHubRules(file);
  const apps = appsOf(file).map(({ app, path: at }) => {
    const ruleAt = (i: number): Access | undefined => {
      const path = app.paths?.[i];
      return typeof path === "object" ? path.access : undefined;
    };
    return modelApp({
      ...app,
      at,
      isRuled: app.access !== undefined,
      isPathRuled: (i) => ruleAt(i) !== undefined,
      allowedBy: (i) => {
        const rule = i === undefined ? app.access : ruleAt(i);
        const path = i === undefined ? undefined : app.paths?.[i];
        return rule === undefined
          ? rules.byDefault
          : rules.allowedBy(rule, ruleName(app.name, path === undefined ? undefined : toIngressPath(path)));
      },
    });
  });
  const named = apps.flatMap(({ routes }) =>
    routes.flatMap(({ rule, guard }) => (rule === undefined || guard.kind === "open" ? [] : guard.allowed)),
  );
  const signInSet = rules.bound ?? [...rules.signsIn, ...named];
  return {
    apps,
    signIn: {
      prefix: prefixOf(file) ?? DEFAULT_PROXY_PREFIX,
      host: sections.signIn.safeParse(file.signIn).data?.host,
    },
    proxy: { name: proxy.name, namespace: proxy.namespace, port: proxy.port },
    claim: rules.claim,
    signInSet: [...new Map(signInSet.map((one) => [one.id, one])).values()],
    bearerTokens: rules.bearerTokens,
  };
}

/** Who may enter where, in the words of an identity. */
interface Rules {
  readonly claim: Model["claim"];
  /** For apps and paths without a rule. */
  readonly byDefault: readonly Allowed[];
  /** Who may sign in beside those whom rules name. */
  readonly signsIn: readonly Allowed[];
  readonly bound?: readonly Allowed[];
  readonly bearerTokens?: readonly string[];
  allowedBy(rule: Access, name: string): readonly Allowed[];
}

function entraRules(file: File): Rules {
  const entra = signInSet.safeParse(file.entra).data ?? {};
  const bearer = bearerOptions.safeParse(file.authProxy ?? {}).data;
  const machineClients = sections.entra.safeParse(file.entra).data?.machineClients ?? [];
  const accepts = bearer?.bearerTokens ?? (machineClients.length > 0 || namesServicePrincipals(file, entra));
  const bearerTokens = accepts ? [OWN_AUDIENCE, ...(bearer?.extraAudiences ?? [])] : undefined;
  if (usesRoles(entra)) {
    const roles = [entra.accessRole, ...(entra.roles ?? [])].flatMap((role) => role ?? []);
    const roleOf = (value: string): Allowed => ({
      id: value,
      displayName: roles.find((role) => role.value === value)?.displayName,
    });
    const byDefault = entra.accessRole === undefined ? [] : [roleOf(entra.accessRole.value)];
    const allowedBy: Rules["allowedBy"] = ({ roles: values = [] }) => values.map(roleOf);
    return { claim: "roles", byDefault, signsIn: byDefault, bearerTokens, allowedBy };
  }
  const { accessGroup, signInGroups } = entra;
  const byDefault = accessGroup === undefined ? [] : [groupOf(accessGroup)];
  const prefix =
    accessGroup !== undefined && "name" in accessGroup
      ? accessGroup.name
      : (proxyOf(file) ?? DEFAULT_PROXY).name;
  return {
    claim: "groups",
    byDefault,
    signsIn: byDefault,
    bound: signInGroups?.map(groupOf),
    bearerTokens,
    allowedBy: ({ groups = [], users, servicePrincipals }, name) => [
      ...groups.map(groupOf),
      ...(users === undefined && servicePrincipals === undefined
        ? []
        : [groupOf({ name: ruleGroupName(prefix, name) })]),
    ],
  };
}

function groupOf(group: GroupName): Allowed {
  const displayName = typeof group === "object" && "name" in group ? group.name : undefined;
  return { id: groupKey(group), displayName };
}

function gitHubRules(file: File): Rules {
  const { organization = "", teams, users = [] } = gitHubSignIn.safeParse(file.github).data ?? {};
  const teamOf = (team: string): Allowed => ({ id: `${organization}:${team}` });
  const groups = teams?.map(teamOf) ?? (organization === "" ? [] : [{ id: organization }]);
  const everybody = [...groups, ...users.map((id) => ({ id }))];
  return {
    claim: "groups",
    byDefault: everybody,
    signsIn: everybody,
    bound: everybody,
    allowedBy: (rule) => (rule.teams ?? []).map(teamOf),
  };
}

function checkOf(file: File, { proxy, signIn }: Model): CheckAddress {
  return {
    service: proxy,
    proxyPrefix: signIn.prefix,
    clusterDomain: sections.clusterDomain.safeParse(file.clusterDomain).data ?? "cluster.local",
    via: sections.authCheck.safeParse(file.authCheck).data ?? "cluster",
    signInHost: signIn.host,
  };
}
