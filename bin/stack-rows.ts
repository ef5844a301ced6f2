import { TerraformResource } from "cdktf";
import { AccessGroup } from "../lib/identity/entra/access-group";
import { shownPath } from "../lib/output/local-state";
import { StateBackend } from "../lib/terraform/state-backend";
import type { EdgeTraits } from "../lib/contracts/edge";
import type { IngressAuth } from "../lib/facade/ingress-auth";
import type { ConfiguredStack } from "../lib/stack";
import { modelAt } from "../lib/model/edges";
import { namedIngresses } from "../lib/model/ingresses";
import type { Model } from "../lib/model/model";
import { HTTPS_PORT } from "../lib/rules/host";
import { isWritten } from "../lib/terraform/written-instead";

/** What secrets of the stack are called, by the resource that makes them; their values are in the state. */
const SECRETS: readonly (readonly [terraformType: string, name: string])[] = [
  ["azuread_application_password", "client secrets"],
  ["random_password", "the cookie secret, the key to every session"],
];

/** How many members the stack gives to each of its groups. */
export function memberRows(stack: ConfiguredStack): [string, string][] {
  const groups = stack.node.findAll().filter((node) => node instanceof AccessGroup);
  const texts = groups.map(({ displayName, memberCount }) => `${memberCount} of ${displayName}`);
  return texts.length === 0 ? [] : [["Members managed here", texts.join(", ")]];
}

/** Where the state lies, a local one in `stateFile` where that is known, and which secrets are in it. */
export function stateRows(stack: ConfiguredStack, stateFile?: string): [string, string][] {
  const backend = stack.node.findAll().find((node) => node instanceof StateBackend);
  const types = new Set(
    stack.node.findAll().map((node) => (node instanceof TerraformResource ? node.terraformResourceType : "")),
  );
  const secrets = SECRETS.filter(([type]) => types.has(type)).map(([, name]) => name);
  const holds = secrets.length === 0 ? "no secrets" : secrets.join("; ");
  if (backend === undefined) {
    return [];
  }
  const place = stateFile === undefined ? backend.place : `the file ${shownPath(stateFile)}`;
  return [["State", `${place}; it holds ${holds}`]];
}

/** How many resources there are of each provider. */
export function resourcesByProvider(stack: ConfiguredStack): string {
  const counts = new Map<string, number>();
  for (const node of stack.node.findAll()) {
    if (node instanceof TerraformResource && isWritten(node)) {
      const [provider = ""] = node.terraformResourceType.split("_");
      counts.set(provider, (counts.get(provider) ?? 0) + 1);
    }
  }
  return [...counts].map(([provider, count]) => `${provider} ${count}`).join(", ");
}

/** At which ports people reach the apps, where an edge has another one than that of https. */
export function portRows({ edges }: Pick<IngressAuth, "edges">): [string, string][] {
  const all: [string, EdgeTraits][] = Object.entries(edges);
  const texts = all.map(([name, { httpsPort = HTTPS_PORT }]) =>
    all.length === 1 ? String(httpsPort) : `${httpsPort} at edge ${name}`,
  );
  return all.every(([, { httpsPort = HTTPS_PORT }]) => httpsPort === HTTPS_PORT)
    ? []
    : [["Port", texts.join(", ")]];
}

/** What has to be there before the stack is applied, and is not the stack's to make; what two edges need, once. */
export function needRows({ edges, model }: IngressAuth): [string, string][] {
  const needs = Object.entries(edges).flatMap(([name, edge]) => needsOf(name, edge, model));
  return [...new Set(needs)].map((need) => ["Needs", need]);
}

function needsOf(name: string, edge: EdgeTraits, model: Model): string[] {
  const { customResources = [], needs } = edge;
  const { apps } = modelAt(model, name);
  const hosts = new Set([
    ...apps.map(({ host }) => host),
    ...(model.signIn.host === undefined ? [] : [model.signIn.host]),
  ]);
  const namespaces = new Set(namedIngresses(model, name).map(({ namespace }) => namespace));
  const definitions = customResources.map((one) => `${one.name} (${one.from})`);
  return [
    ...(definitions.length === 0 ? [] : [`the definitions ${definitions.join(", ")}`]),
    ...(needs?.call(edge, { hosts: [...hosts], namespaces: [...namespaces] }) ?? []),
  ];
}
