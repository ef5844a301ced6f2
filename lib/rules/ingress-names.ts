import { createHash } from "node:crypto";
import { quote, type Path, type Problem } from "./rule";

/** A path of one or more plain words, which read well and stay apart when they are joined. */
const PLAIN = /^(\/[a-z0-9]+(-[a-z0-9]+)*)+$/;
const LONGEST = 100;

/**
 * A path as part of a Kubernetes name. Two paths never give the same: what is not plain, or not a prefix,
 * ends in a digest.
 */
export function pathSlug({ path, pathType }: { readonly path: string; readonly pathType: string }): string {
  const trimmed = path.replace(/\/$/, "");
  const words = trimmed.toLowerCase().match(/[a-z0-9]+/g) ?? ["root"];
  if (PLAIN.test(trimmed) && pathType === "Prefix" && trimmed.length <= LONGEST) {
    return trimmed.slice(1).replaceAll("/", "--");
  }
  const digest = createHash("sha256")
    .update(`${pathType} ${pathType === "Prefix" ? trimmed : path}`)
    .digest("hex");
  return `${words.join("-").slice(0, LONGEST)}---${digest.slice(0, 8)}`;
}

/** The Ingress of a path that has a rule of its own. */
export function ruledIngressName(
  app: string,
  path: { readonly path: string; readonly pathType: string },
): string {
  return `${app}--${pathSlug(path)}`;
}

/** The Ingress of an app's public paths. */
export function publicIngressName(app: string): string {
  return `${app}-public`;
}

/** What the auth proxy and its namespace are called if nothing else is said. */
export const DEFAULT_PROXY_NAME = "oauth2-proxy";

/** The `/oauth2` Ingress of a host. */
export function signInIngressName(proxy: string, host: string): string {
  return `${proxy}-${host}`;
}

/** An Ingress, and what it is for. */
export interface NamedIngress {
  readonly namespace: string;
  readonly name: string;
  /** Such as `app "shop"`. */
  readonly owner: string;
  readonly path: Path;
}

/**
 * Two Ingresses of one name in one namespace: the second would take the place of the first. Two of one owner
 * are two apps of one name or two equal paths, which is said of those.
 */
export function ingressNameProblems(ingresses: readonly NamedIngress[]): Problem[] {
  const firsts = new Map<string, NamedIngress>();
  return ingresses.flatMap((ingress) => {
    const { namespace, name, owner, path } = ingress;
    const key = `${namespace}/${name}`;
    const first = firsts.get(key) ?? ingress;
    firsts.set(key, first);
    return first.owner === owner
      ? []
      : [
          {
            path,
            message: `${owner} needs an Ingress ${quote(name)} in namespace ${quote(namespace)}, which is ${first.owner}'s already; give one of the two another name`,
          },
        ];
  });
}
