import type { Cell } from "./ask";
import { differencesOf, isProof, type Outcome, type Proof } from "./proof";

export const FORMATS = ["table", "markdown", "json"] as const;
export type Format = (typeof FORMATS)[number];

/** How lines and tables are written. */
interface Style {
  readonly title: (text: string) => string;
  readonly table: (rows: readonly (readonly string[])[]) => string[];
  readonly list: (entries: readonly string[]) => string[];
  readonly code: (text: string) => string;
}

/** The outcomes as one text. */
export function report(outcomes: readonly Outcome[], format: Format): string {
  if (format === "json") return JSON.stringify(outcomes, null, 2);
  const style = format === "markdown" ? MARKDOWN : PLAIN;
  return outcomes.map((outcome) => describe(outcome, style).join("\n")).join("\n\n");
}

function describe(outcome: Outcome, style: Style): string[] {
  const { file } = outcome;
  if (!isProof(outcome))
    return [style.title(file), "", `${outcome.failed === true ? "Failed" : "Not proved"}: ${outcome.why}`];
  const { askers, edge, replaced, skipped, stack } = outcome;
  const legend = askers.map(({ name, why, alike, refused }, i) => {
    const others = alike === 0 ? [] : [`stands for ${alike} more of the same groups`];
    const gate = Object.entries(refused).map(([host, by]) => `no session at ${host}: refused by ${by}`);
    return [letterOf(i), name, [why, ...others, ...gate].join("; ")];
  });
  return [
    style.title(`${file} (stack ${stack})`),
    "",
    `Answered by ${edge}. Asked as`,
    "",
    ...style.table([["", "who", "why"], ...legend]),
    ...hostsOf(outcome).flatMap((host) => ["", ...style.table(matrix(outcome, host, style))]),
    "",
    ...verdict(outcome, style),
    ...ofSecondPlan(outcome, style),
    ...(replaced.length === 0 ? [] : ["", "In the lab:", ...style.list(replaced)]),
    ...(skipped.length === 0 ? [] : ["", "Not asked:", ...style.list(skipped)]),
  ];
}

/** Paths down, askers across; a cell is what the file says, and what the edge answered where that is something else. */
function matrix({ cells, askers }: Proof, host: string, { code }: Style): string[][] {
  const rows = new Map<string, string[]>();
  for (const cell of cells.filter((one) => one.host === host)) {
    const row = rows.get(cell.path) ?? askers.map(() => "");
    row[cell.asker] = cell.agrees ? cell.says : `${cell.says} ≠ ${cell.answers}`;
    rows.set(cell.path, row);
  }
  return [
    [`https://${host}`, ...askers.map((_, i) => letterOf(i))],
    ...[...rows].map(([path, row]) => [code(path), ...row]),
  ];
}

function verdict(proof: Proof, style: Style): string[] {
  const { cells, askers, spellings, spellingsSent } = proof;
  const differences = differencesOf(proof);
  const nameOf = (asker: number): string => askers[asker]?.name ?? "";
  const broken = spellings.filter(({ agrees }) => !agrees);
  const open = spellings.filter(({ agrees }) => agrees);
  return [
    differences.length === 0
      ? `The edge did as the file says, ${cells.length} times of ${cells.length}.`
      : `The edge did otherwise than the file says ${differences.length} times of ${cells.length}:`,
    ...style.list(differences.map((cell) => sentence(cell, nameOf(cell.asker)))),
    ...(spellingsSent === 0
      ? []
      : [
          `Paths in spellings that an app may read otherwise: ${spellingsSent} requests; ${broken.length} let in whom the file keeps out.`,
          ...style.list(
            broken.map(
              ({ host, path, asker, says }) =>
                `${nameOf(asker)} at ${style.code(host + path)}: the file says ${says}, and the app was reached`,
            ),
          ),
        ]),
    ...(open.length === 0
      ? []
      : [
          "These reach the app as they are written. That is right by the path that the edge reads, and leads on where an app reads another:",
          ...style.list(summarized(open, style)),
        ]),
  ];
}

function ofSecondPlan({ secondPlan }: Proof, { list }: Style): string[] {
  if (secondPlan === undefined) return [];
  return secondPlan.length === 0
    ? ["A second plan changes nothing."]
    : ["A second plan, with the file as it is, would change:", ...list(secondPlan)];
}

/** One line for a spelling, whoever sends it. */
function summarized(found: Proof["spellings"], { code }: Style): string[] {
  const lines = new Map<string, { readonly as: string; readonly letters: string[] }>();
  for (const { host, path, meant, asker, isResolved } of found) {
    const tidies = isResolved ? "; the file says that the app resolves it" : "";
    const known = lines.get(host + path) ?? { as: `${code(meant)}${tidies}`, letters: [] };
    lines.set(host + path, { ...known, letters: [...known.letters, letterOf(asker)] });
  }
  return [...lines].map(
    ([request, { as, letters }]) => `${code(request)} by ${letters.join(" ")}, which may be read as ${as}`,
  );
}

function sentence({ host, path, says, answers }: Cell, name: string): string {
  return `${name} at https://${host}${path}: the file says ${says}, the edge answered ${answers}`;
}

function hostsOf({ cells }: Proof): string[] {
  return [...new Set(cells.map(({ host }) => host))];
}

/** A, B, ... Z, AA, AB, ... */
function letterOf(i: number): string {
  const letter = String.fromCharCode(65 + (i % 26));
  return i < 26 ? letter : `${letterOf(Math.floor(i / 26) - 1)}${letter}`;
}

const PLAIN: Style = {
  title: (text) => text,
  code: (text) => text,
  list: (entries) => entries.map((entry) => `  ${entry}`),
  table: (rows) => {
    const widths = (rows[0] ?? []).map((_, column) =>
      Math.max(...rows.map((row) => (row[column] ?? "").length)),
    );
    return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd());
  },
};

const MARKDOWN: Style = {
  title: (text) => `## ${text}`,
  code: (text) => `\`${text}\``,
  list: (entries) => (entries.length === 0 ? [] : ["", ...entries.map((entry) => `- ${entry}`), ""]),
  table: ([head = [], ...rows]) =>
    [head, head.map(() => "---"), ...rows].map(
      (row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`,
    ),
};
