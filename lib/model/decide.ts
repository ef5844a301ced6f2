import type { Admitted } from "../contracts/access";
import type { EdgeTraits } from "../contracts/edge";
import { bySpecificity, coversPath } from "../rules/path";
import { standsFor } from "../rules/host";
import type { AuthCheckGuard, Guard, Model, ModelApp, ModelRoute, OptionalGuard } from "./model";

/** Who asks: what a session or a token says of them. */
export type Who =
  | { readonly kind: "nobody" }
  | ({ readonly kind: "person" } & HeldClaims)
  | ({ readonly kind: "program"; readonly audience: string } & HeldClaims);

/** What a session or token says that decides. */
export interface HeldClaims {
  /** The object ids of their groups, or what stands for groups with another identity provider. */
  readonly groups: readonly string[];
  /** The values of their roles. */
  readonly roles: readonly string[];
  /** The kind of a person's account, as tokens write it. @default - the token says nothing of it, as that of a program */
  readonly account?: readonly string[];
  /** Whether they are assigned to the application, where Entra lets in nobody else. @default true */
  readonly isAssigned?: boolean;
}

/** What is asked for. */
export interface ModelRequest {
  /** In lower case, without a port. */
  readonly host: string;
  /** As the edge matches it. */
  readonly path: string;
}

/** What happens to a request, and which route says so. */
export interface Decision {
  /** What comes back. */
  readonly answer:
    | "let-in"
    /** A redirect to the sign-in. */
    | "sign-in"
    | "401"
    /** The page that says what is missing. */
    | "403"
    | "public"
    /** Passes to the app without an identity, where the sign-in is optional: the app decides. */
    | "anonymous"
    /** The auth proxy's own pages. */
    | "auth-proxy"
    | "not-served";
  /** The app and path that say so. @default - none: the auth proxy answers, or nobody does */
  readonly route?: { readonly app: string; readonly path: string; readonly pathType: "Prefix" | "Exact" };
}

/** What of an edge bears on an answer: who sends people to the sign-in. */
export type AnsweringEdge = Pick<EdgeTraits, "kind" | "redirects">;

/**
 * Who may do this? The most specific path that covers the request decides. Edges differ in one answer alone: where the
 * auth proxy sends people to the sign-in, it refuses a token of somebody who may not sign in.
 */
export function decide(model: Model, request: ModelRequest, who: Who, edge?: AnsweringEdge): Decision {
  const found = routeOf(model, request);
  if (found === undefined) {
    return { answer: "not-served" };
  }
  if (found === "auth-proxy") {
    return { answer: "auth-proxy" };
  }
  const { app, guard, path, pathType } = found;
  return {
    answer: answerBy(model, guard, who, edge),
    route: { app, path, pathType },
  };
}

function routeOf(
  { apps, signIn, decision }: Model,
  { host, path }: ModelRequest,
): (ModelRoute & { readonly app: string }) | "auth-proxy" | undefined {
  const served = servedAt({ apps, signIn }, host);
  const signsIn = signIn.host === undefined ? served.length > 0 : signIn.host === host;
  const request = { path, pathType: "Exact" } as const;
  if (signsIn && coversPath({ path: signIn.prefix }, request)) {
    return "auth-proxy";
  }
  const [closest] = served
    .flatMap(({ name, routes }) => routes.map((route) => ({ ...route, app: name })))
    .filter((route) => coversPath(route, request))
    .sort(bySpecificity);
  const answersItself = decision === "in-path" && path === ROBOTS && closest?.guard.kind === "check";
  return answersItself ? "auth-proxy" : closest;
}

/** The apps of a host. One that is named is not among those that a wildcard stands for. */
function servedAt({ apps, signIn }: Pick<Model, "apps" | "signIn">, host: string): readonly ModelApp[] {
  const own = apps.filter((app) => app.host === host);
  return own.length > 0 || signIn.host === host ? own : apps.filter((app) => standsFor(app.host, host));
}

function answerBy(model: Model, guard: Guard, who: Who, edge?: AnsweringEdge): Decision["answer"] {
  switch (guard.kind) {
    case "open":
      return "public";
    case "optional":
      return optionalAnswer(model, guard, who);
    case "check":
      return answerOf(model, guard, who, edge);
  }
}

/** Nobody is sent away for want of a session; a session or token of somebody whom the rule keeps out is refused. */
function optionalAnswer(model: Model, { allowed }: OptionalGuard, who: Who): Decision["answer"] {
  const held = heldBy(model, who);
  // A person who may not sign in has no session, while a program brings its token along.
  if (held === undefined || (who.kind === "person" && !admits(model.signInSet, held))) {
    return "anonymous";
  }
  return admits(allowed, held) ? "let-in" : "403";
}

/** Whether those are admitted who hold some ids. */
function admits(admitted: Admitted, held: readonly string[]): boolean {
  return admitted === "everybody" || admitted.some(({ id }) => held.includes(id));
}

function answerOf(model: Model, guard: AuthCheckGuard, who: Who, edge?: AnsweringEdge): Decision["answer"] {
  const held = heldBy(model, who);
  if (held === undefined) {
    return guard.without;
  }
  const maySignIn = admits(model.signInSet, held);
  if (maySignIn && admits(guard.allowed, held)) {
    return "let-in";
  }
  if (model.decision === "in-path") {
    // Each app is signed in to by itself, so that whom it does not let in has no session there, but may have a token.
    return who.kind === "program" ? "403" : guard.without;
  }
  if (
    maySignIn ||
    (who.kind === "program" && guard.without === "sign-in" && edge?.redirects === "auth-proxy")
  ) {
    return "403";
  }
  // Somebody who may not sign in has no session that counts, and where an edge asks, no token that does.
  return guard.without;
}

/** What counts of what a session or token says; nothing where there is none, or a token that is not accepted. */
function heldBy({ claim, bearerTokens = [] }: Model, who: Who): readonly string[] | undefined {
  if (who.kind === "nobody" || (who.kind === "program" && !bearerTokens.includes(who.audience))) {
    return undefined;
  }
  return who.isAssigned === false ? undefined : (who[claim] ?? []);
}

/** The one path beside its own that oauth2-proxy always answers itself, where it stands before an app. */
const ROBOTS = "/robots.txt";
