/*
 * How a stack goes over from one edge to another, step by step, as docs/moving.md says it. What the file says of its
 * edges, and on which of them its apps stand, is all that changes.
 */

import { NGINX } from "../conformance/edges";
import { edgeForm, type EdgeFormName } from "../ingress/edge-forms";
import { ADDRESSES } from "../lab";
import { app, EVERYBODY, groups, ruled, type App } from "./changes";
import { CREDENTIAL } from "./by-hand";
import type { GroupName } from "./people";

/** What a config file says, beside what all of them say. */
export type Said = Readonly<Record<string, unknown>>;

export interface Step {
  readonly name: string;
  /** What is applied. @default - nothing */
  readonly file?: Said;
  /** Where the host's name leads from then on. @default - where it led */
  readonly address?: string;
  /** Whose people sign in once more at the end, because sessions count no longer. @default - they count */
  readonly signsIn?: readonly GroupName[];
  /** The stack that is destroyed, or what was written by hand and is deleted. @default - none */
  readonly destroys?: string;
}

export interface Move {
  readonly name: string;
  /** What is there before, or what a file would say of it that was written by hand. */
  readonly first: Said;
  /** Whether what is there before was written by hand. @default false */
  readonly byHand?: boolean;
  readonly address: string;
  readonly steps: readonly Step[];
  readonly asked: readonly string[];
  /** Whose people sign in, and at which path. */
  readonly signedIn: readonly GroupName[];
  readonly signInPath: string;
}

/** What is destroyed by the name of no stack. */
export const BY_HAND = "by hand";
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
const WHOLE = [app("shop", ["/"], { access: groups("${ADMINS}"), publicPaths: ["/logo"] })];
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
  withTwoStacks("ingress-nginx to any Gateway, with two stacks"),
  fromByHand("hand-written YAML at ingress-nginx to Traefik's Gateway"),
];

/** With both edges in one stack while the host's name goes over, there and back. */
function withBoth(name: string, address: string, from: Said, to: Said): Move {
  const alone = { ...from, apps: RULED };
  const both = { ...from, edges: { new: to }, apps: RULED.map((each) => ({ ...each, edge: BOTH })) };
  const moved = { edges: { new: to }, apps: certified(RULED, to) };
  const elsewhere = address !== ADDRESSES.ingress;
  // At one address the new routes answer at once: the auth proxy has to be ready for them before.
  const named = { ...from, edges: { new: to }, apps: RULED };
  return {
    name,
    first: alone,
    address,
    ...RULED_ASKED,
    signedIn: RULED_PEOPLE,
    steps: [
      ...(elsewhere ? [] : [{ name: "the new edge is named", file: named }]),
      { name: "the new edge is added", file: both },
      ...(elsewhere ? [{ name: "clients go over", address: ADDRESSES.ingress }] : []),
      { name: "the old edge is taken out", file: moved },
      { name: "the old edge is added again", file: both },
      ...(elsewhere
        ? [{ name: "clients go back", address }]
        : [{ name: "apps leave the new edge", file: named }]),
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

/** With a stack of its own at the new edge, beside that of the old one. */
function withTwoStacks(name: string): Move {
  // An auth proxy in the path gives a session to nobody whom its app does not let in.
  const signsIn: readonly GroupName[] = ["ADMINS"];
  const second = {
    stack: "moving-new",
    entra: { application: { name: "moving-new", adminConsent: true }, accessGroup: { objectId: "${STAFF}" } },
    authProxy: { namespace: { name: "oauth2-proxy-new", create: true }, bearerTokens: true },
    ...STANDARD,
    apps: certified(WHOLE, STANDARD),
  };
  return {
    name,
    first: { ...OLD, apps: WHOLE },
    address: NGINX.address,
    ...WHOLE_ASKED,
    signedIn: WHOLE_PEOPLE,
    steps: [
      { name: "the second stack is made", file: second },
      { name: "clients go over", address: ADDRESSES.ingress, signsIn },
      { name: "the first stack is destroyed", destroys: "moving" },
    ],
  };
}

/** With a stack at the new edge beside what was written by hand, with the same application. */
function fromByHand(name: string): Move {
  const { namespace, ...existingSecret } = CREDENTIAL;
  const stack = {
    stack: "moving-from-by-hand",
    entra: {
      application: { clientId: "${BY_HAND}" },
      credential: { existingSecret },
      accessGroup: { objectId: "${STAFF}" },
    },
    authProxy: { namespace: { name: namespace }, bearerTokens: true },
    ...GATEWAY,
    apps: certified(WHOLE, GATEWAY),
  };
  return {
    name,
    byHand: true,
    first: { ...OLD, apps: WHOLE },
    address: NGINX.address,
    ...WHOLE_ASKED,
    signedIn: WHOLE_PEOPLE,
    steps: [
      { name: "the stack is made", file: stack },
      { name: "clients go over", address: ADDRESSES.ingress, signsIn: WHOLE_PEOPLE },
      { name: "the YAML is deleted", destroys: BY_HAND },
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
