import type { EdgeChoice, EdgeTraits } from "../contracts/edge";
import type { Place, Problem } from "../rules/rule";

/** What is asked of the edge for a host: its certificate, and who owns the object. */
export interface AskedOfEdge {
  readonly tls?:
    | "external"
    | { readonly secretName?: unknown; readonly proxySecretName?: unknown; readonly issuer?: unknown };
  readonly externalIngress?: boolean;
  readonly cors?: unknown;
}

/** What an edge cannot do of what is asked at a place. */
export function refusedByEdge(asked: AskedOfEdge, { refuses = {} }: EdgeTraits, at: Place = []): Problem[] {
  const tls = asked.tls === "external" ? {} : (asked.tls ?? {});
  const choices: readonly (readonly [EdgeChoice, Place, boolean])[] = [
    ["tls.secretName", ["tls", "secretName"], tls.secretName !== undefined],
    ["tls.proxySecretName", ["tls", "proxySecretName"], tls.proxySecretName !== undefined],
    ["tls.issuer", ["tls", "issuer"], tls.issuer !== undefined],
    ["externalIngress", ["externalIngress"], asked.externalIngress === true],
    ["cors", ["cors"], asked.cors !== undefined],
  ];
  return refusals(choices, refuses).map(({ path, message }) => ({ path: [...at, ...path], message }));
}

/** What is asked of the edge for a whole stack: where people sign in, and how the auth proxy runs. */
export interface AskedForStack {
  readonly signIn?: unknown;
  readonly authProxy?: { readonly service?: unknown; readonly helm?: unknown; readonly bufferSize?: unknown };
}

/** What an edge cannot do of what is asked for the whole stack. */
export function refusedForStack(
  { signIn, authProxy = {} }: AskedForStack,
  { refuses = {} }: EdgeTraits,
): Problem[] {
  const { service, helm, bufferSize } = authProxy;
  return refusals(
    [
      ["signIn", ["signIn"], signIn !== undefined],
      ["authProxy.service", ["authProxy", "service"], service !== undefined],
      ["authProxy.helm", ["authProxy", "helm"], helm !== undefined],
      ["authProxy.bufferSize", ["authProxy", "bufferSize"], bufferSize !== undefined],
    ],
    refuses,
  );
}

function refusals(
  choices: readonly (readonly [EdgeChoice, Place, boolean])[],
  refuses: Readonly<Partial<Record<EdgeChoice, string>>>,
): Problem[] {
  return choices.flatMap(([choice, path, isAsked]) => {
    const message = isAsked ? refuses[choice] : undefined;
    return message === undefined ? [] : [{ path, message }];
  });
}

/** What an edge cannot do of how the auth proxy is asked. */
export function refusedCheck(
  via: "cluster" | "public-host" | undefined,
  { refuses = {} }: EdgeTraits,
): Problem[] {
  const message = via === "public-host" ? refuses["authCheck: public-host"] : undefined;
  return message === undefined ? [] : [{ path: ["authCheck"], message: `"public-host" ${message}` }];
}
