import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Deployment } from "../deployment";
import { evaluateValue, referencesOf } from "./evaluate";
import type { Attributes, ObjectKind, PlacedObject } from "./object-kind";
import { readStack, splitReference, stepIntoBlock, type Block } from "./stack-file";

interface Placed extends PlacedObject {
  readonly block: Block;
  readonly kind: ObjectKind;
}

/** The objects of a synthesized stack, put in place without Terraform and replaced by those of the next one. */
export class PlacedStack implements Deployment {
  private placed = new Map<string, Placed>();
  /** Replaced, and to be removed when nothing refers to them any more. */
  private deposed: Placed[] = [];
  private outputValues: Readonly<Record<string, unknown>> = {};

  /** @param kindOf gives what puts objects of a type in place, and throws where there is none */
  constructor(private readonly kindOf: (type: string) => ObjectKind) {}

  /** Makes what is there what the stack says: removes what it has no longer, changes and creates the rest. */
  async place(json: string): Promise<void> {
    // An unknown type is found before anything is touched.
    const { blocks, outputs, moved, forgotten, imports } = readStack(json, this.kindOf);
    for (const { from, to } of moved) this.move(from, to);
    for (const address of forgotten) this.placed.delete(address);
    const addresses = new Set(blocks.map(({ address }) => address));
    const gone = [...this.placed.values()].filter(({ block }) => !addresses.has(block.address));
    // What is made before it goes is there until what takes its place is, and so is what it refers to.
    const late = goingLate(gone);
    await this.removeAll(gone.filter((one) => !late.has(one)));
    for (const block of blocks) {
      await this.placeBlock(block, this.kindOf(block.type), imports.get(block.address)).catch(
        (error: unknown) => {
          throw new Error(`${block.address}: ${describe(error)}`);
        },
      );
    }
    await Promise.all([...this.placed.values()].map(({ kind, args }) => kind.ready?.(args)));
    await this.removeDeposed();
    await this.removeAll(gone.filter((one) => late.has(one)));
    // Removal goes the other way than the references of the stack as it is now.
    this.placed = new Map(
      [...addresses].flatMap((address) => {
        const placed = this.placed.get(address);
        return placed === undefined ? [] : [[address, placed] as const];
      }),
    );
    this.outputValues = Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [name, this.evaluate(value)]),
    );
  }

  /** Removes every object of the stack. */
  async remove(): Promise<void> {
    await this.removeDeposed();
    await this.removeAll([...this.placed.values()]);
  }

  /** The stack's outputs, sensitive ones included. */
  async outputs(): Promise<Readonly<Record<string, unknown>>> {
    return this.outputValues;
  }

  private async placeBlock(block: Block, kind: ObjectKind, existing?: string): Promise<void> {
    const before = this.placed.get(block.address);
    const wanted: PlacedObject["args"] = Object.fromEntries(
      Object.entries(block.arguments).map(([name, value]) => [name, this.evaluate(value)]),
    );
    const args =
      before === undefined
        ? wanted
        : [...block.ignoreChanges, ...unwritten(before.args, wanted)].reduce(
            (kept, path) => keepAt(stepsOf(path), before.args, kept),
            wanted,
          );
    const keep = (attributes: Attributes) =>
      this.placed.set(block.address, { block, kind, args, attributes });
    if (before !== undefined) {
      // What a data source finds may have changed, and an ephemeral value is another one each time.
      if (isDeepStrictEqual(before.args, args) && !/^(data|ephemeral)\./.test(block.type)) {
        keep(before.attributes);
        return;
      }
      const updated = await kind.update?.(before, args);
      if (updated !== undefined) {
        keep({ ...before.attributes, ...updated });
        return;
      }
      if (block.createBeforeDestroy) this.deposed.push(before);
      else await this.removeAll([before]);
    }
    keep(
      await (existing === undefined || before !== undefined
        ? kind.create(args)
        : adopt(kind, existing, args)),
    );
  }

  /** What is in place keeps its object under another address. */
  private move(from: string, to: string): void {
    const placed = this.placed.get(from);
    if (placed === undefined || this.placed.has(to)) return;
    this.placed.delete(from);
    this.placed.set(to, { ...placed, block: { ...placed.block, address: to } });
  }

  private async removeAll(placed: readonly Placed[]): Promise<void> {
    for (const each of [...placed].reverse()) {
      await each.kind.remove?.(each);
      this.placed.delete(each.block.address);
    }
  }

  private async removeDeposed(): Promise<void> {
    for (const old of this.deposed.splice(0).reverse()) await old.kind.remove?.(old);
  }

  private evaluate(value: unknown): unknown {
    return evaluateValue(value, (path) => {
      const { address, steps } = splitReference(path);
      const placed = this.placed.get(address);
      if (placed === undefined) throw new Error(`${address} is not in place`);
      try {
        return steps.reduce<unknown>(stepIntoBlock, { ...placed.args, ...placed.attributes });
      } catch (error) {
        throw new Error(`${path.join(".")}: ${describe(error)}`);
      }
    });
  }
}

/** Those of some objects whose replacements are made first, and what these refer to. */
function goingLate(gone: readonly Placed[]): ReadonlySet<Placed> {
  const late = new Set<Placed>();
  // Each stands after those that it refers to.
  for (const one of [...gone].reverse()) {
    const isReferredTo = [...late].some(({ block }) =>
      referencesOf(block.arguments).some((path) => splitReference(path).address === one.block.address),
    );
    if (one.block.createBeforeDestroy || isReferredTo) late.add(one);
  }
  return late;
}

async function adopt(kind: ObjectKind, id: string, args: PlacedObject["args"]): Promise<Attributes> {
  if (kind.adopt === undefined) throw new Error(`${id} cannot be imported without Terraform`);
  return kind.adopt(id, args);
}

/** The arguments that the provider only writes, where their revision is what it was. */
function unwritten(before: PlacedObject["args"], args: PlacedObject["args"]): string[] {
  return Object.keys(args).filter(
    (name) => name.endsWith("_wo") && args[`${name}_revision`] === before[`${name}_revision`],
  );
}

/** The names in a path such as `metadata[0].labels["a.b"]`; a block that may be there once is written without a list. */
function stepsOf(path: string): string[] {
  return [...path.matchAll(/"([^"]+)"|[a-z_]+/g)].map(([name, quoted]) => quoted ?? name);
}

/** The arguments with one of them as it was before. */
function keepAt(
  [step, ...rest]: readonly string[],
  before: Readonly<Record<string, unknown>>,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (step === undefined || before[step] === undefined) return args;
  if (rest.length === 0) return { ...args, [step]: before[step] };
  return { ...args, [step]: keepAt(rest, block.parse(before[step]), block.parse(args[step])) };
}

const block = z.record(z.string(), z.unknown());

function describe(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
