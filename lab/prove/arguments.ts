import { parseArgs } from "node:util";
import { FORMATS, type Format } from "./report";
import { EDGE_FORM_NAMES, edgeForm, type EdgeFormName, readEdgeForm } from "../ingress/edge-forms";

/** Those for which a file is rewritten. */
const ROUTES = EDGE_FORM_NAMES.filter((name) => edgeForm(name).readsRoutes);

export const USAGE = `npm run prove -- <config file ...> [--each] [--format table|markdown|json] [--edge <edge>] [--without-terraform]

Deploys the stacks of config files in the lab, with all that they take for granted, and asks every route as everybody:
what the file says beside what the real edge answers. Ends with 1 where they differ.
  --each             one stack after the other; without it all of them stand in one cluster and tenant at once
  --format <format>  how the report is written; table without it
  --edge <edge>      what answers: without it the edge that a file names, which is nginx for ingress-nginx; traefik and
                     nginx answer for one another, and ${ROUTES.join(", ")}
                     prove the file rewritten for that edge
  --without-terraform
                     puts the stacks' objects in place by itself, which is faster; it does so too where Terraform's
                     providers cannot be had
  --help             this text`;

export interface ProveArguments {
  readonly files: readonly string[];
  readonly each: boolean;
  readonly format: Format;
  readonly edge?: EdgeFormName;
  readonly withoutTerraform: boolean;
  readonly help: boolean;
}

/** Reads the arguments of the command; throws with what is wrong with them. */
export function readArguments(args: readonly string[]): ProveArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      each: { type: "boolean", default: false },
      format: { type: "string", default: "table" },
      edge: { type: "string" },
      "without-terraform": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const format = FORMATS.find((known) => known === values.format);
  if (format === undefined)
    throw new Error(`--format takes ${FORMATS.join(", ")}, and not "${values.format}"`);
  const edge = values.edge === undefined ? undefined : readEdgeForm(values.edge);
  if (positionals.length === 0 && !values.help) throw new Error("no config file is named");
  const { each, help, "without-terraform": withoutTerraform } = values;
  return { files: positionals, each, format, edge, withoutTerraform, help };
}
