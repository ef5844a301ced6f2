import { asksForAccount, NO_ACCOUNT, type Everybody } from "./everybody";
import { isObjectId, normalizeId, objectId } from "../../rules/object-id";
import { quote, type Place, type Problem, type Rule } from "../../rules/rule";

/** The audience of the tokens that Entra takes in place of a client secret. */
export const TOKEN_EXCHANGE_AUDIENCE = "api://AzureADTokenExchange";

/** The client id of a machine client that exists. */
export const machineClientId: Rule = (value) =>
  value.includes("@")
    ? `${quote(value)} is a person; a machine client is the client id of an application, and people go into "users" of the access group`
    : objectId(value);

/** What is compared in a token's issuer: an https URL, as the issuer itself writes it. */
export const tokenIssuer: Rule = (value) =>
  /^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(value) && URL.canParse(value)
    ? undefined
    : `${quote(value)} is not an issuer; write the "iss" of its tokens, such as https://token.actions.githubusercontent.com`;

/** Text that Entra compares with a claim of a token: nothing around it, no patterns. */
export const tokenClaim: Rule = (value) =>
  value !== "" && value === value.trim() && !value.includes("*") && value.length <= 600
    ? undefined
    : `${quote(value)} is compared as it stands with a claim of the token; write 1 to 600 characters without "*" or spaces around them`;

/** What decides whether machine clients, people and the rest go together. */
export interface MachineClientsShape {
  readonly machineClients?: readonly { readonly name: string; readonly clientId?: string }[];
  readonly accessGroup?: {
    readonly name?: string;
    readonly objectId?: string;
    /** Whether the program makes it by itself, so that it has no name here. @default false */
    readonly isMade?: boolean;
    readonly users?: readonly (string | object)[];
    readonly servicePrincipals?: readonly (string | object)[];
  };
  /** Everybody of the tenant, in the place of the access group. */
  readonly everybody?: Everybody;
  /** The client id of the stack's own application, where it exists already. */
  readonly ownClientId?: string;
  readonly bearerTokens?: boolean;
}

/** Where the config file and the props have what a problem is about. */
export interface MachineClientPlaces {
  readonly machineClients: Place;
  readonly authProxy: Place;
}

/** Machine clients that are somebody else already, or that could never get in. */
export function machineClientProblems(shape: MachineClientsShape, at: MachineClientPlaces): Problem[] {
  const { machineClients = [], accessGroup, bearerTokens } = shape;
  const problems: Problem[] = [];
  const names = machineClients.map(({ name }) => name);
  const ids = machineClients.map(({ clientId }) => idOf(clientId));
  const users = new Set(idsOf(accessGroup?.users ?? []));
  const members = new Set([
    ...idsOf(accessGroup?.servicePrincipals ?? []),
    ...(accessGroup?.servicePrincipals?.includes("self") ? [idOf(shape.ownClientId)] : []),
  ]);
  machineClients.forEach(({ name, clientId }, i) => {
    const report = (key: string, message: string): void =>
      void problems.push({ path: [...at.machineClients, i, key], message });
    if (names.indexOf(name) !== i) {
      report("name", `${quote(name)} is another machine client's name already; give each a name of its own`);
    }
    const id = ids[i];
    if (id === undefined) {
      return;
    }
    if (ids.indexOf(id) !== i) {
      report("clientId", `${quote(clientId)} is a machine client twice; name everybody once`);
    }
    if (users.has(id)) {
      report(
        "clientId",
        `${quote(clientId)} is a user of the access group as well; a machine client is no person, so name it in one of the two`,
      );
    }
    if (members.has(id)) {
      report(
        "clientId",
        `${quote(clientId)} is among the access group's servicePrincipals as well; name it in one of the two`,
      );
    }
  });
  if (machineClients.length > 0 && asksForAccount(shape)) {
    problems.push({ path: at.machineClients, message: NO_ACCOUNT });
  } else if (
    machineClients.length > 0 &&
    shape.everybody === undefined &&
    accessGroup?.name === undefined &&
    accessGroup?.isMade !== true
  ) {
    problems.push({
      path: at.machineClients,
      message:
        accessGroup === undefined
          ? "become members of the access group, and this stack has none; give it one, or name existing programs under servicePrincipals of a rule or role"
          : 'become members of the access group, which has to be one that the stack makes: a group that exists is only read; let the stack make a group and nest yours in it (accessGroup: { name: ..., groups: [...] }), or add the clients where the group is managed and write "bearerTokens: true"',
    });
  }
  if (machineClients.length > 0 && bearerTokens === false) {
    problems.push({
      path: [...at.authProxy, "bearerTokens"],
      message: '"false" refuses every bearer token, also those of the machine clients; leave it out',
    });
  }
  return problems;
}

function idsOf(entries: readonly (string | object)[]): (string | undefined)[] {
  return entries.flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry))).map(idOf);
}

/** An id as Entra writes it, to compare it by. Nothing where the text is no id, or only Terraform knows it. */
function idOf(value: unknown): string | undefined {
  return typeof value === "string" && isObjectId(value) ? normalizeId(value) : undefined;
}
