import { Token } from "cdktf";
import { rolesOf } from "../identity/entra/roles";
import type { Checks } from "../schema/checks";
import { checkAppRole } from "../identity/entra/app-role";
import { checkMachineClients } from "../identity/entra/machine-clients";
import { checkService } from "../oauth2-proxy/check-auth-proxy";
import { signInSetProblems } from "../identity/entra/access-rules";
import { displayName } from "../identity/entra/directory-names";
import { chosenCredential } from "../identity/entra/credentials";
import { existingSecretProblems } from "../identity/entra/existing-secret";
import { ENTRA } from "../identity/entra/traits";
import { accessGroupProblems } from "../identity/entra/membership";
import { FOREIGN_PROXY_SIGN_OUT } from "../oauth2-proxy/foreign-sign-out";
import { proxyPrefix } from "../model/proxy-prefix";
import type { Place } from "../rules/rule";
import { checkCommon, checkProxyNamespace } from "./check-props";
import { SERVICE_KEYS, type IAuthProxy } from "../contracts/auth-proxy";
import { ENTRA_KEYS, type EntraProps } from "../identity/entra/props";
import { AUTH_PROXY_KEYS } from "../oauth2-proxy/props";
import type { KeysOf } from "../rules/keys";
import { FACADE_KEYS, type AuthProxyProps, type IngressAuthProps } from "./props";

/** Who may sign in with Microsoft Entra ID, where oauth2-proxy runs and which ingress controller asks it. */
export interface EntraIngressAuthProps extends IngressAuthProps, EntraProps {
  /** How oauth2-proxy runs, or one that somebody else runs. @default - two replicas in a namespace of their own */
  readonly authProxy?: AuthProxyProps | IAuthProxy;
}

/** The keys of the facade for Entra ID. */
export const ENTRA_FACADE_KEYS: KeysOf<EntraIngressAuthProps> = {
  ...FACADE_KEYS,
  ...ENTRA_KEYS,
  authProxy: { ...AUTH_PROXY_KEYS, service: SERVICE_KEYS } satisfies KeysOf<AuthProxyProps | IAuthProxy>,
};

/** Holds the props of a facade for Entra against their rules. */
export function checkEntraProps(checks: Checks, props: EntraIngressAuthProps, options: AuthProxyProps): void {
  checks.all(accessGroupProblems(props.accessGroup));
  checkSignInSet(checks, props);
  checkCommon(checks, ENTRA, props, options);
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
function isApplicationToMake<T extends object>(application: T): application is T & { name: string } {
  return "name" in application;
}

/** Whether an application is not there before the first apply of the stack. */
function isNewApplication(application: NonNullable<EntraIngressAuthProps["application"]>): boolean {
  return "addHost" in application
    ? application.isNew === true
    : "name" in application && application.adopt === undefined;
}
