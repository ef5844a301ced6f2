import { readFileSync } from "node:fs";
import { type KubernetesObject, V1Ingress } from "@kubernetes/client-node";
import { InputError } from "../../lib/schema/checks";
import { ConfigError, parseConfig, type Config, type Environment } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";
import { type EdgeForm, edgeForm } from "../ingress/edge-forms";
import { kubernetesManifest } from "../stack-objects/kubernetes-manifest";
import { type Known, manifestsOf, resourcesOf } from "../stack-objects/manifests";
import type { Block } from "../stack-objects/stack-file";
import { placedText, realmOf, type ConfigFile, type RealmName, type Slot } from "./config-file";
import { type Front, frontsOf } from "./fronts-of";
import type { AppService } from "./ground";
import type { Principals } from "./identities";

/** A stack that the library took, and what it makes for the edge. */
export interface MadeStack {
  readonly file: ConfigFile;
  readonly slot: Slot;
  readonly realm: RealmName;
  readonly config: Config;
  /** The objects, those that others wait for first. */
  readonly objects: readonly KubernetesObject[];
  /** The Ingresses among them. */
  readonly ingresses: readonly V1Ingress[];
  readonly services: readonly AppService[];
  /** The auth proxies that it puts in the path of its apps. */
  readonly fronts: readonly Front[];
}

/** The library's own words where it does not take a stack. */
export interface Refusal {
  readonly refused: string;
}

const INGRESS = "kubernetes_ingress_v1";

/** Synthesizes a stack in its slot. Refusing it is a right outcome; any other error is none. */
export function makeStack(
  file: ConfigFile,
  slot: Slot,
  context: { readonly outdir: string; readonly variables: Environment; readonly principals: Principals },
): MadeStack | Refusal {
  try {
    const config = parseConfig(placedText(file, slot), context.variables);
    const { file: stackFile } = synthesize(config, { outdir: context.outdir });
    return {
      file,
      slot,
      realm: realmOf(file),
      config,
      ...objectsOf(readFileSync(stackFile, "utf8"), edgeForm(slot.edge.form), context.principals),
      services: config.apps.flatMap(({ service }) => service ?? []),
    };
  } catch (error) {
    if (isRefusal(error)) return { refused: error.message };
    throw error;
  }
}

function isRefusal(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof InputError ||
    // What cdktf makes of the problems that constructs find at synth.
    (error instanceof Error && error.message.startsWith("Validation failed"))
  );
}

/** What a stack puts before the edge, with the groups of the run in the place of those that it makes. */
function objectsOf(
  json: string,
  { inPath }: EdgeForm,
  principals: Principals,
): Pick<MadeStack, "objects" | "ingresses" | "fronts"> {
  const known: Known = (block, path) => groupId(block, path, principals);
  const ingresses = resourcesOf(json, INGRESS, known).map((args) =>
    Object.assign(new V1Ingress(), kubernetesManifest(INGRESS, args)),
  );
  const fronts = inPath ? frontsOf(json, known) : [];
  return { ingresses, objects: [...ingresses, ...manifestsOf(json, known)], fronts };
}

/** All that is referred to is groups, and those of the run are there already. */
function groupId(
  block: Block,
  path: readonly (string | number)[],
  { groupIds }: Pick<Principals, "groupIds">,
): string | string[] {
  const ids: Readonly<Record<string, string>> = groupIds;
  const { display_name: made, display_names: found } = block.arguments;
  const isFound = block.type === "data.azuread_groups";
  const name: unknown = isFound && Array.isArray(found) ? found[0] : made;
  const isGroup = isFound || block.type === "azuread_group";
  const id = isGroup && typeof name === "string" ? ids[name] : undefined;
  if (id === undefined) throw new Error(`a route refers to ${path.join(".")}, which the run does not have`);
  return isFound ? [id] : id;
}
