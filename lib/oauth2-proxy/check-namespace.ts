import { Token } from "cdktf";
import type { Checks } from "../schema/checks";
import { subdomainName } from "../rules/kubernetes";
import { formatProblem, quote, type Place } from "../rules/rule";
import {
  broughtSecretProblems,
  madeNamespace,
  takenNamespaceProblems,
  type BroughtSecret,
  type ProxyNamespace,
  type Resident,
} from "./made-namespace";
import type { Credential, SecretKeyReference } from "../contracts/credential";
import { REDIS_PATH } from "./redis";
import { type RedisProps } from "./redis-props";

/** Where the auth proxy is to run, and what has to be there before it. */
export interface NamespaceUse {
  readonly namespace?: ProxyNamespace;
  /** Where the input has the namespace. */
  readonly path: Place;
  /** By their places. A name that only Terraform knows is that of a Secret which the program makes. */
  readonly secrets: readonly { readonly secret?: SecretKeyReference; readonly path: Place }[];
  readonly residents?: readonly Resident[];
}

/** Holds a namespace that the stack makes against what could not be in it then. */
export function checkNamespace(checks: Checks, use: NamespaceUse): void {
  const made = madeNamespace(use.namespace, use.path);
  if (made === undefined || Token.isUnresolved(made.name)) {
    return;
  }
  const brought = use.secrets.flatMap(({ secret, path }): BroughtSecret[] =>
    secret === undefined || Token.isUnresolved(secret.name) || subdomainName(secret.name) !== undefined
      ? []
      : [{ name: secret.name, path }],
  );
  checks.all(takenNamespaceProblems(made, use.residents ?? [])).all(broughtSecretProblems(made, brought));
}

/** The same for an auth proxy on its own. */
export function checkOwnNamespace(
  checks: Checks,
  props: {
    readonly namespace?: ProxyNamespace;
    readonly credential: Credential;
    readonly redis?: RedisProps;
  },
): void {
  const { namespace, credential, redis } = props;
  const brought = (credential.variables ?? []).map((variable, i) => ({
    secret: "secret" in variable ? variable.secret : undefined,
    path: ["credential", "variables", i, "secret"],
  }));
  checkNamespace(checks, {
    namespace,
    path: ["namespace"],
    secrets: [...brought, ...redisSecrets(redis, REDIS_PATH)],
  });
}

/** Apps whose Service is in the namespace that the stack is to make. */
export function appNamespaceProblems(
  namespace: ProxyNamespace | undefined,
  apps: readonly { readonly name: string; readonly namespace?: string }[],
): string[] {
  const made = madeNamespace(namespace, ["authProxy", "namespace"]);
  const residents = apps.flatMap((app): Resident[] =>
    app.namespace === undefined || Token.isUnresolved(app.namespace)
      ? []
      : [
          {
            namespace: app.namespace,
            what: `the Service of app ${quote(app.name)}`,
            path: [app.name, "service", "namespace"],
          },
        ],
  );
  return made === undefined ? [] : takenNamespaceProblems(made, residents).map(formatProblem);
}

/** The Secrets that a Redis store brings along. */
export function redisSecrets(redis: RedisProps | undefined, path: Place): NamespaceUse["secrets"] {
  return [
    { secret: redis?.passwordSecret, path: [...path, "passwordSecret"] },
    { secret: redis?.caSecret, path: [...path, "caSecret"] },
  ];
}
