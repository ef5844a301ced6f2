import { Token } from "cdktf";
import type { EdgeTraits } from "../contracts/edge";
import type { Tls } from "../contracts/route";
import { forCertificate, takenAnnotations } from "./annotated/annotation-table";

/*
 * What one of several edges is told of an app. Where there is one alone, it is told everything as it is.
 */

/**
 * The certificate of a host for one of its edges. The first that can ask cert-manager for it does; the others name the
 * Secret that it fills, because cert-manager takes one asker for a Secret.
 */
export function tlsAt(edge: EdgeTraits, edges: readonly EdgeTraits[], tls: Tls, fallbackSecret: string): Tls {
  if (tls === "external" || tls.issuer === undefined || edges.length === 1 || edge === askerOf(edges)) {
    return tls;
  }
  const { secretName = fallbackSecret, proxySecretName } = tls;
  return { secretName, proxySecretName };
}

/** Annotations for one of an app's edges: those that it reads, and those for cert-manager at the one that asks it. */
export function annotationsAt(
  edge: EdgeTraits,
  edges: readonly EdgeTraits[],
  annotations: Readonly<Record<string, string>> | undefined,
  app: { readonly namespace?: string; readonly cors: boolean },
): Readonly<Record<string, string>> | undefined {
  if (annotations === undefined || edges.length === 1 || Token.isUnresolved(annotations)) {
    return annotations;
  }
  const taken = takenAnnotations(edge, lateAsNull(annotations), app);
  const kept = Object.entries(annotations).filter(
    ([key]) => taken.includes(key) && (edge === askerOf(edges) || !forCertificate(key)),
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Values that only Terraform will know as `null`. */
export function lateAsNull(annotations: Readonly<Record<string, string>>): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [key, Token.isUnresolved(value) ? null : value]),
  );
}

/** The edge whose object asks for the certificate. */
export function askerOf(edges: readonly EdgeTraits[]): EdgeTraits | undefined {
  return edges.find(({ refuses = {} }) => refuses["tls.issuer"] === undefined);
}
