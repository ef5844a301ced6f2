import type { ServicePort } from "../../lib/rules/kubernetes";

/** A port of a Service, with its name and number. */
export interface NamedPort {
  readonly name: string;
  readonly port: number;
}

const FIRST: NamedPort = { name: "http", port: 80 };

/**
 * The ports of each Service of the run. Two names are chosen so that what joins the names of Services and ports with
 * "-" takes two for one: "b" with "c-a" is "b-c" with "a".
 */
export const NAMED_PORTS: readonly NamedPort[] = [FIRST, { name: "a", port: 81 }, { name: "c-a", port: 82 }];

/** The number of the first one. */
export const FIRST_PORT = FIRST.port;

/** The number of a port, by its name or number. */
export function portNumberOf(port: ServicePort): number {
  const number = typeof port === "number" ? port : NAMED_PORTS.find(({ name }) => name === port)?.port;
  if (number === undefined) throw new Error(`no Service of the run has a port ${JSON.stringify(port)}`);
  return number;
}
