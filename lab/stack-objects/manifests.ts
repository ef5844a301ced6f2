import { evaluateValue } from "./evaluate";
import { type Manifest, manifestArguments } from "./manifest-arguments";
import { readStack, splitReference, stepIntoBlock, type Block } from "./stack-file";

/** Stands for what only a deployed stack knows, which is an object id for the most part. */
const KNOWN_LATE = "00000000-0000-0000-0000-000000000001";

/** What a stack writes as `kubernetes_manifest`, those that others wait for first. */
export function manifestsOf(
  json: string,
  known: (block: Block, steps: readonly (string | number)[]) => unknown = () => KNOWN_LATE,
): Manifest[] {
  const { blocks } = readStack(json);
  const byAddress = new Map(blocks.map((block) => [block.address, block]));
  const resolve = (path: readonly (string | number)[]): unknown => {
    const { address, steps } = splitReference(path);
    const block = byAddress.get(address);
    if (block === undefined) throw new Error(`${address} is not in the stack`);
    const from = block.type === "local" ? block.arguments.value : block.arguments;
    try {
      return evaluateValue(steps.reduce<unknown>(stepIntoBlock, from), resolve);
    } catch {
      return known(block, steps);
    }
  };
  return blocks
    .filter(({ type }) => type === "kubernetes_manifest")
    .map((block) => manifestArguments.parse(evaluateValue(block.arguments, resolve)).manifest);
}
