import { modelOf } from "../../lib/config/model";
import { OPTIONAL_PATH } from "../../lib/contracts/edge";
import { decide, type Who } from "../../lib/model/decide";
import { OWN_AUDIENCE, type Model } from "../../lib/model/model";
import { groupKey } from "../../lib/identity/entra/access-rules";
import { FORGED_IDENTITY } from "../e2e/forged-identity";
import { edgeForm } from "../ingress/edge-forms";
import type { Client, Reply } from "./client";
import type { Edge } from "./edges";
import type { Ground } from "./ground";
import type { Asker, Principals } from "./identities";
import type { MadeStack } from "./place";
import { read } from "./readings";
import type { Realm } from "./realms";
import { viewOf, type View } from "./stand-in";

/** One request of the run: who asks a stack's host for what. */
export interface Asking {
  readonly stack: MadeStack;
  readonly host: string;
  readonly target: string;
  readonly asker: Asker;
}

export interface CompareContext {
  readonly edge: Pick<Edge, "form" | "program">;
  readonly ground: Pick<Ground, "portOf">;
  readonly realm: Realm;
  readonly principals: Pick<Principals, "groupIds">;
}

/** What a stack promises. */
export function promiseOf(stack: MadeStack): Model {
  return modelOf(stack.config);
}

/** Asks, and says in one line how the answer differs from what the model says, if it does. */
export async function compare(
  asking: Asking,
  model: Model,
  client: Pick<Client, "ask">,
  context: CompareContext,
): Promise<string | undefined> {
  const { host, target, asker } = asking;
  const headers = { ...FORGED_IDENTITY, ...STEERING, ...context.realm.credentials(asker) };
  const seen = seenIn(
    await client
      .ask({ host, target, headers })
      .catch((error: unknown) => ({ status: 0, body: error instanceof Error ? error.message : "" })),
  );
  const expected = expect(asking, model, context);
  if (expected.accepts(seen) || isMoved(seen, expected)) return undefined;
  return `${asker.name} asks ${host} for ${shortened(target)}: expected ${expected.words}; seen ${describe(seen)}`;
}

/** What would lead around the check, were the path of the optional sign-in known to the auth proxy of other paths. */
const STEERING = Object.fromEntries(
  ["x-forwarded-uri", "x-original-uri", "x-original-url", "x-auth-request-redirect"].map((name) => [
    name,
    OPTIONAL_PATH,
  ]),
);

/** What came back, as the model calls it. */
type Seen =
  | { readonly kind: "app"; readonly view: View }
  | { readonly kind: "sign-in" | "401" | "403" | "not-served" }
  | { readonly kind: "moved"; readonly to: string }
  | { readonly kind: "other"; readonly words: string };

interface Expected {
  readonly words: string;
  accepts(seen: Seen): boolean;
  /** Where nginx leads instead: from a path to the same with a slash at its end, as the Ingress has it. */
  readonly orMovedTo?: string;
}

/** Where an edge leads to sign in, or where the auth proxy does in its place. */
const SIGN_IN =
  /^https:\/\/([^/]+\/oauth2\/start\?rd=|login\.microsoftonline\.com\/[^/]+\/oauth2\/v2\.0\/authorize\?)/;

function isMoved(seen: Seen, { orMovedTo }: Expected): boolean {
  return seen.kind === "moved" && orMovedTo !== undefined && seen.to.split("?")[0] === orMovedTo;
}

function seenIn({ status, location, body }: Reply): Seen {
  const view = viewOf(body);
  if (view !== undefined) return { kind: "app", view };
  if (status === 302 && location !== undefined && SIGN_IN.test(location)) return { kind: "sign-in" };
  if (status === 401 || status === 403) return { kind: `${status}` };
  if (status === 301 && location !== undefined) return { kind: "moved", to: location };
  return status === 404
    ? { kind: "not-served" }
    : { kind: "other", words: `${status} ${location ?? ""} ${body.replaceAll(/\s+/g, " ")}` };
}

