import type { EdgeChoice, EdgeTraits } from "../contracts/edge";
import { portName, type ServicePort } from "../rules/kubernetes";
import { below, quote, type Place, type Problem } from "../rules/rule";

/** What is asked of the edge for a host: its certificate, and who owns the object. */
export interface AskedOfEdge {
  readonly tls?:
    | "external"
    | { readonly secretName?: unknown; readonly proxySecretName?: unknown; readonly issuer?: unknown };
  readonly externalIngress?: boolean;
  readonly cors?: unknown;
  /** Where its requests go. */
  readonly service?: { readonly port?: ServicePort };
}

/**
 * What edges cannot do of what is asked at a place. A certificate is for those that take one: behind a Gateway, its
 * listener has one of its own.
 */
export function refusedByEdges(asked: AskedOfEdge, edges: readonly EdgeTraits[], at: Place = []): Problem[] {
  const tls = asked.tls === "external" ? {} : (asked.tls ?? {});
  return below(at, [
    ...refusals(
      [
        ["tls.secretName", ["tls", "secretName"], tls.secretName !== undefined],
        ["tls.proxySecretName", ["tls", "proxySecretName"], tls.proxySecretName !== undefined],
        ["tls.issuer", ["tls", "issuer"], tls.issuer !== undefined],
      ],
      edges,
      "all",
    ),
    ...refusals(
      [
        ["externalIngress", ["externalIngress"], asked.externalIngress === true],
        ["cors", ["cors"], asked.cors !== undefined],
      ],
      edges,
    ),
    ...portProblems(asked.service?.port, edges),
  ]);
}

/** A port by its name, where one of the edges knows numbers only. */
function portProblems(port: ServicePort | undefined, edges: readonly EdgeTraits[]): Problem[] {
  const why = whyByNumber(edges);
  return why === undefined || typeof port !== "string" || portName(port) !== undefined
    ? []
    : [{ path: ["service", "port"], message: `${quote(port)} is the name of a port, and ${why}` }];
}

/** Why the port of an app has to be a number, with the way out; nothing, if each of its edges takes a name. */
export function whyByNumber(edges: readonly EdgeTraits[]): string | undefined {
  const edge = edges.find(({ takesPortNames }) => takesPortNames !== true);
  if (edge === undefined) {
    return undefined;
  }
  const { kind, decision, routeObject = "Ingress" } = edge;
  const why =
    decision === "in-path"
      ? `behind ${kind} an auth proxy stands before the app and reaches it at a URL, in which a port is a number`
      : `with ${kind} an ${routeObject} leads to a port by its number only`;
  return `${why}; write the number that the Service has for it under "port", such as 80`;
}

/** What is asked of the edge for a whole stack: where people sign in, and how the auth proxy runs. */
export interface AskedForStack {
  readonly signIn?: unknown;
  readonly authProxy?: { readonly service?: unknown; readonly helm?: unknown; readonly bufferSize?: unknown };
}

/** What edges cannot do of what is asked for the whole stack. */
export function refusedForStack(
  { signIn, authProxy = {} }: AskedForStack,
  edges: readonly EdgeTraits[],
): Problem[] {
  const { service, helm, bufferSize } = authProxy;
  return refusals(
    [
      ["signIn", ["signIn"], signIn !== undefined],
      ["authProxy.service", ["authProxy", "service"], service !== undefined],
      ["authProxy.helm", ["authProxy", "helm"], helm !== undefined],
      ["authProxy.bufferSize", ["authProxy", "bufferSize"], bufferSize !== undefined],
    ],
    edges,
  );
}

/** What any of the edges refuses, or all of them. */
function refusals(
  choices: readonly (readonly [EdgeChoice, Place, boolean])[],
  edges: readonly EdgeTraits[],
  by: "any" | "all" = "any",
): Problem[] {
  return choices.flatMap(([choice, path, isAsked]) => {
    const reasons = isAsked ? edges.flatMap(({ refuses = {} }) => refuses[choice] ?? []) : [];
    const [message] = by === "any" || reasons.length === edges.length ? reasons : [];
    return message === undefined ? [] : [{ path, message }];
  });
}

/** What edges cannot do of how the auth proxy is asked. */
export function refusedCheck(
  via: "cluster" | "public-host" | undefined,
  edges: readonly EdgeTraits[],
): Problem[] {
  return refusals([["authCheck: public-host", ["authCheck"], via === "public-host"]], edges).map(
    ({ path, message }) => ({ path, message: `"public-host" ${message}` }),
  );
}
