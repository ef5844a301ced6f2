import type { V1Ingress } from "@kubernetes/client-node";
import { hostsOf, nameOf, oldestFirst, pathsOf, placesOf } from "./ingress-paths";

/**
 * What the admission webhook of ingress-nginx 1.15 refuses with its default settings, in its words. Read from
 * https://github.com/kubernetes/ingress-nginx: CheckIngress and checkOverlap of internal/ingress/controller,
 * internal/ingress/inspector, and the annotation that closes a door, of internal/ingress/annotations.
 *
 * Not modelled: annotations that no stack has, canaries among them. What nginx itself would make of the
 * configuration the controller does not ask either.
 */

/** What might end a value of nginx's configuration and begin another. */
const DIRECTIVES = [
  /\s*alias\s*.*;/s,
  /\s*root\s*.*;/s,
  /\/etc\/(passwd|shadow|group|nginx|ingress-controller)/,
  /\/var\/run\/secrets/,
  /.*_by_lua.*/,
];
const STRICT_PATH = /^\/[A-Za-z0-9._\-/]*$/;
/** The annotation whose invalid value is refused; others are dropped with a line in the log. */
const AUTH_URL = "nginx.ingress.kubernetes.io/auth-url";
const AUTH_URL_CHARACTERS = /^[-._~a-zA-Z0-9/:, ?&=$]*$/;

export interface CheckedIngress {
  readonly ingress: V1Ingress;
  /** Whether its class is one of ingress-nginx. */
  readonly isOurs: boolean;
  /** The Ingresses of ingress-nginx's classes that are there, this one or its former state perhaps among them. */
  readonly others: readonly V1Ingress[];
}

/** Why the controller refuses an Ingress; undefined where it takes it. */
export function refusal({ ingress, isOurs, others }: CheckedIngress): string | undefined {
  // Ingresses of all classes are inspected.
  const injection = inspect(ingress);
  if (injection !== undefined) return `invalid object: ${injection}`;
  if (!isOurs || ingress.metadata?.deletionTimestamp !== undefined) return undefined;
  return invalidPaths(ingress) ?? invalidAnnotation(ingress) ?? overlap(ingress, others);
}

function inspect(ingress: V1Ingress): string | undefined {
  const problem = (what: string, values: readonly (string | undefined)[]): string | undefined => {
    const found = values.find((value) => DIRECTIVES.some((pattern) => pattern.test(value ?? "")));
    return found === undefined ? undefined : `invalid ${what} ${nameOf(ingress)}: ${quote(what, found)}`;
  };
  const { rules = [], tls = [] } = ingress.spec ?? {};
  const paths = rules.flatMap(({ http }) => http?.paths ?? []);
  return (
    problem(
      "host in ingress",
      rules.map(({ host }) => host),
    ) ??
    problem(
      "rule in ingress",
      paths.map(({ path }) => path),
    ) ??
    problem(
      "secret in ingress",
      tls.map(({ secretName }) => secretName),
    ) ??
    problem(
      "host in ingress tls config",
      tls.flatMap(({ hosts = [] }) => hosts),
    )
  );
}

function quote(what: string, value: string): string {
  return `${what === "rule in ingress" ? "invalid http path: " : ""}invalid value found: ${value}`;
}

function invalidPaths({ spec }: V1Ingress): string | undefined {
  const problems = (spec?.rules ?? [])
    .flatMap(({ http }) => http?.paths ?? [])
    .filter(({ path, pathType }) => path && pathType !== "ImplementationSpecific" && !STRICT_PATH.test(path))
    .map(({ path, pathType }) => `path ${path} cannot be used with pathType ${pathType}`);
  return problems.length === 0 ? undefined : `ingress contains invalid paths: ${problems.join("\n")}`;
}

function invalidAnnotation({ metadata }: V1Ingress): string | undefined {
  const { annotations = {} } = metadata ?? {};
  const snippet = Object.keys(annotations).find((key) => key.endsWith("-snippet"));
  if (snippet !== undefined) {
    return `${snippet} annotation cannot be used. Snippet directives are disabled by the Ingress administrator`;
  }
  const authUrl = annotations[AUTH_URL] ?? "";
  return AUTH_URL_CHARACTERS.test(authUrl) ? undefined : `annotation ${AUTH_URL} contains invalid value`;
}

/** A host and path that another Ingress has, whatever the type of either. */
function overlap(ingress: V1Ingress, others: readonly V1Ingress[]): string | undefined {
  const own = nameOf(ingress);
  // The controller takes the new state last, however old the Ingress is.
  const all = [...oldestFirst(others.filter((other) => nameOf(other) !== own)), ingress];
  for (const host of hostsOf([ingress])) {
    const places = placesOf(host, all);
    for (const { path } of pathsOf(host, ingress)) {
      const taken = places.find((place) => place.path === path && nameOf(place.ingress) !== own);
      if (taken !== undefined) {
        return `host "${host}" and path "${path}" is already defined in ingress ${nameOf(taken.ingress)}`;
      }
    }
  }
  return undefined;
}
