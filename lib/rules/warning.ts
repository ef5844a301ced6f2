import type { Problem } from "./rule";

/**
 * Something that is right to synthesize but that whoever applies it has to know: what it is, and how to change it.
 * The place is that of a `Problem`.
 */
export type Warning = Problem;
