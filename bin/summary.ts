import { styleText } from "node:util";
import { ProxyParts } from "../lib/oauth2-proxy/proxy-parts";
import type { IngressAuth } from "../lib/facade/ingress-auth";
import type { IdentityWords } from "../lib/contracts/identity";
import type { ResolvedSettings } from "../lib/resolver";
import { humanDuration } from "../lib/rules/duration";
import { formatProblem } from "../lib/rules/rule";
import type { Warning } from "../lib/rules/warning";
import type { Synthesized } from "../lib/synthesize";
import { accessRows } from "./access-rows";
import { memberRows, needRows, portRows, resourcesByProvider, stateRows } from "./stack-rows";

/** What a person wants to know of a synthesized stack, and what to do with it next, if there is something. */
export function summary(
  { stack, file, stateFile }: Synthesized,
  next: string | undefined,
  warnings: readonly Warning[] = [],
): string {
  const { auth } = stack;
  const { words } = auth.traits;
  const rows: [string, string][] = [
    ["Stack", stack.node.id],
    ...accessRows(auth.model, words),
    ...portRows(auth),
    ...machineClientsOf(auth.machineClients),
    ...memberRows(stack),
    ...(auth.authProxy instanceof ProxyParts
      ? [...frontRows(auth), ...timeRows(auth.settings, words)]
      : [["Auth proxy", FOREIGN_PROXY] satisfies [string, string]]),
    ...needRows(auth),
    ...stateRows(stack, stateFile),
    ["Resources", resourcesByProvider(stack)],
    ["Output", file],
    ...(next === undefined ? [] : [["Next", next] satisfies [string, string]]),
    ...warnings.map((warning): [string, string] => ["Warning", formatProblem(warning)]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${styleText("bold", name.padEnd(width))}  ${value}`).join("\n");
}

const FOREIGN_PROXY =
  "somebody else's: how long sessions last and who is out when is decided there; the output auth_proxy_needs says what it has to allow";

/** The auth proxies, where one stands before each app. */
function frontRows({ apps }: IngressAuth): [string, string][] {
  const names = apps.flatMap(({ front }) => front?.service.name ?? []);
  return names.length === 0 ? [] : [["Auth proxies", `one before each app: ${names.join(", ")}`]];
}

function timeRows({ times }: ResolvedSettings, { bearerTokens }: IdentityWords): [string, string][] {
  return [
    ["Session ends", `after ${humanDuration(times.lifetime)}`],
    [
      "Groups refresh",
      times.refresh === undefined ? "never within a session" : `every ${humanDuration(times.refresh)}`,
    ],
    [
      "Removed people",
      `are out within ${humanDuration(times.revocationBound)}${bearerTokens === undefined ? "" : `; ${bearerTokens}`}`,
    ],
  ];
}

function machineClientsOf(clients: readonly { readonly name: string }[]): [string, string][] {
  return clients.length === 0 ? [] : [["Machine clients", clients.map(({ name }) => name).join(", ")]];
}
