import { distance } from "fastest-levenshtein";
import type { AnnotatedApp } from "../../contracts/edge";
import { metadataKey, NGINX_PREFIX } from "../../rules/kubernetes";
import { quote } from "../../rules/rule";
import { extraAnnotation, reservedAnnotation } from "./extra-annotations";
import type { ValueForm } from "./annotation-values";
import { renderedNames } from "./guard";
import type { IngressRenderer } from "./renderer";

/**
 * What is wrong with an annotation of the user's, and what to write instead; nothing where it does what it says.
 * Without a value, which then only Terraform will know, the name alone is judged. What else the app has tells
 * whether the annotation does anything.
 */
export type AnnotationRule = (
  name: string,
  value: string | undefined,
  app?: AnnotatedApp,
) => string | undefined;

/** An annotation that a controller reads. */
export interface ReadAnnotation {
  /** What its value has to look like. */
  readonly value: ValueForm;
  /** Why a value that only Terraform will know is refused. @default - it is taken */
  readonly known?: string;
  /**
   * Other annotations, with a value that makes them count, without one of which it does nothing. @default - it
   * stands alone
   */
  readonly beside?: readonly { readonly name: string; readonly value?: RegExp }[];
  /** Whether it does nothing without the app's `cors`. @default - it does not need that */
  readonly takesCors?: true;
  /** Whether what it names must be in the app's own namespace. @default - it may be in any */
  readonly sameNamespace?: true;
}

/** What a controller does with annotations under its prefix, by the name after the prefix. */
export interface AnnotationTable {
  /** What stands before the "/" of each. @default "nginx.ingress.kubernetes.io" */
  readonly prefix?: string;
  /** In messages. */
  readonly controller: string;
  /** The annotations that it reads. */
  readonly reads: Readonly<Record<string, ReadAnnotation>>;
  /** Completes "annotation ...": why it is refused, and what to do instead. */
  readonly refuses: Readonly<Record<string, string>>;
}

/** How many letters may differ in a guess: fewer than between opposites such as "enable" and "disable". */
const GUESS = 2;

/** The rule for what a controller does with annotations. */
export function annotationRule(table: AnnotationTable): AnnotationRule {
  const { prefix = NGINX_PREFIX } = table;
  return (name, value, app) => {
    const isOwn = name.startsWith(`${prefix}/`);
    // The prefix of another controller is this one's own where its table says so.
    const byName = isOwn ? (metadataKey(name) ?? reservedAnnotation(name)) : extraAnnotation(name);
    const general = byName ?? inPlace(name, value);
    if (general !== undefined) {
      return general;
    }
    const known = (short: string): boolean =>
      Object.hasOwn(table.reads, short) || Object.hasOwn(table.refuses, short);
    if (!isOwn) {
      return known(name)
        ? `annotation ${quote(name)} has no prefix, so that no controller reads it; write "${prefix}/${name}"`
        : unreadPrefix(table.controller, prefix, name);
    }
    const short = name.slice(prefix.length + 1);
    const why = ownEntry(table.refuses, short);
    if (why !== undefined) {
      return `annotation ${quote(name)} ${why}`;
    }
    const entry = ownEntry(table.reads, short);
    return entry === undefined
      ? `annotation ${quote(name)} is not read by ${table.controller}${guess(prefix, short, Object.keys(table.reads))}`
      : judge({ controller: table.controller, prefix }, name, entry, value, app);
  };
}

/**
 * The rule for a controller of which only what its renderer writes is known: nothing under a prefix that
 * it reads or that ingress controllers have, because it could undo the check.
 */
export function unknownControllerRule(controller: string, prefixes: () => readonly string[]): AnnotationRule {
  return (name, value) => {
    const general = extraAnnotation(name) ?? inPlace(name, value);
    if (general !== undefined) {
      return general;
    }
    const [prefix = ""] = name.split("/");
    return prefixes().includes(prefix) || prefix === NGINX_PREFIX
      ? `annotation ${quote(name)} is not known to leave the check of ${controller} alone; allow it with "annotation" in the description of the controller`
      : undefined;
  };
}

/** What stays refused whatever a controller's own description allows. */
function alwaysRefused(name: string, value: string | undefined): string | undefined {
  return name.startsWith(`${NGINX_PREFIX}/`) ? undefined : (reservedAnnotation(name) ?? inPlace(name, value));
}

/** cert-manager answers a certificate authority through the app's own Ingress then, and so behind the auth check. */
function inPlace(name: string, value: string | undefined): string | undefined {
  return name.toLowerCase() === "acme.cert-manager.io/http01-edit-in-place" && value !== "false"
    ? `annotation ${quote(name)} puts the certificate authority's questions behind the auth check, so that no certificate is issued; write "false", and cert-manager makes an Ingress of its own for them`
    : undefined;
}

