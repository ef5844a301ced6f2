import { z } from "zod";
import { hasCode } from "../error-code";
import type { Graph } from "./graph-client";

const object = z.looseObject({
  id: z.string(),
  appId: z.string().optional(),
  displayName: z.unknown().optional(),
});
export type GraphObject = z.infer<typeof object>;

/** Creates an object, and gives it as Graph has it then. */
export async function created(graph: Graph, url: string, body: object): Promise<GraphObject> {
  return object.parse(await graph.call("POST", url, body));
}

/** The one object of a collection with this value; none or several is an error that says so. */
export async function findOne(
  graph: Graph,
  url: string,
  property: string,
  value: string,
): Promise<GraphObject> {
  const found = await findAll(graph, url, property, value);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`Entra has ${found.length} of ${url} where ${property} is ${value}`);
  }
  return only;
}

async function findAll(graph: Graph, url: string, property: string, value: string) {
  const filter = encodeURIComponent(`${property} eq '${value.replaceAll("'", "''")}'`);
  const answer = await graph.call("GET", `${url}?$filter=${filter}`);
  return z.object({ value: z.array(object) }).parse(answer).value;
}

export async function refuseDuplicate(graph: Graph, url: string, displayName: string): Promise<void> {
  if ((await findAll(graph, url, "displayName", displayName)).length > 0) {
    throw new Error(`Entra has one with the name ${displayName} already`);
  }
}

/** Removes what is at an address; what is gone with something else is gone. */
export async function removeAt(graph: Graph, url: string): Promise<void> {
  await graph.call("DELETE", url).catch((error: unknown) => {
    if (!hasCode(error, 404)) throw error;
  });
}

export function path(url: string, id: unknown): string {
  return `${url}/${z.string().parse(id)}`;
}

/** How Graph refers to an object in the body of a call. */
export function reference(objectId: string): string {
  return `https://graph.microsoft.com/v1.0/directoryObjects/${objectId}`;
}
