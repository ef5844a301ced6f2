import { z } from "zod";
import { referencesOf, stepInto } from "./evaluate";

/** A resource, a data source, an ephemeral or a local value of a synthesized stack. */
export interface Block {
  /** Such as `azuread_group.access`, or `data.azuread_user.alice`. */
  readonly address: string;
  /** Such as `azuread_group`, or `data.azuread_user`. */
  readonly type: string;
  /** Its arguments, with the expressions in them. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Whether what replaces it is made before it goes. */
  readonly createBeforeDestroy: boolean;
  /** Arguments that stay as they were made, such as `metadata[0].name`. */
  readonly ignoreChanges: readonly string[];
}

/** A synthesized stack. */
export interface StackFile {
  /** Each after those that it refers to. */
  readonly blocks: readonly Block[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Blocks that had another address before. */
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Blocks whose objects stay, and are no longer the stack's. */
  readonly forgotten: readonly string[];
  /** What exists and is managed here from now on: the id under which it is imported, by the block's address. */
  readonly imports: ReadonlyMap<string, string>;
}

const block = z.looseObject({
  "//": z.unknown().optional(),
  depends_on: z.array(z.string()).default([]),
  lifecycle: z
    .strictObject({
      create_before_destroy: z.boolean().default(false),
      ignore_changes: z.array(z.string()).default([]),
    })
    .prefault({}),
  // What would change the meaning of everything else in the block.
  count: z.never().optional(),
  for_each: z.never().optional(),
  provider: z.never().optional(),
  provisioner: z.never().optional(),
});
const blocks = z.record(z.string(), z.record(z.string(), block)).default({});

const stack = z.strictObject({
  "//": z.unknown().optional(),
  data: blocks,
  resource: blocks,
  ephemeral: blocks,
  locals: z.record(z.string(), z.unknown()).default({}),
  output: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
  import: z.array(z.strictObject({ to: z.string(), id: z.string() })).default([]),
  moved: z.array(z.strictObject({ from: z.string(), to: z.string() })).default([]),
  removed: z
    .array(z.strictObject({ from: z.string(), lifecycle: z.strictObject({ destroy: z.literal(false) }) }))
    .default([]),
  // Where the providers' own configuration leads, the caller says.
  provider: z.unknown().optional(),
  terraform: z.unknown().optional(),
});

interface Unordered extends Block {
  readonly needs: readonly string[];
}

/**
 * Reads the cdk.tf.json of a stack; what is not known here is an error that names it.
 * @param checkType throws for a type of resource whose arguments need not be read
 */
export function readStack(json: string, checkType: (type: string) => void = () => undefined): StackFile {
  const read = stack.safeParse(JSON.parse(json));
  if (!read.success) throw new Error(`the stack: ${z.prettifyError(read.error)}`);
  const { data, resource, ephemeral, locals, output, moved, removed } = read.data;
  const found = new Map<string, Unordered>();
  for (const [prefix, types] of [
    ["", resource],
    ["data.", data],
    ["ephemeral.", ephemeral],
  ] as const) {
    for (const [type, named] of Object.entries(types)) {
      checkType(`${prefix}${type}`);
      for (const [name, { depends_on, lifecycle, ...given }] of Object.entries(named)) {
        const args = Object.fromEntries(Object.entries(given).filter(([key]) => key !== "//"));
        const address = `${prefix}${type}.${name}`;
        found.set(address, {
          address,
          type: `${prefix}${type}`,
          arguments: args,
          createBeforeDestroy: lifecycle.create_before_destroy,
          ignoreChanges: lifecycle.ignore_changes,
          needs: [...depends_on, ...referencesOf(args).map((path) => splitReference(path).address)],
        });
      }
    }
  }
  for (const [name, value] of Object.entries(locals)) {
    found.set(`local.${name}`, {
      address: `local.${name}`,
      type: "local",
      arguments: { value },
      createBeforeDestroy: false,
      ignoreChanges: [],
      needs: referencesOf(value).map((path) => splitReference(path).address),
    });
  }
  return {
    blocks: inOrder(found),
    outputs: Object.fromEntries(Object.entries(output).map(([name, { value }]) => [name, value])),
    moved,
    forgotten: removed.map(({ from }) => from),
    imports: new Map(read.data.import.map(({ to, id }) => [to, id])),
  };
}

/** A reference, divided into the block that it leads to and the way to a value in it. */
export function splitReference(path: readonly (string | number)[]): {
  readonly address: string;
  readonly steps: readonly (string | number)[];
} {
  const length = ["data", "ephemeral"].includes(String(path[0])) ? 3 : 2;
  return { address: path.slice(0, length).join("."), steps: path.slice(length) };
}

/** A block that may be there once is written without a list, and referred to as the first of one. */
export function stepIntoBlock(from: unknown, step: string | number): unknown {
  return step === 0 && !Array.isArray(from) ? from : stepInto(from, step);
}

function inOrder(found: ReadonlyMap<string, Unordered>): Block[] {
  const ordered = new Set<Unordered>();
  const visit = (address: string, from: readonly string[]): void => {
    const next = found.get(address);
    if (next === undefined) throw new Error(`${from.at(-1) ?? ""} refers to ${address}, which is not there`);
    if (ordered.has(next)) return;
    if (from.includes(address)) throw new Error(`a circle of references: ${[...from, address].join(", ")}`);
    for (const needed of next.needs) visit(needed, [...from, address]);
    ordered.add(next);
  };
  for (const address of [...found.keys()].sort()) visit(address, []);
  return [...ordered];
}
