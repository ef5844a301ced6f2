import { isDeepStrictEqual } from "node:util";
import type { IngressRenderer } from "./renderer";
import type { AuthCheck } from "../../contracts/edge";

/** Takes the place of a check's parts, one at a time: what a renderer writes has to change with each of them. */
const PROBE: AuthCheck = {
  service: { namespace: "auth", name: "oauth2-proxy", port: 80 },
  clusterDomain: "cluster.local",
  via: "cluster",
  identityHeaders: ["X-Auth-Request-User", "X-Auth-Request-Email", "Authorization"],
  bufferSize: "64k",
};
const ELSEWHERE: AuthCheck = { ...PROBE, service: { ...PROBE.service, name: "elsewhere" } };
const OTHER_PREFIX: AuthCheck = { ...PROBE, proxyPrefix: "/elsewhere" };
const SOME = "?allowed_groups=11111111-1111-1111-1111-111111111111";

/** Public paths keep it, because an app may take one of its own there, such as a webhook's. */
const KEPT_IN_THE_OPEN = "Authorization";

/**
 * What a renderer leaves out without which apps are open to the wrong people. It is asked, not trusted: annotations
 * that do not change with who may enter, with where the auth proxy answers or with a header carry no check of it.
 */
export function guardProblems(
  { kind, renderer }: { readonly kind: string; readonly renderer: IngressRenderer },
  {
    open,
    optional = false,
    ownPrefix = false,
  }: { readonly open: boolean; readonly optional?: boolean; readonly ownPrefix?: boolean },
): string[] {
  const found = protectionProblems(kind, renderer, false, "a protected path");
  const problems =
    found.length > 0 ? found : protectionProblems(kind, renderer, true, "a path that answers programs");
  if (ownPrefix && problems.length === 0 && ignoresPrefix(renderer)) {
    problems.push(
      `${kind} would ask the auth proxy where it does not look at who may enter, because "protect" of its renderer does not follow "proxyPrefix" of the check; ask authUrl(check)`,
    );
  }
  if (open) {
    const forged = left(PROBE.identityHeaders, (identityHeaders) =>
      renderer.open({ ...PROBE, identityHeaders }),
    ).filter((header) => header !== KEPT_IN_THE_OPEN);
    if (forged.length > 0) {
      problems.push(forgeable(kind, "open", "a public path", forged));
    }
  }
  return optional && renderer.optional !== undefined
    ? [...problems, ...optionalProblems(kind, renderer)]
    : problems;
}

function protectionProblems(kind: string, renderer: IngressRenderer, api: boolean, what: string): string[] {
  const protect = (check: AuthCheck, query = SOME): unknown => renderer.protect(check, { api, query });
  const problems = askingProblems({ kind, method: "protect", what }, protect);
  const forged = left(PROBE.identityHeaders, (identityHeaders) => protect({ ...PROBE, identityHeaders }));
  return forged.length > 0 ? [...problems, forgeable(kind, "protect", what, forged)] : problems;
}

function optionalProblems(kind: string, renderer: IngressRenderer): string[] {
  const what = "a path where the sign-in is optional";
  const optional = (check: AuthCheck, query = SOME): unknown => renderer.optional?.(check, { query });
  const problems = askingProblems({ kind, method: "optional", what }, optional);
  const forged = left(PROBE.identityHeaders, (identityHeaders) =>
    optional({ ...PROBE, identityHeaders }),
  ).filter((header) => header !== KEPT_IN_THE_OPEN);
  return forged.length > 0 ? [...problems, forgeable(kind, "optional", what, forged)] : problems;
}

/** What is wrong with where a renderer asks, and for whom. */
function askingProblems(
  { kind, method, what }: { readonly kind: string; readonly method: string; readonly what: string },
  render: (check: AuthCheck, query?: string) => unknown,
): string[] {
  const rendered = render(PROBE);
  if (isDeepStrictEqual(rendered, render(ELSEWHERE))) {
    return [
      `${kind} would let everybody pass, because "${method}" of its renderer gives ${what} no annotation that asks the auth proxy; return one that leads to "service" of the check`,
    ];
  }
  return isDeepStrictEqual(rendered, render(PROBE, ""))
    ? [
        `${kind} would let everybody pass who can sign in, because "${method}" of its renderer gives ${what} no annotation that says who may enter; append "query" to the address that it asks`,
      ]
    : [];
}

function ignoresPrefix(renderer: IngressRenderer): boolean {
  const protect = (check: AuthCheck): unknown => renderer.protect(check, { api: true, query: SOME });
  return isDeepStrictEqual(protect(PROBE), protect(OTHER_PREFIX));
}

/** The prefixes of all that a renderer writes: those of the controller's own annotations. */
export function renderedPrefixes(renderer: IngressRenderer): string[] {
  return [...new Set(renderedNames(renderer).map((name) => name.split("/")[0] ?? ""))];
}

/** The names of all annotations that a renderer writes. */
export function renderedNames(renderer: IngressRenderer): string[] {
  return [
    renderer.protect(PROBE, { api: false, query: SOME }),
    renderer.open(PROBE),
    renderer.signIn(PROBE.bufferSize),
    renderer.tls(true),
    renderer.cors({ origins: ["https://example.com"] }),
  ].flatMap((annotations) => Object.keys(annotations));
}

/** The headers that make no difference to what is rendered. */
function left(headers: readonly string[], render: (headers: readonly string[]) => unknown): string[] {
  const all = render(headers);
  return headers.filter((header) =>
    isDeepStrictEqual(all, render(headers.filter((other) => other !== header))),
  );
}

function forgeable(kind: string, method: string, what: string, headers: readonly string[]): string {
  return `${kind} would pass on ${headers.join(", ")} as a client sends it, because "${method}" of its renderer gives ${what} no annotation that has it replaced or removed; name every one of "identityHeaders" of the check`;
}
