import { styleText } from "node:util";
import { TerraformResource } from "cdktf";
import { humanDuration } from "../lib/rules";
import type { Synthesized } from "../lib/synthesize";
import { accessRows } from "./access-rows";

/** What a person wants to know of a synthesized stack, and what to do with it. */
export function summary({ stack, file }: Synthesized, next: string): string {
  const { auth } = stack;
  const { times, provider } = auth.settings;
  const isGitHub = provider === "github";
  const rows: [string, string][] = [
    ["Stack", stack.node.id],
    ...accessRows(auth.model, isGitHub),
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
