import { closest, distance } from "fastest-levenshtein";

/** The known word that was probably meant, if one is near enough, or the only one that is a part of the other. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) {
    return undefined;
  }
  const candidate = closest(word.toLowerCase(), known);
  const near = distance(word.toLowerCase(), candidate.toLowerCase());
  const limit = Math.min(word.length - 1, Math.max(2, Math.floor(candidate.length / 3)));
  if (near <= limit) {
    return candidate;
  }
  const [part, ...others] = known.filter((one) => isPart(word, one) || isPart(one, word));
  return others.length === 0 ? part : undefined;
}

/** Whether two words differ in one letter at most, their case and what stands between their parts aside. */
export function isNearly(one: string, other: string): boolean {
  return distance(lettersOf(one), lettersOf(other)) <= 1;
}

function lettersOf(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Whether a word stands in another one, between dashes: "nginx" in "ingress-nginx". */
function isPart(part: string, whole: string): boolean {
  return whole.toLowerCase().split("-").includes(part.toLowerCase());
}

/** ` (did you mean "x"?)`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known);
  return candidate === undefined ? "" : ` (did you mean "${candidate}"?)`;
}