/** A controller with a prefix of its own reads nothing of ingress-nginx's, which somebody would rely on. */
function unreadPrefix(controller: string, prefix: string, name: string): string | undefined {
  return prefix !== NGINX_PREFIX && name.startsWith(`${NGINX_PREFIX}/`)
    ? `annotation ${quote(name)} is not read by ${controller}; use what ${prefix} has for it`
    : undefined;
}

function judge(
  { controller, prefix }: { readonly controller: string; readonly prefix: string },
  name: string,
  entry: ReadAnnotation,
  value: string | undefined,
  app: AnnotatedApp | undefined,
): string | undefined {
  if (value === undefined) {
    return entry.known === undefined
      ? undefined
      : `annotation ${quote(name)} is a value that only Terraform will know; it must be known at synth, because ${entry.known}`;
  }
  if (!entry.value.fits(value)) {
    const instead = entry.value.instead?.(value);
    const because = entry.value.because?.(value) ?? `${controller} would not read ${quote(value)} as that`;
    return `annotation ${quote(name)} takes ${entry.value.takes}; ${because}${instead === undefined ? "" : `; write ${quote(instead)}`}`;
  }
  if (app === undefined) {
    return undefined;
  }
  const [namespace] = value.split("/");
  if (entry.sameNamespace === true && app.namespace !== undefined && app.namespace !== namespace) {
    return `annotation ${quote(name)} names something in namespace ${quote(namespace)}, and ${controller} takes it from the app's own alone; put it there and write ${quote(value.replace(/^[^/]*/, app.namespace))}`;
  }
  if (entry.takesCors === true && !app.cors) {
    return `annotation ${quote(name)} does nothing without "cors" of the app; name the origins there`;
  }
  const { beside } = entry;
  if (beside === undefined || beside.some((other) => isSet(prefix, app.annotations, other))) {
    return undefined;
  }
  const lacks = beside.map((other) => `${prefix}/${other.name}`).filter((other) => other !== name);
  return `annotation ${quote(name)} does nothing without ${lacks.join(" or ")}; add it`;
}

function isSet(
  prefix: string,
  annotations: AnnotatedApp["annotations"],
  { name, value = /./ }: { readonly name: string; readonly value?: RegExp },
): boolean {
  const found = annotations[`${prefix}/${name}`];
  return found !== undefined && (found === null || value.test(found));
}

function guess(prefix: string, short: string, known: readonly string[]): string {
  const near = known
    .map((name) => ({ name, letters: distance(short, name) }))
    .filter(({ letters }) => letters <= GUESS)
    .sort((one, other) => one.letters - other.letters)[0];
  return near === undefined
    ? "; leave it out, because it would do nothing"
    : ` (did you mean "${prefix}/${near.name}"?)`;
}

/** What is wrong with an app's annotations, by their keys; `null` stands for a value that only Terraform will know. */
export function annotationProblems(
  controller: { readonly annotation: AnnotationRule; readonly renderer?: IngressRenderer },
  annotations: Readonly<Record<string, string | null>>,
  app: Omit<AnnotatedApp, "annotations">,
): { readonly key: string; readonly message: string }[] {
  return Object.entries(annotations).flatMap(([key, found]) => {
    const value = found ?? undefined;
    const message =
      metadataKey(key) ??
      alwaysRefused(key, value) ??
      controller.annotation(key, value, { ...app, annotations }) ??
      rendered(controller.renderer, key);
    return message === undefined ? [] : [{ key, message }];
  });
}

/**
 * What is wrong with them at every edge of an app. What one of several edges takes stands there, and not at the
 * others.
 */
export function annotationProblemsAtEdges(
  edges: readonly Parameters<typeof annotationProblems>[0][],
  annotations: Readonly<Record<string, string | null>>,
  app: Omit<AnnotatedApp, "annotations">,
): { readonly key: string; readonly message: string }[] {
  const found = edges.map((edge) => annotationProblems(edge, annotations, app));
  const refused = found
    .flat()
    .filter(({ key }) => found.every((one) => one.some((other) => other.key === key)));
  return edges.length === 1
    ? refused
    : [...new Map(refused.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** The keys of those that an edge takes. */
export function takenAnnotations(
  edge: Parameters<typeof annotationProblems>[0],
  annotations: Readonly<Record<string, string | null>>,
  app: Omit<AnnotatedApp, "annotations">,
): string[] {
  const refused = annotationProblems(edge, annotations, app).map(({ key }) => key);
  return Object.keys(annotations).filter((key) => !refused.includes(key));
}

/** Whether cert-manager reads it: it belongs to the one object that asks for the certificate. */
export function forCertificate(key: string): boolean {
  return /^((acme\.)?cert-manager\.io\/|kubernetes\.io\/tls-acme$)/.test(key);
}

/** What guards an app stays the library's to write, also where a controller's own rule forgets it. */
function rendered(renderer: IngressRenderer | undefined, name: string): string | undefined {
  return renderer !== undefined && renderedNames(renderer).includes(name)
    ? `annotation ${quote(name)} is one of those that guard the app, and the library writes it; leave it out`
    : undefined;
}

function ownEntry<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
