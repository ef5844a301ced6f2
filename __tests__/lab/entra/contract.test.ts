import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GRAPH_APP_ID } from "../../../lab/entra/microsoft-graph";
import { USER_BY_DEFAULT } from "../../../lab/entra/graph/views";
import { emulator, GRAPH, LOGIN, type Emulator } from "./support";

/*
 * Replays what the azuread provider 3.7.0 calls for the sample and for everything else the stack may use, as
 * recorded between the real provider and a stand-in for Entra. The ids that the emulator makes take the place
 * of the recorded ones. Where the stand-in was less exact than Microsoft Graph, `expected` says so.
 */
interface Call {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly url: string;
  readonly request?: unknown;
  readonly status: number;
  readonly response?: unknown;
}

const calls = readFileSync(join(__dirname, "azuread-3.7.0-calls.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Call);

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const pick = (object: Json, names: readonly string[]): Json =>
  Object.fromEntries(
    Object.entries(object).filter(([name]) => name.startsWith("@odata.") || names.includes(name)),
  );

/** What differs from run to run, or is the stand-in's own invention. */
const VOLATILE = [
  "@odata.type",
  "access_token",
  "createdDateTime",
  "endDateTime",
  "hint",
  "message",
  "secretText",
  "startDateTime",
];

let lab: Emulator;
let bearer = "";
const ids = new Map<string, string>();

const mapped = (text: string) => [...ids].reduce((result, [from, to]) => result.replaceAll(from, to), text);

beforeAll(async () => {
  lab = await emulator();
  const { contoso, deployer, people } = lab.seed;
  Object.assign(people.alice, { displayName: "Alice" });
  Object.assign(people.bob, { displayName: "Bob", mail: "bob@contoso.com" });
  const existing = contoso.addGroup({ displayName: "Existing", mailNickname: "existing" });
  for (const [recorded, id] of [
    ["https://HOST", "https://graph.microsoft.com"],
    ["57a85f60-c50a-4a47-b8a5-2be9c3c806ec", deployer.objectId],
    ["8c580efc-5b33-4683-bdae-079889b8ffd7", deployer.objectId],
    ["d5991ab3-23d3-4d8c-952e-92e85a7ceb4b", people.alice.id],
    ["52e2ee71-3bde-4042-8924-33b3d7462408", people.alice.id],
    ["debb5a64-dcfb-4ba3-b95f-8788c57b3ab1", people.bob.id],
    ["7079e00b-cc68-44ae-9131-3bc5eb9cbdc5", existing.id],
    ["cb45ffa7-2000-4c08-af40-93e8f461c28d", contoso.servicePrincipalOf(GRAPH_APP_ID)!.id],
  ] as const) {
    ids.set(recorded, id);
  }
});

afterAll(() => lab.server.close());

/** Remembers which id the emulator gave to what the recording calls otherwise. */
function learn(recorded: unknown, answered: unknown): void {
  if (!isObject(recorded) || !isObject(answered)) return;
  for (const name of ["id", "appId", "keyId"]) {
    const [from, to] = [recorded[name], answered[name]];
    if (typeof from === "string" && typeof to === "string") ids.set(from, to);
  }
}

/** What Graph itself would have answered where the recording's stand-in was less exact. */
function expected(url: URL, recorded: unknown): unknown {
  if (!isObject(recorded)) return recorded;
  // The stand-in had no managers and answered an empty list; Graph answers the manager.
  if (url.pathname.endsWith("/manager")) return { id: lab.seed.people.alice.manager };
  // Graph's federated identity credentials have no time of creation.
  if (url.pathname.includes("/federatedIdentityCredentials"))
    return { ...recorded, createdDateTime: undefined };
  const filter = /^id eq '(.+)'$/.exec(url.searchParams.get("$filter") ?? "")?.[1];
  const selected = url.searchParams.get("$select")?.split(",");
  const names = selected ?? (/^\/v1\.0\/users\b/.test(url.pathname) ? USER_BY_DEFAULT : undefined);
  const reduce = (each: unknown) => (isObject(each) && names ? pick(each, names) : each);
  if (!Array.isArray(recorded.value)) return reduce(recorded);
  const found = (recorded.value as Json[]).filter(({ id }) => filter === undefined || id === filter);
  return { ...recorded, value: found.map(reduce) };
}

/** Where an answer lacks something of the expected one, or says something else. */
function differences(wanted: unknown, answered: unknown, path = "$"): string[] {
  if (isObject(wanted)) {
    if (!isObject(answered)) return [`${path}: no object`];
    return Object.entries(wanted).flatMap(([name, value]) => {
      if (value === undefined) return [];
      if (VOLATILE.includes(name)) {
        return name === "@odata.type" || name in answered ? [] : [`${path}.${name}: missing`];
      }
      return name in answered
        ? differences(value, answered[name], `${path}.${name}`)
        : [`${path}.${name}: missing`];
    });
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(answered)) return [`${path}: no list`];
    // Microsoft Graph's own service principal has more names and permissions than the recording shows.
    const open = /oauth2PermissionScopes$|appRoles$|servicePrincipalNames$/.test(path);
    const missing = wanted.flatMap((value: unknown, index) => {
      const counterpart: unknown =
        isObject(value) && "id" in value
          ? answered.find((candidate) => isObject(candidate) && candidate.id === value.id)
          : open
            ? answered.find((candidate) => candidate === value)
            : answered[index];
      return differences(value, counterpart, `${path}[${index}]`);
    });
    return open || answered.length === wanted.length
      ? missing
      : [...missing, `${path}: ${answered.length} instead of ${wanted.length}`];
  }
  return wanted === answered
    ? []
    : [`${path}: ${JSON.stringify(answered)} instead of ${JSON.stringify(wanted)}`];
}

/** The credentials and the resource of the recorded token request, in the lab's terms. */
function tokenRequest(recorded: string): string {
  const form = new URLSearchParams(recorded);
  form.set("client_id", lab.seed.deployer.clientId);
  form.set("client_secret", lab.seed.deployer.clientSecret);
  form.set("scope", "https://graph.microsoft.com/.default");
  return form.toString();
}

it.each(calls.map((call, index) => ({ number: index + 1, ...call })))(
  "$number: $method $url answers $status as recorded",
  async ({ method, url, request, status, response }) => {
    const address = new URL(mapped(url), "https://host.invalid");
    const isToken = typeof request === "string";
    const answer = await lab.call(isToken ? LOGIN : GRAPH, {
      method,
      url: mapped(url),
      headers: isToken
        ? { "content-type": "application/x-www-form-urlencoded" }
        : { authorization: `Bearer ${bearer}`, "content-type": "application/json; charset=utf-8" },
      body: isToken ? tokenRequest(request) : request === undefined ? "" : mapped(JSON.stringify(request)),
    });

    expect({ status: answer.statusCode, body: answer.statusCode === status ? "" : answer.body }).toEqual({
      status,
      body: "",
    });
    if (response === undefined) {
      expect(answer.body).toBe("");
      return;
    }
    const body: Json = answer.json();
    if (isToken) bearer = String(body.access_token);
    if (method === "POST") learn(response, body);
    if (url.startsWith("/metadata/")) {
      expect(Object.keys(body).sort()).toEqual(Object.keys(response as Json).sort());
      return;
    }
    expect(differences(expected(address, JSON.parse(mapped(JSON.stringify(response)))), body)).toEqual([]);

    const selected = address.searchParams.get("$select")?.split(",");
    const entities = selected ? (Array.isArray(body.value) ? (body.value as Json[]) : [body]) : [];
    for (const entity of entities) {
      const names = Object.keys(entity).filter((name) => !name.startsWith("@odata."));
      expect(names.filter((name) => !selected?.includes(name))).toEqual([]);
    }
  },
);

it("leaves nothing of the replayed stacks behind", () => {
  const { contoso, deployer } = lab.seed;

  expect({
    applications: contoso.applications.list().map(({ appId }) => appId),
    grants: contoso.permissionGrants.list(),
    groups: contoso.groups.list().map(({ displayName }) => displayName),
    servicePrincipals: contoso.servicePrincipals.list().map(({ appId }) => appId),
  }).toEqual({
    applications: [deployer.clientId],
    grants: [],
    groups: ["engineers", "Existing"],
    servicePrincipals: [GRAPH_APP_ID, deployer.clientId],
  });
});

it("gives a password the end that was asked for", async () => {
  const { contoso } = lab.seed;
  const application = contoso.addApplication({ displayName: "with a secret" });
  const answer = await lab.graph("POST", `/v1.0/applications/${application.id}/addPassword`, {
    passwordCredential: { displayName: "rotated", endDateTime: "2027-06-01T00:00:00Z" },
  });

  expect(answer.json<Json>()).toMatchObject({ displayName: "rotated", endDateTime: "2027-06-01T00:00:00Z" });
});
