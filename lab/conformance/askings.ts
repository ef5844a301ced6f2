import { ASKERS } from "./identities";
import type { Asking } from "./compare";
import type { MadeStack } from "./place";
import type { Shape } from "./requests";

/** The hosts of a stack, and the paths that it names there. */
export type NamedPaths = ReadonlyMap<string, readonly string[]>;

/**
 * What a stack is asked: every path of it by everybody as it is written, and in every given shape by nobody and by one
 * more, another one each time.
 */
export function askingsOf(
  stack: MadeStack,
  named: NamedPaths,
  shapes: readonly Shape[],
  group: string,
): Asking[] {
  const [nobody, ...others] = ASKERS;
  const askings = new Map<string, Asking>();
  const add = (asking: Asking): void =>
    void askings.set(`${asking.host} ${asking.target} ${asking.asker.name}`, asking);
  let turn = 0;
  for (const [host, paths] of named) {
    const written = paths.map((path) => path.replace(/\/$/, ""));
    written.forEach((path, i) => {
      for (const asker of ASKERS) add({ stack, host, target: paths[i] ?? "/", asker });
      for (const { write } of shapes) {
        turn += 1;
        const other = written[(i + turn) % written.length] ?? "";
        const target = write(path, other, { host, group });
        add({ stack, host, target, asker: nobody });
        add({ stack, host, target, asker: others[turn % others.length] ?? nobody });
      }
    });
  }
  return [...askings.values()];
}
