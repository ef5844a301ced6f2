import { badRequest, unsupportedQuery } from "./errors";
import { parseFilter } from "./filter";

/** A query string, as fastify reads it. */
export type Query = Readonly<Record<string, unknown>>;
/** A resource as it is answered. */
export type Resource = Readonly<Record<string, unknown>>;

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;
const KNOWN_OPTIONS = ["$filter", "$select", "$top", "$skiptoken", "$count"];

/** What says which request a list answers. */
export interface ListRequest {
  readonly query: Query;
  /** The address without its query, from which the next page's is made. */
  readonly url: string;
  /** The value of `@odata.context`. */
  readonly context: string;
}

function option(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string") throw badRequest(`Query option '${name}' was specified more than once.`);
  return value;
}

/** Refuses query options that Graph has and this emulator has not, rather than answering something else. */
export function checkOptions(query: Query): void {
  const unknown = Object.keys(query).find((name) => name.startsWith("$") && !KNOWN_OPTIONS.includes(name));
  if (unknown !== undefined) throw unsupportedQuery(`Unsupported query option '${unknown}'.`);
}

/** Reduces a resource to the properties of `$select`; annotations stay. */
export function select(resource: Resource, query: Query, byDefault?: readonly string[]): Resource {
  const names =
    option(query, "$select")
      ?.split(",")
      .map((name) => name.trim()) ?? byDefault;
  if (names === undefined) return resource;
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => name.startsWith("@odata.") || names.includes(name)),
  );
}

function pageSize(query: Query): number {
  const top = option(query, "$top");
  if (top === undefined) return DEFAULT_PAGE;
  const size = Number(top);
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE) {
    throw badRequest(
      `Invalid page size specified: '${top}'. Must be between 1 and ${LARGEST_PAGE} inclusive.`,
    );
  }
  return size;
}

function readSkipToken(query: Query): number {
  const token = option(query, "$skiptoken");
  if (token === undefined) return 0;
  const offset = Number(Buffer.from(token, "base64url").toString());
  if (!Number.isInteger(offset) || offset < 0) throw badRequest("The skip token is invalid.");
  return offset;
}

/** One page of a list: filtered, reduced, with the address of the next page where there is one. */
export function page(
  resources: readonly Resource[],
  request: ListRequest,
  byDefault?: readonly string[],
): Resource {
  const { query, url, context } = request;
  checkOptions(query);
  const filter = option(query, "$filter");
  const found = filter === undefined ? resources : resources.filter(parseFilter(filter));
  const offset = readSkipToken(query);
  const end = offset + pageSize(query);

  const next = new URLSearchParams();
  for (const name of KNOWN_OPTIONS) {
    const value = option(query, name);
    if (value !== undefined) next.set(name, value);
  }
  next.set("$skiptoken", Buffer.from(String(end)).toString("base64url"));
  return {
    "@odata.context": context,
    ...(option(query, "$count") === "true" ? { "@odata.count": found.length } : {}),
    ...(end < found.length ? { "@odata.nextLink": `${url}?${next.toString().replaceAll("%24", "$")}` } : {}),
    value: found.slice(offset, end).map((resource) => select(resource, query, byDefault)),
  };
}

/** The object id at the end of an `@odata.id` or `@odata.bind` address. */
export function referencedId(address: string): string {
  const id = /\/([0-9a-fA-F-]{36})\/?$/.exec(address)?.[1];
  if (id === undefined) throw badRequest(`Invalid object identifier '${address}'.`);
  return id.toLowerCase();
}
