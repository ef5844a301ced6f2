import type { Rule } from "../rules/rule";

/*
 * What shared code may know of an edge: what receives requests from outside and asks before an app sees them.
 * Plain data, so that a config file can ask it too. Each kind of edge answers for itself; shared code asks these
 * facts, never the kind.
 */

/**
 * A path of a request: as it arrives; without ".", ".." and doubled slashes, with an encoded slash left as it is; or the
 * same with every escape decoded before.
 */
export type PathForm = "raw" | "tidied" | "decoded";

/** A Service behind an object that an edge reads. */
export interface ServiceOfObject {
  /** The namespace of both. */
  readonly namespace: string;
  /** The object's name. */
  readonly object: string;
  /** The Service's name. */
  readonly service: string;
  /** The Service's port. */
  readonly port: number;
}

/** What is known of an edge. */
export interface EdgeTraits {
  /** Its name in messages. */
  readonly kind: string;
  /** Which form of a request's path is compared with the paths of routes. */
  readonly matches: PathForm;
  /** Which form reaches the app. Where it differs, an app that tidies it by itself may answer for another route. */
  readonly forwards: PathForm;
  /** Whether requests with an encoded slash or backslash are refused, so that no app can decode one afterwards. */
  readonly refusesEncodedSlashes: boolean;
  /** A path that it would skip, refuse or read otherwise than it is written. */
  readonly pathRule: Rule;
  /** The same for a path alone, beside `pathRule`. @default - nothing more */
  readonly exactPathRule?: Rule;
  /** Two objects for which this is equal are one to the edge. */
  objectKey(namespace: string, name: string): string;
  /** Two Services for which this is equal are one to the edge, so that requests reach the wrong one. */
  serviceKey(service: ServiceOfObject): string;
  /** Whether a path alone always wins over one with everything below it. */
  readonly prefersExactPaths: boolean;
  /**
   * Whether it refuses a host and path that another Ingress of the cluster has, whatever the path's type and even
   * while the other one is about to lose it.
   */
  readonly refusesTakenPaths: boolean;
  /** The longest URL of the auth check that it takes, in bytes. @default - any that fits */
  readonly longestCheckUrl?: number;
  /**
   * What is wrong with an annotation of the user's: one that it does not read, or whose value could undo a check,
   * break the sign-in or a certificate. Nothing where the annotation does what it says.
   */
  annotation(name: string, value: string): string | undefined;
}
