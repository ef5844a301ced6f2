/** Three numbers of a released version, such as `[3, 9, 0]`. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Every release from one version on, and below another; without `below` there is no end. */
export interface VersionRange {
  readonly from: Version;
  readonly below?: Version;
}

const TERM = /^(=|!=|>=|<=|>|<|~>)?\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?$/;

/**
 * What a version constraint in Terraform's own writing admits, or nothing where the text is not one. Versions that it
 * leaves out by `!=` are counted in, so that an answer which lies within a range lies there without them too. Prereleases
 * are not read: Terraform takes one only where the constraint is that very version.
 */
export function admittedBy(constraint: string): VersionRange | undefined {
  const terms = constraint.split(",").map((term) => admittedByTerm(term.trim()));
  const known = terms.filter((term) => term !== undefined);
  return known.length < terms.length ? undefined : known.reduce(both, { from: [0, 0, 0] });
}

/** Whether a range has no version in it. */
export function isEmptyRange({ from, below }: VersionRange): boolean {
  return below !== undefined && compareVersions(from, below) >= 0;
}

/** Less than 0 where the first is older, more where it is newer. */
export function compareVersions(first: Version, second: Version): number {
  return first[0] - second[0] || first[1] - second[1] || first[2] - second[2];
}

function admittedByTerm(term: string): VersionRange | undefined {
  const [, operator = "=", major, minor, patch] = TERM.exec(term) ?? [];
  if (major === undefined) {
    return undefined;
  }
  const version: Version = [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
  const next: Version = [version[0], version[1], version[2] + 1];
  switch (operator) {
    case "=":
      return { from: version, below: next };
    case ">=":
      return { from: version };
    case ">":
      return { from: next };
    case "<":
      return { from: [0, 0, 0], below: version };
    case "<=":
      return { from: [0, 0, 0], below: next };
    case "~>":
      return {
        from: version,
        below: patch === undefined ? [version[0] + 1, 0, 0] : [version[0], version[1] + 1, 0],
      };
    default:
      return { from: [0, 0, 0] };
  }
}

function both(first: VersionRange, second: VersionRange): VersionRange {
  const from = compareVersions(first.from, second.from) > 0 ? first.from : second.from;
  const ends = [first.below, second.below].filter((end) => end !== undefined).sort(compareVersions);
  return { from, below: ends[0] };
}
