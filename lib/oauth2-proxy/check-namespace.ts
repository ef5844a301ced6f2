import { Token } from "cdktf";
import type { Credential } from "../contracts/credential";
import { Draft } from "../contracts/draft";
import { formatProblem, quote } from "../rules/rule";
import type { Checks } from "../schema/checks";
import { madeNamespace, takenNamespaceProblems, type ProxyNamespace, type Resident } from "./made-namespace";
import { namespaceProblems } from "./proxy-problems";
import type { RedisProps } from "./redis-props";

/** Holds the namespace of an auth proxy on its own against what has to be there before it. */
export function checkOwnNamespace(
  checks: Checks,
  props: {
    readonly namespace?: ProxyNamespace;
    readonly credential: Credential;
    readonly redis?: RedisProps;
  },
): void {
  const { namespace, credential, redis } = props;
  const secrets = (credential.variables ?? []).map((variable, i) => ({
    secret: "secret" in variable ? variable.secret : undefined,
    path: ["credential", "variables", i, "secret"],
  }));
  const section = { namespace, session: redis && { store: { redis } } };
  const late = Token.isUnresolved(namespace?.name) ? [["namespace"]] : [];
  checks.all(
    namespaceProblems(Draft.of(section, late), { makesNamespace: true, secrets, residents: [] }, []),
  );
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
