import { Token } from "cdktf";
import { Draft } from "../contracts/draft";
import { rolesOf } from "../identity/entra/roles";
import type { Checks } from "../schema/checks";
import { checkAppRole } from "../identity/entra/app-role";
import { checkEdge } from "../edge/check-edge";
import { checkTls } from "../edge/check-tls";
import { checkMachineClients } from "../identity/entra/machine-clients";
import { checkService } from "../oauth2-proxy/auth-proxy";
import { checkNamespace, redisSecrets } from "../oauth2-proxy/check-namespace";
import type { SecretKeyReference } from "../contracts/credential";
import { REDIS_PATH } from "../oauth2-proxy/redis";
import type {
  AuthProxyProps,
  EntraIngressAuthProps,
  GitHubIngressAuthProps,
  IngressAuthProps,
} from "./props";
import { signInSetProblems } from "../identity/entra/access-rules";
import { displayName } from "../identity/entra/directory-names";
import { chosenCredential } from "../identity/entra/credentials";
import { existingSecretProblems } from "../identity/entra/existing-secret";
import { accessGroupProblems } from "../identity/entra/membership";
import {
  gitHubClientId,
  gitHubOrganization,
  gitHubProblems,
  gitHubProxyProblems,
  gitHubUser,
  teamSlug,
} from "../identity/github/rules";
import { DEFAULT_PROXY_NAME } from "../model/names";
import { FOREIGN_PROXY_SIGN_OUT } from "../oauth2-proxy/foreign-sign-out";
import { proxyPrefix } from "../model/proxy-prefix";
import { refusedByEdge, refusedCheck } from "../model/refused-by-edge";
import { duration } from "../rules/duration";
import { cookieDomain, host } from "../rules/host";
import { secretKey, subdomainName } from "../rules/kubernetes";
import type { Place } from "../rules/rule";
import { bufferSize, groupCount } from "../rules/size";

/** Holds what every facade has of its own against the rules; parts hold theirs themselves. */
function checkCommon(checks: Checks, props: IngressAuthProps, options: AuthProxyProps): void {
  const { ingressController, signIn } = props;
  checkEdge(checks, ["ingressController"], ingressController);
  checks
    .known(["authProxy", "session", "lifetime"], options.session?.lifetime, duration)
    .known(["authProxy", "session", "refresh"], options.session?.refresh, duration)
    .known(["authProxy", "expectedGroups"], options.expectedGroups, groupCount)
    .known(["authProxy", "proxyPrefix"], options.proxyPrefix, proxyPrefix)
    .known(["authProxy", "bufferSize"], options.bufferSize, bufferSize)
    .value(["clusterDomain"], props.clusterDomain, subdomainName)
    .known(["signIn", "host"], signIn?.host, host)
    .known(["signIn", "cookieDomain"], signIn?.cookieDomain, cookieDomain);
  checkTls(checks, ["signIn", "tls"], signIn?.tls);
  checks
    .all(refusedCheck(props.authCheck, ingressController))
    .all(refusedByEdge({ tls: signIn?.tls }, ingressController, ["signIn"]));
}

/** Holds the auth proxy's namespace against what has to be there before it. */
function checkProxyNamespace(
  checks: Checks,
  { ingressController }: IngressAuthProps,
  { namespace, session }: AuthProxyProps,
  brought: { readonly secret?: SecretKeyReference; readonly path: Place },
): void {
  const store = session?.store;
  checkNamespace(checks, {
    namespace,
    path: ["authProxy", "namespace"],
    secrets: [
      brought,
      ...redisSecrets(typeof store === "object" ? store.redis : undefined, ["authProxy", ...REDIS_PATH]),
    ],
    residents: [
      {
        namespace: ingressController.namespace,
        what: "the ingress controller",
        path: ["ingressController"],
      },
    ],
  });
}

/** Holds the props of a facade for Entra against their rules. */
export function checkEntraProps(checks: Checks, props: EntraIngressAuthProps, options: AuthProxyProps): void {
  checks.all(accessGroupProblems(props.accessGroup));
  checkSignInSet(checks, props);
  checkCommon(checks, props, options);
  chosenCredential(props.credential).check(checks, ["credential"]);
  checkMachineClients(checks, props, options.bearerTokens);
  if (props.authProxy !== undefined && "service" in props.authProxy) {
    checkService(checks, ["authProxy", "service"], props.authProxy.service);
    checks.known(["authProxy", "proxyPrefix"], props.authProxy.proxyPrefix, proxyPrefix);
    checks.report(["signOut"], props.signOut === true ? FOREIGN_PROXY_SIGN_OUT : undefined);
  } else {
    checkBroughtSecret(checks, props, options);
  }
}

/** A client secret in a Secret that is there already takes an application and a namespace that are, too. */
function checkBroughtSecret(checks: Checks, props: EntraIngressAuthProps, options: AuthProxyProps): void {
  const { application, credential } = props;
  const { kind, brings: secret } = chosenCredential(credential);
  const path: Place = ["credential", kind];
  if (secret !== undefined && !Token.isUnresolved(secret.name)) {
    checks.all(existingSecretProblems(path, application === undefined || isNewApplication(application)));
  }
  checkProxyNamespace(checks, props, options, { secret, path });
}

/** Holds the props of a facade for GitHub against their rules. */
export function checkGitHubProps(checks: Checks, props: GitHubIngressAuthProps): void {
  const { clientId, clientSecret, organization, teams, users, authProxy = {} } = props;
  checks
    .value(["clientId"], clientId, gitHubClientId)
    .value(["clientSecret", "name"], clientSecret.name, subdomainName)
    .value(["clientSecret", "key"], clientSecret.key, secretKey)
    .known(["organization"], organization, gitHubOrganization)
    .known(["teams"], teams)
    .known(["users"], users);
  teams?.forEach((team, i) => checks.known(["teams", i], team, teamSlug));
  users?.forEach((user, i) => checks.known(["users", i], user, gitHubUser));
  checks.all(gitHubProblems(props));
  checkCommon(checks, props, authProxy);
  checkProxyNamespace(
    checks,
    props,
    { namespace: { name: DEFAULT_PROXY_NAME }, ...authProxy },
    { secret: clientSecret, path: ["clientSecret"] },
  );
  checks.all(
    gitHubProxyProblems(Draft.of(authProxy)).map(({ path, message }) => ({
      path: ["authProxy", ...path],
      message,
    })),
  );
}

function checkSignInSet(checks: Checks, props: EntraIngressAuthProps): void {
  const { application, accessRole, roles, groups } = props;
  checks.known(["groups"], groups).known(["signInGroups"], props.signInGroups).known(["roles"], roles);
  groups?.forEach(({ name }, i) => checks.known(["groups", i, "name"], name, displayName));
  rolesOf(props).forEach((role, i) =>
    checkAppRole(
      checks,
      role === accessRole ? ["accessRole"] : ["roles", accessRole === undefined ? i : i - 1],
      role,
    ),
  );
  checks.all(
    signInSetProblems(props, {
      existingApplication: application !== undefined && !isApplicationToMake(application),
      isKnown: (text) => !Token.isUnresolved(text),
    }),
  );
}

/** Whether an application is to be made, and not brought along. */
export function isApplicationToMake<T extends object>(application: T): application is T & { name: string } {
  return "name" in application;
}

/** Whether an application is not there before the first apply of the stack. */
function isNewApplication(application: NonNullable<EntraIngressAuthProps["application"]>): boolean {
  return "addHost" in application
    ? application.isNew === true
    : "name" in application && application.adopt === undefined;
}
