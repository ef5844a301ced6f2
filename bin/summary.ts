import { styleText } from "node:util";
import { TerraformResource } from "cdktf";
import type { Access } from "../lib/access/access";
import type { ProtectedApp } from "../lib/ingress/protected-app";
import { humanDuration } from "../lib/rules";
import type { Synthesized } from "../lib/synthesize";

/** What a person wants to know of a synthesized stack, and what to do with it. */
export function summary({ stack, file }: Synthesized, next: string): string {
  const { auth } = stack;
  const { times, provider } = auth.settings;
  const isGitHub = provider === "github";
  const rows: [string, string][] = [
    ["Stack", stack.node.id],
    ...auth.apps.map((app): [string, string] => [
      app.host,
      `${partsOf(auth.access, app, isGitHub)}${publicOf(app)}`,
    ]),
    ...machineClientsOf(auth.machineClients),
    ["Session ends", `after ${humanDuration(times.lifetime)}`],
    [
      "Groups refresh",
      times.refresh === undefined ? "never within a session" : `every ${humanDuration(times.refresh)}`,
    ],
    [
      "Removed people",
      `are out within ${humanDuration(times.revocationBound)}${isGitHub ? "" : "; bearer tokens last as long as Entra made them, about an hour"}`,
    ],
    ["Resources", resourcesByProvider(stack)],
    ["Output", file],
    ["Next", next],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${styleText("bold", name.padEnd(width))}  ${value}`).join("\n");
}

/** The app's paths and whom they let in, part by part. */
function partsOf(access: Access, app: ProtectedApp, isGitHub: boolean): string {
  const who = access.claim === "groups" ? "members of " : "those with the role ";
  return access
    .partsOf(app)
    .map(({ paths, allowed }) => {
      const names = allowed.map(({ id, displayName }) => displayName ?? id);
      return `${paths.join(", ")} for ${isGitHub ? "" : who}${names.join(" or ")}`;
    })
    .join("; ");
}

function publicOf(app: ProtectedApp): string {
  const paths = app.publicPaths.map(({ path }) => path);
  return paths.length === 0 ? "" : `; ${paths.join(", ")} for everybody`;
}

function machineClientsOf(clients: readonly { readonly name: string }[]): [string, string][] {
  return clients.length === 0 ? [] : [["Machine clients", clients.map(({ name }) => name).join(", ")]];
}

function resourcesByProvider(stack: Synthesized["stack"]): string {
  const counts = new Map<string, number>();
  for (const node of stack.node.findAll()) {
    if (node instanceof TerraformResource) {
      const [provider = ""] = node.terraformResourceType.split("_");
      counts.set(provider, (counts.get(provider) ?? 0) + 1);
    }
  }
  return [...counts].map(([provider, count]) => `${provider} ${count}`).join(", ");
}
