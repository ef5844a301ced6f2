/** What can be new, and then invisible for a while. */
export const NEW_THINGS = [
  "user",
  "group",
  "application",
  "servicePrincipal",
  "credential",
  "grant",
] as const;
export type NewThing = (typeof NEW_THINGS)[number];

/** What the directory needs from its surroundings. */
export interface DirectoryClock {
  /** The time, in milliseconds. */
  now(): number;
  /** How long an object that Graph creates stays invisible, in milliseconds. */
  visibilityDelay(kind: NewThing): number;
}
