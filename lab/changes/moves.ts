/*
 * How a stack goes over from one edge to another, step by step, as docs/moving.md says it. What the file says of its
 * edges, and on which of them its apps stand, is all that changes.
 */

import { NGINX } from "../conformance/edges";
import { edgeForm, type EdgeFormName } from "../ingress/edge-forms";
import { ADDRESSES } from "../lab";
import { app, EVERYBODY, groups, ruled, type App } from "./changes";
import type { GroupName } from "./people";

type Said = Readonly<Record<string, unknown>>;

export interface Step {
  readonly name: string;
  /** What is applied. @default - nothing */
  readonly file?: Said;
  /** Where the host's name leads from then on. @default - where it led */
  readonly address?: string;
}

export interface Move {
  readonly name: string;
  readonly first: Said;
  readonly address: string;
  readonly steps: readonly Step[];
  readonly asked: readonly string[];
  /** Whose people sign in, and at which path. */
  readonly signedIn: readonly GroupName[];
  readonly signInPath: string;
}

const BOTH = ["default", "new"];
const OLD = { ingressController: { kind: "ingress-nginx", className: NGINX.className } };
const ANNOTATIONS = edgeOf("traefik", { className: "nginx" });
const GATEWAY = edgeOf("traefik-gateway");
const ROUTES = edgeOf("traefik-ingress-route");
const STANDARD = edgeOf("standard");

/** Apps with all kinds of paths, whose certificate an Ingress names and a Gateway has. */
const RULED = [
  app("shop", ["/", ruled("/admin", groups("${ADMINS}"))], { publicPaths: ["/logo"] }),
  EVERYBODY,
];
const RULED_ASKED = { asked: ["/", "/admin", "/logo", "/everybody"], signInPath: "/everybody" };
/** An app with one rule, as an auth proxy in its path has it. */
const WHOLE = [
  app("shop", ["/"], { access: groups("${ADMINS}"), publicPaths: [{ path: "/logo", pathType: "Exact" }] }),
];
const WHOLE_ASKED = { asked: ["/", "/logo"], signInPath: "/" };
const RULED_PEOPLE: readonly GroupName[] = ["STAFF", "ADMINS", "AUDITORS", "VISITORS"];
const WHOLE_PEOPLE: readonly GroupName[] = ["STAFF", "ADMINS"];

export const MOVES: readonly Move[] = [
  withBoth("ingress-nginx to Traefik's Gateway", NGINX.address, OLD, GATEWAY),
  withBoth("ingress-nginx to Traefik's annotations", NGINX.address, OLD, ANNOTATIONS),
  withBoth("Traefik's annotations to its Gateway", ADDRESSES.ingress, ANNOTATIONS, GATEWAY),
  withBoth("Traefik's annotations to IngressRoutes", ADDRESSES.ingress, ANNOTATIONS, ROUTES),
  atOnce("Traefik's annotations to its Gateway, at once", RULED, GATEWAY),
  atOnce("Traefik's annotations to any Gateway, at once", WHOLE, STANDARD),
];

/** With both edges in one stack while the host's name goes over, there and back. */
function withBoth(name: string, address: string, from: Said, to: Said): Move {
  const alone = { ...from, apps: RULED };
  const both = { ...from, edges: { new: to }, apps: RULED.map((each) => ({ ...each, edge: BOTH })) };
  const moved = { edges: { new: to }, apps: certified(RULED, to) };
  const elsewhere = address !== ADDRESSES.ingress;
  return {
    name,
    first: alone,
    address,
    ...RULED_ASKED,
    signedIn: RULED_PEOPLE,
    steps: [
      { name: "the new edge is added", file: both },
      ...(elsewhere ? [{ name: "clients go over", address: ADDRESSES.ingress }] : []),
      { name: "the old edge is taken out", file: moved },
      { name: "the old edge is added again", file: both },
      ...(elsewhere ? [{ name: "clients go back", address }] : []),
      { name: "the new edge is taken out", file: alone },
    ],
  };
}

/** In one apply, at one address, there and back. */
function atOnce(name: string, apps: readonly App[], to: Said): Move {
  const before = { ...ANNOTATIONS, apps };
  const isWhole = apps === WHOLE;
  return {
    name,
    first: before,
    address: ADDRESSES.ingress,
    ...(isWhole ? WHOLE_ASKED : RULED_ASKED),
    signedIn: isWhole ? WHOLE_PEOPLE : RULED_PEOPLE,
    steps: [
      { name: "over", file: { ...to, apps: certified(apps, to) } },
      { name: "back", file: before },
    ],
  };
}

function edgeOf(name: EdgeFormName, more: Said = {}): Said {
  const { key, value } = edgeForm(name);
  return { [key]: { ...value, ...more } };
}

/** The certificates of a Gateway are its listeners'. */
function certified(apps: readonly App[], edge: Said): readonly App[] {
  return edge.gateway === undefined ? apps : apps.map((each) => ({ ...each, tls: undefined }));
}
