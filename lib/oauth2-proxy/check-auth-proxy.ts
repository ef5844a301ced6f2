import type { IConstruct } from "constructs";
import type { ProxyService } from "../contracts/auth-proxy";
import { SESSIONS_END_BY_COOKIE_SECRET, type DecidingForm } from "../contracts/identity";
import { proxyPrefix } from "../model/proxy-prefix";
import { addressRange, cpu, memory, objectName, port, subdomainName } from "../rules/kubernetes";
import { quote, type Place } from "../rules/rule";
import { chartRepository } from "../rules/url";
import { Checks } from "../schema/checks";
import { checkOwnNamespace } from "./check-namespace";
import { checkCookieSecret } from "./cookie-secret-props";
import {
  checkCredential,
  checkExtraFlags,
  checkMetrics,
  checkReplicas,
  checkScheduling,
} from "./check-options";
import { checkPod } from "./check-pod";
import { proxyImage } from "./image";
import { pageLogo, pageTitle } from "./page-props";
import type { AuthProxyOptions, AuthProxyWiring } from "./props";
import { checkRedis } from "./redis";

/** Holds an auth proxy's Service against its rules. */
export function checkService(checks: Checks, path: Place, service: ProxyService): void {
  checks
    .value([...path, "namespace"], service.namespace, objectName)
    .value([...path, "name"], service.name, objectName)
    .value([...path, "port"], service.port, port);
}

/** What an audience of another application looks like. */
export function audienceForm({ identityProvider: { traits } }: AuthProxyWiring): DecidingForm {
  return traits.idToken?.audience ?? { rule: () => undefined, late: "name" };
}

/** Holds an auth proxy's props against their rules. */
export function checkAuthProxy(scope: IConstruct, props: AuthProxyOptions & AuthProxyWiring): void {
  const { requests, limits } = props.resources ?? {};
  const { priorityClassName } = props.scheduling ?? {};
  const checks = new Checks()
    .value(["name"], props.name, objectName)
    .value(["namespace", "name"], props.namespace?.name, objectName)
    .known(["proxyPrefix"], props.proxyPrefix, proxyPrefix)
    .known(["image"], props.image, proxyImage)
    .value(["resources", "requests", "cpu"], requests?.cpu, cpu)
    .value(["resources", "requests", "memory"], requests?.memory, memory)
    .value(["resources", "limits", "cpu"], limits?.cpu, cpu)
    .value(["resources", "limits", "memory"], limits?.memory, memory)
    .value(["scheduling", "priorityClassName"], priorityClassName, subdomainName)
    .text(["secretsRevision"], props.secretsRevision)
    .text(["contact"], props.contact)
    .value(["pages", "title"], props.pages?.title, pageTitle)
    .known(["pages", "logo"], props.pages?.logo, pageLogo)
    .text(["helm", "chart"], props.helm?.chart)
    .text(["helm", "version"], props.helm?.version)
    .value(["helm", "repository"], props.helm?.repository, chartRepository)
    .known(["extraAudiences"], props.extraAudiences)
    .each(["extraAudiences"], props.extraAudiences, audienceForm(props).rule);
  checkClients(checks, props.clients);
  checkCredential(checks, props.credential);
  checkCookieSecret(checks, props.cookieSecret);
  if (props.identityProvider.admission !== undefined && "existingSecret" in (props.cookieSecret ?? {})) {
    checks.report(["cookieSecret", "existingSecret"], SESSIONS_END_BY_COOKIE_SECRET);
  }
  checkScheduling(checks, props.scheduling);
  checkPod(checks, props);
  checkReplicas(checks, props.replicas);
  checkMetrics(checks, props.metrics);
  checkExtraFlags(checks, props, props.resolved, props.identityProvider.traits);
  checkRedis(checks, props.redis);
  checkOwnNamespace(checks, props);
  if (props.resolved.sessionStore === "redis" && props.redis === undefined) {
    checks.report(["redis"], 'is missing, but sessions are kept there; write redis: { url: "rediss://..." }');
  }
  const { signOutHost, staysSignedIn, traits } = props.identityProvider;
  if (props.signOut === true && signOutHost === undefined && staysSignedIn !== true) {
    checks.report(["signOut"], "needs an identity provider that has a sign-out; leave it out");
  }
  const { refresh: { scope: refreshScope } = {} } = traits;
  const { times, scopes } = props.resolved;
  if (times.refresh !== undefined && (refreshScope === undefined || !scopes.includes(refreshScope))) {
    checks.report(
      ["resolved", "scopes"],
      `${refreshScope === undefined ? `are for a refresh, and ${traits.name} gives nothing to refresh with` : `lack ${quote(refreshScope)}, without which ${traits.name} gives nothing to refresh with`}; take what resolve() returns as it is`,
    );
  }
  checks.throwIfAny(scope);
}

function checkClients(checks: Checks, clients: AuthProxyWiring["clients"]): void {
  clients.forEach(({ addresses }, i) => {
    checks.each(["clients", i, "addresses"], addresses, addressRange);
    if (addresses.length === 0) {
      checks.report(
        ["clients", i, "addresses"],
        "is empty, so that every address would be trusted; name the ranges of the edge",
      );
    }
  });
  if (clients.length === 0) {
    checks.report(["clients"], "is empty, so that nobody could ask the auth proxy; name an edge");
  }
}
