import { Token } from "cdktf";
import type { Construct } from "constructs";
import type { EdgeTraits } from "../contracts/edge";
import { appProblems } from "../model/app";
import { besideProxy, DEFAULT_PROXY_PREFIX } from "../model/proxy-prefix";
import { refusedByEdges, whyByNumber } from "../model/refused-by-edge";
import { PATH_LISTS, toIngressPath } from "../model/route-plan";
import { appHost } from "../rules/host";
import { unknownKeyProblems } from "../rules/keys";
import { objectName, servicePort, subdomainName, type ServicePort } from "../rules/kubernetes";
import { ingressPath } from "../rules/path";
import { allOf, type Problem } from "../rules/rule";
import { Checks } from "../schema/checks";
import { checkAnnotations } from "./annotated/check-annotations";
import { checkCors } from "./check-cors";
import { leftOpen } from "./check-edge";
import { checkTls } from "./check-tls";
import { edgesOf, OWN_KEYS, type ProtectedAppContext, type ProtectedAppProps } from "./protected-app-props";
import { whoMayEnterProblems } from "./who-may-enter";

/** Whom the rules of an app name that nobody can be. */
export function whoProblems(scope: Construct, { allowed, pathAllowed = [] }: ProtectedAppContext): Problem[] {
  return [
    ...whoMayEnterProblems(scope, allowed, ["allowed"]),
    ...pathAllowed.flatMap((who, i) => whoMayEnterProblems(scope, who, ["pathAllowed", i])),
  ];
}

/** Holds the props of an app against their rules, and against what its edges do. */
export function checkApp(scope: Construct, props: ProtectedAppProps & ProtectedAppContext): void {
  const controllers = edgesOf(props).map(({ controller }) => controller);
  const ofApp = allOf(ingressPath, besideProxy(props.check.proxyPrefix ?? DEFAULT_PROXY_PREFIX));
  const checks = new Checks()
    .value(["name"], props.name, objectName)
    .value(["host"], props.host, appHost)
    .known(["extraAnnotations"], props.extraAnnotations)
    .value(["service", "namespace"], props.service?.namespace, objectName)
    .value(["service", "name"], props.service?.name, objectName)
    .value(["service", "port"], props.service?.port, servicePort)
    .value(["ingressName"], props.ingressName, subdomainName)
    .value(["proxyIngressName"], props.proxyIngressName, subdomainName);
  for (const key of PATH_LISTS) {
    // What a path is decides which Ingress answers for it, and so who gets in.
    const paths = props[key];
    checks.known([key], paths);
    (Token.isUnresolved(paths) ? [] : (paths ?? [])).forEach((entry, i) => {
      const { path, pathType } = toIngressPath(entry);
      const rules = controllers.flatMap(({ pathRule, exactPathRule }) => [
        pathRule,
        ...(pathType === "Exact" && exactPathRule !== undefined ? [exactPathRule] : []),
      ]);
      checks.known([key, i], path, allOf(ofApp, ...rules));
    });
  }
  // Through the public host there is no check that everybody passes, and so nothing that removes headers.
  const open = (props.publicPaths ?? []).length > 0 && props.check.via === "cluster";
  const optional = (props.optionalSignInPaths ?? []).length > 0;
  const ownPrefix = (props.check.proxyPrefix ?? DEFAULT_PROXY_PREFIX) !== DEFAULT_PROXY_PREFIX;
  for (const controller of controllers) {
    leftOpen(controller, { open, optional, ownPrefix }).forEach((message) => checks.report([], message));
  }
  checkAnnotations(checks, ["extraAnnotations"], props, controllers);
  checks.all(refusedByEdges(props, controllers));
  checkLatePort(checks, props.service?.port, controllers);
  checkTls(checks, ["tls"], props.tls);
  checkCors(checks, ["cors"], props.cors);
  checks.all(appProblems(props));
  if (optional && props.alsoCheck === undefined && props.asked?.optional === undefined) {
    checks.report(
      ["optionalSignInPaths"],
      'need an auth proxy of their own, which the facade makes beside its own, and which "asked.optional" names; protect the app by a facade whose auth proxy is its own',
    );
  }
  if (props.alsoCheck === undefined) {
    checks.all(unknownKeyProblems(props, OWN_KEYS));
  } else {
    props.alsoCheck(checks);
  }
  checks.throwIfAny(scope);
}

/** Of text that only Terraform will know, it is known already that it is no number. */
function checkLatePort(checks: Checks, port: ServicePort | undefined, edges: readonly EdgeTraits[]): void {
  const why = typeof port === "string" && Token.isUnresolved(port) ? whyByNumber(edges) : undefined;
  checks.report(
    ["service", "port"],
    why === undefined
      ? undefined
      : `is text that only Terraform will know, and ${why}, or one that only Terraform will know as a number, such as variable.numberValue`,
  );
}
