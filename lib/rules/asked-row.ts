/** What people ask for under names that nothing here has, and what gives it to them, or why nothing does. */
export interface AskedFor {
  /** The names, in lower case with dashes between their words. The first row that matches counts. */
  readonly asked: RegExp;
  /** A key or word that is known where people write it. @default - they may write it anywhere */
  readonly beside?: string;
  /** What to do instead, or why nothing can be done. Keys stand in quotes, with a dot before each inner one. */
  readonly why: string;
}
