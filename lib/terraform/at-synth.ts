import { Token, type IResolvable, type TerraformResource } from "cdktf";

/** Text that is complete at synth. */
export function textAtSynth(produce: () => string): string {
  return Token.asString(new AtSynth(produce));
}

/** A list that is complete at synth. */
export function listAtSynth(produce: () => readonly string[]): string[] {
  return Token.asList(new AtSynth(produce));
}

/**
 * The address of a resource of the same stack, as `depends_on`, `moved` and `removed` take it. A reference by cdktf
 * would be a token for each, made anew whenever it is asked for.
 */
export function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}

/**
 * A `Lazy` of cdktf also keeps a trace of where it was made, which takes longer than all else that is done for an
 * app's path.
 */
class AtSynth implements IResolvable {
  readonly creationStack = [];

  constructor(private readonly produce: () => unknown) {}

  resolve(): unknown {
    return this.produce();
  }

  toString(): string {
    return Token.asString(this);
  }
}
