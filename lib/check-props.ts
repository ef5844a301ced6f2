import { Token } from "cdktf";
import { rolesOf } from "./access/roles";
import type { Checks } from "./checks";
import { checkAppRole } from "./entra/app-role";
import { checkController } from "./ingress/check-controller";
import { checkTls } from "./ingress/tls";
import { checkMachineClients } from "./machine-clients";
import { checkService } from "./oauth2-proxy/auth-proxy";
import type { AuthProxyProps, EntraIngressAuthProps } from "./props";
import {
  accessGroupProblems,
  bufferSize,
  cookieDomain,
  displayName,
  duration,
  FOREIGN_PROXY_SIGN_OUT,
  groupCount,
  host,
  secretKey,
  signInSetProblems,
  subdomainName,
} from "./rules";

/** Holds the facade's own props against their rules; parts hold theirs themselves. */
export function checkProps(checks: Checks, props: EntraIngressAuthProps, options: AuthProxyProps): void {
  const { ingressController, signIn, credential } = props;
  checks.all(accessGroupProblems(props.accessGroup));
  checkSignInSet(checks, props);
  checkController(checks, ["ingressController"], ingressController.props);
  checks
    .known(["authProxy", "session", "lifetime"], options.session?.lifetime, duration)
    .known(["authProxy", "session", "refresh"], options.session?.refresh, duration)
    .known(["authProxy", "expectedGroups"], options.expectedGroups, groupCount)
    .known(["authProxy", "bufferSize"], options.bufferSize, bufferSize)
    .value(["clusterDomain"], props.clusterDomain, subdomainName)
    .known(["signIn", "host"], signIn?.host, host)
    .known(["signIn", "cookieDomain"], signIn?.cookieDomain, cookieDomain);
  if (credential !== undefined && "existingSecret" in credential) {
    checks
      .value(["credential", "existingSecret", "name"], credential.existingSecret.name, subdomainName)
      .value(["credential", "existingSecret", "key"], credential.existingSecret.key, secretKey);
  }
  checkTls(checks, ["signIn", "tls"], signIn?.tls);
  checkMachineClients(checks, props, options.bearerTokens);
  if (props.authProxy !== undefined && "service" in props.authProxy) {
    checkService(checks, ["authProxy", "service"], props.authProxy.service);
    checks.report(["signOut"], props.signOut === true ? FOREIGN_PROXY_SIGN_OUT : undefined);
  }
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