function expect(asking: Asking, model: Model, context: CompareContext): Expected {
  const { edge, ground } = context;
  const { host, target, asker, stack } = asking;
  const reading = read(edge.program, target);
  if (reading === undefined) {
    return {
      words: "refused by the edge itself",
      accepts: (seen) => seen.kind === "not-served" || (seen.kind === "other" && /^4\d\d /.test(seen.words)),
    };
  }
  const { answer, route } = decide(
    model,
    { host, path: reading.matched },
    whoIs(asker, model, context.principals),
  );
  const orMovedTo =
    edge.program === "nginx" && route?.pathType === "Prefix" && route.path === `${reading.matched}/`
      ? `https://${host}${route.path}`
      : undefined;
  const words = `${answer}${route === undefined ? "" : ` by ${route.app} ${route.pathType} ${route.path}`}`;
  switch (answer) {
    case "let-in":
    case "anonymous":
    case "public": {
      const service = model.apps.find(({ name }) => name === route?.app)?.service;
      const port = service === undefined ? undefined : ground.portOf(service);
      const named = answer !== "let-in" ? [] : groupsSaid(asker, model, context.principals);
      return {
        words: `${words} at port ${port ?? "?"}, as ${shortened(reading.arrives)}`,
        orMovedTo,
        accepts: (seen) =>
          isNarrowed(seen, target, edge) ||
          // The auth proxy is one for many stacks: who may sign in for another one only is refused as having no right.
          (answer === "anonymous" && asker.kind === "person" && seen.kind === "403") ||
          (seen.kind === "app" &&
            seen.view.port === port &&
            seen.view.target === reading.arrives &&
            hasIdentity(seen.view, named, {
              inPath: edgeForm(edge.form).inPath,
              unchecked: answer === "public" && stack.config.authCheck === "public-host",
            })),
      };
    }
    case "auth-proxy":
      return { words, orMovedTo, accepts: (seen) => seen.kind !== "app" };
    case "sign-in":
    case "401": {
      // The auth proxy is one for many stacks: who may sign in for another one only is refused as having no right.
      const hasSession = Object.keys(context.realm.credentials(asker)).length > 0;
      return { words, orMovedTo, accepts: ({ kind }) => kind === answer || (hasSession && kind === "403") };
    }
    case "403": {
      // Everybody may sign in at an auth proxy in the path, which refuses afterwards; who is of no app has no session.
      const mayHaveNone =
        edgeForm(edge.form).inPath && Object.keys(context.realm.credentials(asker)).length === 0;
      const unsigned = (kind: Seen["kind"]): boolean => mayHaveNone && (kind === "sign-in" || kind === "401");
      return { words, orMovedTo, accepts: ({ kind }) => kind === answer || unsigned(kind) };
    }
    default:
      return { words, orMovedTo, accepts: ({ kind }) => kind === answer };
  }
}

/** An auth proxy in the path takes a client's own word for who may enter beside its own, which keeps that client out. */
function isNarrowed(seen: Seen, target: string, { form }: CompareContext["edge"]): boolean {
  return seen.kind === "403" && edgeForm(form).inPath && /[?&]allowed_groups=/.test(target);
}

/** A group's object id and its name: a config file gives either. */
function whoIs(
  { kind, groups, isGuest }: Asker,
  { claim }: Model,
  { groupIds }: Pick<Principals, "groupIds">,
): Who {
  if (kind === "nobody") return { kind };
  const held = {
    groups:
      claim === "groups"
        ? groups.flatMap((name) => [groupKey({ objectId: groupIds[name] }), groupKey({ name })])
        : [],
    roles: claim === "roles" ? groups : [],
  };
  return kind === "program"
    ? { kind, audience: OWN_AUDIENCE, ...held }
    : { kind, ...held, account: [isGuest === true ? "1" : "0"] };
}

/** What the app is told of somebody's groups or roles. */
function groupsSaid(
  { groups, isGuest }: Asker,
  { claim }: Model,
  { groupIds }: Pick<Principals, "groupIds">,
): string[] {
  if (claim === "account") return [isGuest === true ? "1" : "0"];
  return groups.map((group) => (claim === "roles" ? group : groupIds[group]));
}

const GROUPS_HEADER = "x-auth-request-groups";
const GROUPS_HEADER_IN_PATH = "x-forwarded-groups";

/** The true groups and nothing forged. With the check through the public host, public paths have no check at all. */
function hasIdentity(
  { headers }: View,
  groups: readonly string[],
  { inPath, unchecked }: { readonly inPath: boolean; readonly unchecked: boolean },
): boolean {
  if (unchecked) return true;
  const said = String(headers[inPath ? GROUPS_HEADER_IN_PATH : GROUPS_HEADER] ?? "");
  const forged = Object.entries(FORGED_IDENTITY).some(([name, value]) => headers[name] === value);
  return !forged && [...groups].sort().join() === said.split(",").filter(Boolean).sort().join();
}

function describe(seen: Seen): string {
  if (seen.kind === "app") {
    const { target, port, headers } = seen.view;
    return `the app at port ${port}, as ${shortened(target)}, with groups ${String(headers[GROUPS_HEADER] ?? headers[GROUPS_HEADER_IN_PATH] ?? "none")}`;
  }
  if (seen.kind === "moved") return `moved to ${seen.to}`;
  return seen.kind === "other" ? seen.words.slice(0, 200) : seen.kind;
}

function shortened(target: string): string {
  return target.length > 120 ? `${target.slice(0, 60)}... (${target.length} characters)` : target;
}
