import { Token } from "cdktf";
import { rolesOf } from "../identity/entra/roles";
import type { Checks } from "../schema/checks";
import { checkAppRole } from "../identity/entra/app-role";
import { checkService } from "../oauth2-proxy/check-auth-proxy";
import { AccessGroup } from "../identity/entra/access-group";
import { checkMachineClient } from "../identity/entra/machine-client";
import { Draft } from "../contracts/draft";
import { sectionProblems, type SectionContext, type SectionShape } from "../identity/entra/section-problems";
import { everybodyWord } from "../identity/entra/everybody";
import { displayName } from "../identity/entra/directory-names";
import { chosenCredential } from "../identity/entra/credentials";
import { domainHint, domainHintProblems } from "../identity/entra/domain-hint";
import { ENTRA } from "../identity/entra/traits";
import { accessGroupProblems } from "../identity/entra/membership";
import { proxyPrefix } from "../model/proxy-prefix";
import type { Place } from "../rules/rule";
import { checkCommon, checkProxy } from "./check-props";
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
  const { authProxy, machineClients } = props;
  const isForeign = authProxy !== undefined && "service" in authProxy;
  const credential = chosenCredential(props.credential);
  const { brings: secret } = credential;
  const path: Place = ["credential", credential.kind];
  const bringsSecret = secret !== undefined && !Token.isUnresolved(secret.name);
  checks.all(accessGroupProblems(props.accessGroup));
  checkSignInSet(checks, props);
  checkCommon(checks, props, options);
  credential.check(checks, ["credential"]);
  if (props.outputs === false && credential.isOutput === true) {
    checks.report(
      [...path, "output"],
      'is an output, and "outputs: false" has none; leave one of the two out',
    );
  }
  checks.known(["machineClients"], machineClients);
  machineClients?.forEach((client, i) => checkMachineClient(checks, ["machineClients", i], client));
  checks.all(
    sectionProblems(Draft.of(sectionOf(props)), {
      at: [],
      application: factsOf(props.application),
      existingSecret: bringsSecret && !isForeign ? path : undefined,
      bearerTokens: options.bearerTokens,
      isKnown: (text) => !Token.isUnresolved(text),
    }),
  );
  checks
    .value(["domainHint"], props.domainHint, domainHint)
    .all(domainHintProblems({ domainHint: props.domainHint !== undefined, foreignProxy: isForeign }, []));
  if (isForeign) {
    checkService(checks, ["authProxy", "service"], authProxy.service);
    checks.known(["authProxy", "proxyPrefix"], authProxy.proxyPrefix, proxyPrefix);
  }
  checkProxy(checks, props, isForeign ? { service: authProxy.service } : options, {
    identity: ENTRA,
    makesNamespace: true,
    secrets: [{ secret, path }],
  });
}

function checkSignInSet(
  checks: Checks,
  { everybody, accessRole, roles, groups, signInGroups }: EntraIngressAuthProps,
): void {
  checks.known(["everybody"], everybody, everybodyWord);
  checks.known(["groups"], groups).known(["signInGroups"], signInGroups).known(["roles"], roles);
  groups?.forEach(({ name }, i) => checks.known(["groups", i, "name"], name, displayName));
  rolesOf({ accessRole, roles }).forEach((role, i) =>
    checkAppRole(
      checks,
      role === accessRole ? ["accessRole"] : ["roles", accessRole === undefined ? i : i - 1],
      role,
    ),
  );
}

/** What the props say of Entra, as data. */
function sectionOf({ accessGroup, ...props }: EntraIngressAuthProps): SectionShape {
  return {
    ...props,
    accessGroup:
      accessGroup instanceof AccessGroup ? { objectId: accessGroup.objectId, isMade: true } : accessGroup,
  };
}

function factsOf(application: EntraIngressAuthProps["application"]): SectionContext["application"] {
  if (application === undefined || "name" in application) {
    return { isExisting: false, isNew: application?.adopt === undefined };
  }
  return {
    isExisting: true,
    isNew: "addHost" in application && application.isNew === true,
    clientId: application.clientId,
  };
}
