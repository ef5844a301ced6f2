/** What the directory needs from its surroundings. */
export interface DirectoryClock {
  /** The time, in milliseconds. */
  now(): number;
  /** How long an object that Graph creates stays invisible, in milliseconds. */
  visibilityDelay(): number;
}
