import type { IdentityWords } from "../lib/contracts/identity";
import type { Model, ModelApp, ModelRoute } from "../lib/model/model";

/** Hosts of which the same is true stand on one line; more of them than these are counted. */
const HOSTS_ON_A_LINE = 3;

/** Who may reach what: a line for each host, or for all hosts of which the same is true. */
export function accessRows(model: Model, words: IdentityWords): [string, string][] {
  const hosts = new Map<string, ModelApp[]>();
  for (const app of model.apps) {
    hosts.set(app.host, [...(hosts.get(app.host) ?? []), app]);
  }
  const alike = new Map<string, string[]>();
  for (const [host, apps] of hosts) {
    const who = apps.map((app) => appText(app, model, words)).join("; ");
    alike.set(who, [...(alike.get(who) ?? []), host]);
  }
  return [...alike].map(([who, names]) => {
    const [only = ""] = names;
    if (names.length === 1) {
      const apps = hosts.get(only) ?? [];
      return [only, apps.map((app) => `${app.name}: ${appText(app, model, words)}`).join("; ")];
    }
    const shown = names.slice(0, HOSTS_ON_A_LINE).join(", ");
    const more = names.length - HOSTS_ON_A_LINE;
    return [`${names.length} hosts`, `${who} (${shown}${more > 0 ? ` and ${more} more` : ""})`];
  });
}

/** The paths of an app, those with the same guard together, and whom they let in. */
function appText({ routes, service }: ModelApp, model: Model, words: IdentityWords): string {
  const paths = new Map<string, string[]>();
  // As they were written: the widest first.
  for (const route of [...routes].reverse()) {
    const who = whoText(route, model, words);
    paths.set(who, [...(paths.get(who) ?? []), pathText(route)]);
  }
  const text = [...paths].map(([who, list]) => `${list.join(", ")} for ${who}`).join("; ");
  return service === undefined
    ? `NOT PROTECTED until the owner of its Ingress takes the annotations; then ${text}`
    : text;
}

function pathText({ path, pathType }: ModelRoute): string {
  return pathType === "Exact" ? `${path} alone` : path;
}

function whoText({ guard }: ModelRoute, { claim, signInSet }: Model, words: IdentityWords): string {
  if (guard.kind === "open") {
    return "everybody, without sign-in";
  }
  const allowed = guard.allowed === "everybody" ? signInSet : guard.allowed;
  const named =
    allowed === "everybody"
      ? (words.everybody ?? allowed)
      : `${claim === "account" ? "" : words.letsIn[claim]}${allowed.map(({ id, displayName }) => displayName ?? id).join(" or ")}`;
  // Who is let in by name, such as a group, is assigned by the stack.
  const isBounded = words.ofEverybody !== undefined && (allowed === "everybody" || claim === "account");
  const who = isBounded ? `${named}, ${words.ofEverybody}` : named;
  if (guard.kind === "optional") {
    return `everybody as the app decides, with a session ${who} alone`;
  }
  return guard.without === "401" ? `${who} (401 without a session)` : who;
}
