import { requiresAssignment } from "../../lib/identity/entra/assignment-rules";
import { defaultOf, slug } from "./people";
import { membershipsOf, type EntraConfig, type ServicePrincipalReference } from "./memberships";

/** A program that asks with an access token. */
export interface Program {
  readonly name: string;
  readonly source: ProgramSource;
  /** For whose API its tokens are: the stack's own application, or another one by its client id. */
  readonly audience: "self" | { readonly clientId: string };
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  /** Whether Entra gives it a token, which it may only do for what is assigned to the application. @default true */
  readonly isAssigned?: boolean;
  /** The ids of those memberships that the file does not give it, and the lab therefore does. */
  readonly joins: readonly string[];
  readonly why: string;
}

/** Where a program's credential comes from. */
export type ProgramSource =
  /** The stack's own application. */
  | { readonly kind: "self" }
  /** An application that exists, of which somebody else has the secret: in the lab, the lab. */
  | { readonly kind: "existing"; readonly clientId?: string; readonly objectId?: string }
  /** A machine client of the stack, with its secret in the outputs. */
  | { readonly kind: "secret"; readonly client: string }
  /** A machine client of the stack that shows another issuer's token. */
  | {
      readonly kind: "federated";
      readonly client: string;
      readonly issuer: string;
      readonly subject: string;
      readonly audience: string;
    };

/** Microsoft's own audience of tokens that are exchanged. */
const EXCHANGE = "api://AzureADTokenExchange";

/** Every program that a config file names, one that it does not, and one with a token for each further audience. */
export function programsOf(config: EntraConfig): Program[] {
  const memberships = membershipsOf(config);
  const { machineClients = [] } = config.entra;
  const { authProxy } = config;
  const byDefault = defaultOf(config, memberships);
  const held = (ids: readonly string[]): Pick<Program, "groups" | "roles"> => {
    const isRole = (id: string): boolean => memberships.some((one) => one.kind === "role" && one.id === id);
    return { groups: ids.filter((id) => !isRole(id)), roles: ids.filter(isRole) };
  };
  const inDefault = byDefault === undefined ? [] : [byDefault.id];
  // Who is put into a list from outside is out with the next apply.
  const joined = byDefault?.isList === true ? [] : inDefault;
  const found = new Map<
    string,
    { readonly program: Omit<Program, "groups" | "roles">; readonly ids: string[] }
  >();
  for (const { id, name, servicePrincipals } of memberships) {
    for (const principal of servicePrincipals) {
      const program = named(principal, name);
      const { ids } = found.get(program.name) ?? { ids: [] };
      found.set(program.name, { program, ids: [...ids, id] });
    }
  }
  const listed = [...found.values()].map(({ program, ids }) => ({ ...program, ...held(ids) }));
  const clients = machineClients.map((client): Program => ({
    name: client.name,
    source: sourceOf(client),
    audience: "self",
    ...held(inDefault),
    joins: [],
    why: "a machine client",
  }));
  const audiences =
    authProxy !== undefined && "extraAudiences" in authProxy ? (authProxy.extraAudiences ?? []) : [];
  const further = audiences.map((clientId): Program => ({
    name: `caller-of-${slug(clientId.slice(0, 8))}`,
    source: { kind: "existing" },
    audience: { clientId },
    ...held(joined),
    joins: joined,
    why: `a program with a token for ${clientId}`,
  }));
  const outsider: Program = {
    name: "outsider-program",
    source: { kind: "existing" },
    audience: "self",
    groups: [],
    roles: [],
    isAssigned: !requiresAssignment(config.entra.application),
    joins: [],
    why: "a program in no group",
  };
  return [...listed, ...clients, ...further, outsider];
}

function named(principal: ServicePrincipalReference, group: string): Omit<Program, "groups" | "roles"> {
  const common = { audience: "self", joins: [], why: `named for ${group}` } as const;
  if (principal === "self") return { name: "the application itself", source: { kind: "self" }, ...common };
  const [id = ""] = Object.values(principal);
  return {
    name: `program-${id.slice(0, 8).toLowerCase()}`,
    source: { kind: "existing", ...principal },
    ...common,
  };
}

function sourceOf(client: NonNullable<EntraConfig["entra"]["machineClients"]>[number]): ProgramSource {
  if ("clientId" in client) return { kind: "existing", clientId: client.clientId };
  const { credential, name } = client;
  if (!("federated" in credential)) return { kind: "secret", client: name };
  const { issuer, subject, audience = EXCHANGE } = credential.federated;
  return { kind: "federated", client: name, issuer, subject, audience };
}
