/** What Terraform did to one object, as its output says. */
export interface Step {
  /** The object's address, such as `azuread_group.users`. */
  readonly address: string;
  /** Seconds since Terraform started. */
  readonly begin: number;
  readonly end: number;
}

/** A line that Terraform printed, and when, in seconds since it started. */
export interface TimedLine {
  readonly text: string;
  readonly at: number;
}

const BEGIN = /^(\S+): (?:Creating|Modifying|Destroying|Reading)\.\.\./;
const END = /^(\S+): (?:Creation|Modifications|Destruction|Read) complete after/;

/** The steps in Terraform's output, in the order in which they ended. */
export function stepsOf(lines: readonly TimedLine[]): Step[] {
  const begun = new Map<string, number>();
  return lines.flatMap(({ text, at }) => {
    const started = BEGIN.exec(text)?.[1];
    if (started !== undefined) begun.set(started, at);
    const address = END.exec(text)?.[1];
    const begin = address === undefined ? undefined : begun.get(address);
    return address === undefined || begin === undefined ? [] : [{ address, begin, end: at }];
  });
}

/** Which objects each object refers to, as `terraform graph` prints them. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;

export function dependenciesOf(graph: string): Dependencies {
  const dependencies = new Map<string, string[]>();
  for (const [, from = "", to = ""] of graph.matchAll(/^\s*"([^"]+)" -> "([^"]+)";?$/gm)) {
    dependencies.set(from, [...(dependencies.get(from) ?? []), to]);
  }
  return dependencies;
}

/**
 * The steps that decided how long it took, the first one first: each but the first could only begin when the one
 * before it had ended. To destroy is to go against the dependencies.
 */
export function criticalPath(
  steps: readonly Step[],
  dependencies: Dependencies,
  { destroying = false }: { readonly destroying?: boolean } = {},
): Step[] {
  const waitsFor = (one: Step, other: Step): boolean => {
    const [from, to] = destroying ? [other, one] : [one, other];
    return dependencies.get(from.address)?.includes(to.address) ?? false;
  };
  const path: Step[] = [];
  for (let next = lastOf(steps); next !== undefined;) {
    const step = next;
    path.unshift(step);
    // What a step waits for has ended, in Terraform's output, before it begins.
    next = lastOf(steps.filter((other) => other.end <= step.begin && waitsFor(step, other)));
  }
  return path;
}

function lastOf(steps: readonly Step[]): Step | undefined {
  return steps.reduce<Step | undefined>(
    (last, step) => (last === undefined || step.end > last.end ? step : last),
    undefined,
  );
}
