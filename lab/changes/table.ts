import type { Lapse } from "./watch";

/** What was seen of a change. */
export interface Row {
  readonly change: string;
  /** The edge, or what the stack goes over from and to. */
  readonly edge: string;
  readonly result: "ok" | "open" | "failed";
  readonly polls: number;
  /** The longest time for which one request was not asked, in seconds. */
  readonly longestPause: number;
  readonly lapses: readonly Lapse[];
  /** How long the apply took, in seconds. */
  readonly applied: number;
  /** The writes that were refused, each with an apply after it. */
  readonly refused: number;
  /** Why an apply failed that should not. */
  readonly failure?: string;
}

/** One change for people who follow the run. */
export function describeRow({ change, edge, result, polls, longestPause, lapses, ...row }: Row): string {
  const facts = [
    `applied in ${row.applied.toFixed(0)} s`,
    `${polls} requests`,
    `none paused for more than ${longestPause.toFixed(1)} s`,
    `${answersOf(lapses, "open")} answers kept who may out`,
    `${row.refused} writes refused`,
  ];
  const open = describe(lapses, "closed");
  return [
    `${result.padEnd(6)} ${edge}: ${change} (${facts.join(", ")})`,
    ...(row.failure === undefined ? [] : [row.failure]),
    ...(open === "never" ? [] : [`open: ${open}`]),
    ...(answersOf(lapses, "open") === 0 ? [] : [`closed: ${describe(lapses, "open")}`]),
  ].join("\n               ");
}

/** Prints what was seen as a table in Markdown. */
export function printTable(rows: readonly Row[]): void {
  console.log(
    "\n| change | edge | requests | open to who may not | closed to who may | refused writes | applied in |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const { change, edge, polls, lapses, refused, applied, failure } of rows) {
    const open = failure ?? describe(lapses, "closed");
    const cells = [change, edge, polls, open, describe(lapses, "open"), refused, `${applied.toFixed(0)} s`];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

function answersOf(lapses: readonly Lapse[], expected: Lapse["expected"]): number {
  return lapses.filter((one) => one.expected === expected).reduce((sum, { answers }) => sum + answers, 0);
}

/** The longest lapse of each request. */
function describe(lapses: readonly Lapse[], expected: Lapse["expected"]): string {
  const longest = new Map<string, Lapse>();
  for (const lapse of lapses.filter((one) => one.expected === expected)) {
    const key = `${lapse.path} ${lapse.who}`;
    const known = longest.get(key);
    if (known === undefined || duration(lapse) > duration(known)) longest.set(key, lapse);
  }
  if (longest.size === 0) return "never";
  return [...longest.values()]
    .map((lapse) => `${lapse.path} ${lapse.who} ${duration(lapse).toFixed(1)} s (${lapse.status})`)
    .join(", ");
}

function duration({ from, until }: Lapse): number {
  return until - from;
}
