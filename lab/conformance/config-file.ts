import { stringify } from "yaml";
import { z } from "zod";
import { edgeForm } from "../ingress/edge-forms";
import { withEdge } from "../ingress/with-edge";
import type { Edge } from "./edges";
import { portNumberOf } from "./service-ports";

/*
 * A stack of the run, as a config file says it, without what the run itself decides: which edge is in front, which auth
 * proxy it has, and where in the cluster it stands.
 */

const access = z.record(z.string(), z.unknown());
const path = z.union([
  z.string(),
  z.strictObject({
    path: z.string(),
    pathType: z.enum(["Prefix", "Exact"]).optional(),
    access: access.optional(),
  }),
]);
const app = z.strictObject({
  name: z.string(),
  host: z.string(),
  service: z.strictObject({
    namespace: z.string(),
    name: z.string(),
    port: z.union([z.number(), z.string()]),
  }),
  access: access.optional(),
  paths: z.array(path).optional(),
  publicPaths: z.array(path).optional(),
  apiPaths: z.array(path).optional(),
  optionalSignInPaths: z.array(path).optional(),
  api: z.boolean().optional(),
  normalizesPaths: z.boolean().optional(),
});
export const configFile = z.strictObject({
  entra: z.looseObject({
    accessRole: z.unknown().optional(),
    signInGroups: z.unknown().optional(),
    everybody: z.unknown().optional(),
  }),
  authCheck: z.enum(["cluster", "public-host"]).optional(),
  apps: z.array(app),
});

export type ConfigFile = z.infer<typeof configFile>;
export type AppEntry = z.infer<typeof app>;

/** A place for one stack of a batch: a word of its own in its hosts and namespaces keeps it from all others. */
export interface Slot {
  readonly word: string;
  readonly edge: Pick<Edge, "form" | "className">;
}

/** The word of a place before an edge; none of them is another one's beginning. */
export function slotWord({ letter }: Pick<Edge, "letter">, place: number): string {
  return `${letter}${String(place).padStart(2, "0")}`;
}

/** The Secret with the certificate, in every namespace. */
export const SECRET = "tls";

/**
 * By which of the auth proxies a stack is served: with rules of groups, of groups without rules, of roles, of groups
 * where everybody may sign in, for members alone, and by the kind of account where everybody may sign in.
 */
export const REALMS = ["groups", "staff", "roles", "everybody", "members", "accounts"] as const;
export type RealmName = (typeof REALMS)[number];

/** Where the auth proxy of a realm is. */
export function realmNamespace(name: RealmName): string {
  return `with-${name}`;
}

/** Where everybody signs in at it. */
export function realmHost(name: RealmName): string {
  return `${realmNamespace(name)}.test`;
}

/** Which auth proxy a stack needs: without any rule everybody who may sign in gets in everywhere. */
export function realmOf({ entra, apps }: ConfigFile): RealmName {
  const access = apps.flatMap((entry) => [
    entry.access,
    ...(entry.paths ?? []).map((one) => (typeof one === "object" ? one.access : undefined)),
  ]);
  const letsInGuests = [entra, ...access].some((one) => one?.everybody === "membersAndGuests");
  if (entra.everybody === "members") return letsInGuests ? "accounts" : "members";
  if (letsInGuests) return "everybody";
  if (entra.accessRole !== undefined || entra.roles !== undefined) return "roles";
  const ruled = access.some((one) => one !== undefined);
  return ruled || entra.signInGroups !== undefined ? "groups" : "staff";
}

/** Where everybody may sign in, a program of which nobody has heard would have a token. */
function takesTokens(realm: RealmName): boolean {
  return realm !== "everybody" && realm !== "accounts";
}

/** The complete config file of a stack in its slot. */
export function placedText(file: ConfigFile, slot: Slot): string {
  const { form, className } = slot.edge;
  const { key, inPath } = edgeForm(form);
  const text = stringify({
    stack: `stack-${slot.word}`,
    ...file,
    ingressController: { className },
    authProxy: {
      // Those in the path of apps are each stack's own.
      ...(inPath ? { name: slot.word } : {}),
      namespace: { name: realmNamespace(realmOf(file)) },
      bearerTokens: takesTokens(realmOf(file)),
    },
    apps: file.apps.map((entry) => ({
      ...entry,
      host: placedHost(entry.host, slot),
      service: {
        ...entry.service,
        namespace: `${slot.word}-${entry.service.namespace}`,
        // Behind a Gateway a port is a number.
        port: key === "gateway" ? portNumberOf(entry.service.port) : entry.service.port,
      },
      tls: { secretName: SECRET, proxySecretName: SECRET },
    })),
  });
  return withEdge(text, form);
}

export function placedHost(host: string, { word }: Slot): string {
  return `${host}.${word}.test`;
}
