import { isObjectId } from "../../rules/object-id";
import { quote, type Place, type Problem } from "../../rules/rule";

/** The lists of people, programs and groups in one thing that is made. */
export interface PeopleShape {
  readonly users?: readonly unknown[];
  readonly servicePrincipals?: readonly unknown[];
  readonly groups?: readonly unknown[];
}

/** What tells the stack's own things among those that are named. */
export interface PeopleContext {
  /** The client id that "self" stands for, where the application exists already. */
  readonly ownClientId?: string;
  /** Whether a text is known at synth, so that it can be compared. @default - every text is */
  readonly isKnown?: (text: string) => boolean;
}

const LISTS = ["users", "servicePrincipals", "groups"] as const;

/** Everybody who is named twice among the members, however the name is written; `what` goes on with the sentence, such as "is a member". */
export function namedTwiceProblems(
  people: PeopleShape,
  what: string,
  at: Place = [],
  context: PeopleContext = {},
): Problem[] {
  const entries = LISTS.flatMap((list) =>
    (people[list] ?? []).map((entry, i) => ({ list, entry, path: [...at, list, i] })),
  );
  return repeated(entries, context).map(({ name, path }) => ({
    path,
    message: `${quote(name)} ${what} twice; name everybody once`,
  }));
}

/** Owners who are named twice. */
export function ownerProblems(
  owners: readonly unknown[] | undefined,
  at: Place,
  context: PeopleContext = {},
): Problem[] {
  const entries = (owners ?? []).map((entry, i) => ({ list: "users" as const, entry, path: [...at, i] }));
  return repeated(entries, context).map(({ name, path }) => ({
    path,
    message: `${quote(name)} is an owner twice; name everybody once`,
  }));
}

/** A group that is to be a member of itself, which Entra refuses. */
export function selfNestingProblems(
  group: PeopleShape & { readonly name?: unknown; readonly adopt?: unknown },
  at: Place = [],
): Problem[] {
  const own = [["groups", { name: group.name }] as const, ["groups", { objectId: group.adopt }] as const].map(
    ([list, entry]) => keyOf(list, entry, {}),
  );
  return (group.groups ?? []).flatMap((entry, i) => {
    const key = keyOf("groups", entry, {});
    return key !== undefined && own.includes(key)
      ? [
          {
            path: [...at, "groups", i],
            message: `${quote(nameOf(entry))} is the group itself, which cannot be its own member; leave it out`,
          },
        ]
      : [];
  });
}

type List = (typeof LISTS)[number];

interface Entry {
  readonly list: List;
  readonly entry: unknown;
  readonly path: Place;
}

function repeated(
  entries: readonly Entry[],
  context: PeopleContext,
): { readonly name: string; readonly path: Place }[] {
  const seen = new Set<string>();
  return entries.flatMap(({ list, entry, path }) => {
    const key = keyOf(list, entry, context);
    if (key === undefined || !seen.has(key)) {
      seen.add(key ?? "");
      return [];
    }
    return [{ name: nameOf(entry) ?? "", path }];
  });
}

/** One text for one principal, however it is named: names and ids compare without case in Entra. */
function keyOf(list: List, entry: unknown, { ownClientId, isKnown }: PeopleContext): string | undefined {
  const name = nameOf(entry);
  if (name === undefined || isKnown?.(name) === false) {
    return undefined;
  }
  if (list === "servicePrincipals" && entry === "self") {
    return ownClientId === undefined ? "self" : `client ${ownClientId.toLowerCase()}`;
  }
  if (typeof entry === "object" && entry !== null && "clientId" in entry) {
    return `client ${name.toLowerCase()}`;
  }
  return isObjectId(name) ? `object ${name.toLowerCase()}` : `${list} ${name.toLowerCase()}`;
}

function nameOf(entry: unknown): string | undefined {
  const [value]: unknown[] =
    typeof entry === "object" && entry !== null
      ? Object.values(entry).filter((one) => one !== undefined)
      : [entry];
  return typeof value === "string" ? value : undefined;
}
