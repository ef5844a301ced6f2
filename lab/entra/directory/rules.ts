import { DirectoryError, notFound } from "./errors";

/** Entra compares names without regard to case. */
export function same(a: string | null | undefined, b: string | null | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

/** The error for a value that only one object may have. */
export function duplicate(property: string): DirectoryError {
  return new DirectoryError(
    "duplicate",
    `Another object with the same value for property ${property} already exists.`,
  );
}

/** Adds an id to a relationship, once. */
export function addReference(references: string[], id: string, property: string): void {
  if (references.includes(id)) {
    throw new DirectoryError(
      "already-member",
      `One or more added object references already exist for the following modified properties: '${property}'.`,
    );
  }
  references.push(id);
}

/** Takes an id out of a relationship in which it has to be. */
export function removeReference(references: string[], id: string): void {
  if (!dropReference(references, id)) throw notFound(id);
}

/** Takes an id out of a relationship, and says whether it was there. */
export function dropReference(references: string[], id: string): boolean {
  const index = references.indexOf(id);
  if (index >= 0) references.splice(index, 1);
  return index >= 0;
}
