import { evaluateValue } from "./evaluate";
import { type Manifest, manifestArguments } from "./manifest-arguments";
import { readStack, splitReference, stepIntoBlock, type Block } from "./stack-file";

/** Gives what only a deployed stack knows of a block, of which the path is a part. */
export type Known = (block: Block, path: readonly (string | number)[]) => unknown;

/** Most of it is object ids. */
const ID = "00000000-0000-0000-0000-000000000001";
const AN_ID: Known = (_, path) => (path.at(-1) === "object_ids" ? [ID] : ID);

/** What a stack writes as `kubernetes_manifest`, those that others wait for first. */
export function manifestsOf(json: string, known: Known = AN_ID): Manifest[] {
  return resourcesOf(json, "kubernetes_manifest", known).map(
    (args) => manifestArguments.parse(args).manifest,
  );
}

/**
 * The arguments of a stack's resources of a type, those that others wait for first.
 * @param select - the part of them that is evaluated
 */
export function resourcesOf(
  json: string,
  type: string,
  known: Known,
  select: (args: Block["arguments"]) => object = (args) => args,
): Readonly<Record<string, unknown>>[] {
  const { blocks } = readStack(json);
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const resolve = (path: readonly (string | number)[]): unknown => {
    const { address, steps } = splitReference(path);
    const block = byAddress.get(address);
    if (block === undefined) throw new Error(`${address} is not in the stack`);
    const from = block.type === "local" ? block.arguments.value : block.arguments;
    let found: unknown;
    try {
      found = steps.reduce<unknown>(stepIntoBlock, from);
    } catch {
      return known(block, path);
    }
    return evaluateValue(found, resolve);
  };
  return blocks
    .filter((block) => block.type === type)
    .map((block) =>
      Object.fromEntries(Object.entries(evaluateValue(select(block.arguments), resolve) ?? {})),
    );
}
