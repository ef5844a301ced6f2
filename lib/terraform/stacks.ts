import { posix } from "node:path";
import { quote, type Problem } from "../rules/rule";

/** The stack's name where a config file gives none. */
export const DEFAULT_STACK_NAME = "entra-ingress-auth";

/** What tells a stack's output and state from another's. */
export interface StackPlace {
  readonly name: string;
  /** Whether the name is the default one, because none was given. */
  readonly isUnnamed: boolean;
  readonly state: StatePlace;
}

/** Where a state is kept: a backend, and its arguments. */
export interface StatePlace {
  readonly backend: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/**
 * Where the state of a stack is kept, with the default. The local one lies beside `cdktf.out`: Terraform runs
 * in `cdktf.out/stacks/<name>`, which may be deleted, and an absolute path would differ between machines.
 */
export function statePlace(stackName: string, state: Partial<StatePlace> = {}): StatePlace {
  const { backend = "local" } = state;
  const byDefault = backend === "local" ? { path: `../../../terraform.${stackName}.tfstate` } : {};
  return { backend, arguments: { ...byDefault, ...state.arguments } };
}

/**
 * Which arguments of a backend say where the state is: with its default where there is one, and otherwise
 * required. Others say how to get there. `own` is the one to change.
 */
const LOCATIONS: Readonly<
  Record<string, { readonly own: string; readonly keys: Readonly<Record<string, unknown>> }>
> = {
  azurerm: {
    own: "key",
    keys: { storage_account_name: undefined, container_name: undefined, key: undefined },
  },
  consul: { own: "path", keys: { address: "", path: undefined } },
  cos: { own: "key", keys: { bucket: undefined, prefix: "", key: "" } },
  gcs: { own: "prefix", keys: { bucket: undefined, prefix: "" } },
  http: { own: "address", keys: { address: undefined } },
  kubernetes: {
    own: "secret_suffix",
    keys: { secret_suffix: undefined, namespace: "default", host: "", config_path: "", config_context: "" },
  },
  oci: { own: "key", keys: { bucket: undefined, namespace: "", key: "" } },
  oss: { own: "key", keys: { bucket: undefined, prefix: "", key: "" } },
  pg: { own: "schema_name", keys: { schema_name: "terraform_remote_state" } },
  remote: { own: "workspaces", keys: { hostname: "", organization: undefined, workspaces: undefined } },
  s3: { own: "key", keys: { bucket: undefined, key: undefined } },
};

/** One text for one state, or nothing where the place is only said when Terraform is initialized. */
function stateKey({ name, state }: StackPlace): string | undefined {
  const { backend, arguments: given } = state;
  if (backend === "local") {
    const path = typeof given.path === "string" ? given.path : "terraform.tfstate";
    return posix.isAbsolute(path) ? posix.normalize(path) : posix.join("stacks", name.toLowerCase(), path);
  }
  const values = Object.entries(LOCATIONS[backend]?.keys ?? {}).map(
    ([key, byDefault]) => given[key] ?? byDefault,
  );
  return values.length === 0 || values.includes(undefined) ? undefined : JSON.stringify([backend, ...values]);
}

/** Why the second of two stacks would take the place of the first; `where` is what messages call that one. */
export function sameStackProblems(one: StackPlace, other: StackPlace, where: string): Problem[] {
  // Folders of two names that differ in case are one folder on some machines.
  if (one.name.toLowerCase() === other.name.toLowerCase()) {
    const lead = one.isUnnamed
      ? `is missing, so that this is the stack ${quote(one.name)}, as`
      : `${quote(one.name)} is the name of two stacks, as`;
    return [
      {
        path: ["stack"],
        message: `${lead} ${where} is, and one would overwrite the output and the state of the other; give each config file a stack name of its own`,
      },
    ];
  }
  const key = stateKey(one);
  const { backend } = one.state;
  const own = backend === "local" ? "path" : (LOCATIONS[backend]?.own ?? "");
  return key !== undefined && key === stateKey(other)
    ? [
        {
          path: ["state", "arguments", own],
          message: `is where ${where} keeps its state, so that each apply would destroy what the other made; give it another ${quote(own)}${backend === "local" ? ", or leave it out" : ""}`,
        },
      ]
    : [];
}
