import fc from "fast-check";
import type { ConfigFile } from "./config-file";
import { specimen, type Specimen } from "./generate";

/** A random stack and its place in the sequence of its seed. */
export interface NumberedSpecimen extends Specimen {
  readonly name: string;
  readonly index: number;
  readonly file: ConfigFile;
}

/** How many are made at a time. */
const CHUNK = 256;

/** The random stacks of a seed: always the same, one after the other, however many are taken. */
export class Specimens {
  private made: readonly Specimen[] = [];
  private position = 0;

  constructor(readonly seed: number) {}

  next(count: number): NumberedSpecimen[] {
    const first = this.position;
    this.position += count;
    if (this.made.length < this.position) {
      const numRuns = Math.ceil(this.position / CHUNK) * CHUNK;
      this.made = fc.sample(specimen, { seed: this.seed, numRuns });
    }
    return this.made.slice(first, this.position).map((made, i) => ({
      ...made,
      index: first + i,
      name: `random stack ${first + i}`,
    }));
  }
}
