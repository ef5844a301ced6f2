import { closest, distance } from "fastest-levenshtein";

/** The known word that was probably meant, if one is near enough. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) {
    return undefined;
  }
  const candidate = closest(word.toLowerCase(), known);
  const near = distance(word.toLowerCase(), candidate.toLowerCase());
  const limit = Math.min(word.length - 1, Math.max(2, Math.floor(candidate.length / 3)));
  return near <= limit ? candidate : undefined;
}

/** ` (did you mean "x"?)`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const candidate = nearest(word, known);
  return candidate === undefined ? "" : ` (did you mean "${candidate}"?)`;
}
