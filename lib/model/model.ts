import { DEFAULT_EDGE } from "../contracts/edge";
import type { Admitted, DecidingClaim } from "../contracts/access";
import type { PlannedRoute } from "./route-plan";
import type { ServicePort } from "../rules/kubernetes";
import type { Place } from "../rules/rule";

/*
 * What a stack promises, as plain data: every host and path that it answers for, and what must hold before a request
 * reaches the app. A config file and a facade both give one; `decide` answers from it.
 */

/** What must hold before a request reaches an app. */
export type Guard = AuthCheckGuard | OptionalGuard | { readonly kind: "open" };

/** The auth proxy is asked first. */
export interface AuthCheckGuard {
  /** That it is asked. */
  readonly kind: "check";
  /** Of those who may sign in. */
  readonly allowed: Admitted;
  /** What somebody without a session gets. */
  readonly without: "sign-in" | "401";
}

/** The auth proxy is asked who somebody is, and the app decides about those who have no session. */
export interface OptionalGuard {
  /** That the sign-in is optional. */
  readonly kind: "optional";
  /** Who of those with a session passes. */
  readonly allowed: Admitted;
}

/** A path of a host and what guards it. */
export interface ModelRoute {
  /** Begins with "/". */
  readonly path: string;
  /** With everything below it, or alone. */
  readonly pathType: "Prefix" | "Exact";
  /** The key under which it is written. */
  readonly key: PlannedRoute["key"];
  /** What must hold before a request reaches the app. */
  readonly guard: Guard;
  /**
   * Where its rule is written: at the path itself or at its app. @default - nowhere, so that the stack's own
   * holds
   */
  readonly rule?: "path" | "app";
}

/** A protected app. */
export interface ModelApp {
  /** The app's name. */
  readonly name: string;
  /** In lower case. */
  readonly host: string;
  /**
   * Where allowed requests go. @default - not known, because somebody else owns the Ingress: what is promised
   * then holds once its owner has taken the annotations
   */
  readonly service?: { readonly namespace: string; readonly name: string; readonly port: ServicePort };
  /** Whether the app itself resolves "..", "//" and encoded characters before it decides what a path is. */
  readonly normalizesPaths: boolean;
  /** Names that are given to Ingresses: the one of its widest path, and the `/oauth2` one of its host. */
  readonly names: { readonly ingress?: string; readonly proxyIngress?: string };
  /** The edges on which it stands, by name. */
  readonly edges: readonly string[];
  /** Where it is written, for messages. */
  readonly at: Place;
  /** The narrowest first. */
  readonly routes: readonly ModelRoute[];
}

/** Everything that decides who may reach what. */
export interface Model {
  /** The protected apps, in order. */
  readonly apps: readonly ModelApp[];
  /** Where the auth proxy itself answers: on every host at which people sign in. */
  readonly signIn: {
    /** The path, with everything below it. */
    readonly prefix: string;
    /** @default - every app's own host */
    readonly host?: string;
    /** The domain that sees the cookie of that host. @default - there is no such host */
    readonly cookieDomain?: string;
  };
  /**
   * Who lets a request pass: the edge, which asks the auth proxy; or the auth proxy itself, of which one stands before
   * each app. @default "subrequest"
   */
  readonly decision?: "subrequest" | "in-path";
  /** What answers there. */
  readonly proxy: { readonly namespace: string; readonly name: string; readonly port: number };
  /** What a session or token is asked for, one in a stack; teams of GitHub are groups too. */
  readonly claim: DecidingClaim;
  /** Who may sign in. */
  readonly signInSet: Admitted;
  /** The audiences of the tokens that programs may send. @default - the auth proxy takes no tokens */
  readonly bearerTokens?: readonly string[];
}

/** An app as it is given, to become a part of the model. */
export interface AppToModel {
  readonly name: string;
  readonly at: Place;
  readonly host: string;
  readonly service?: ModelApp["service"];
  readonly normalizesPaths?: boolean;
  readonly ingressName?: string;
  readonly proxyIngressName?: string;
  /** @default - the default one alone */
  readonly edges?: readonly string[];
  /** As they were planned. */
  readonly routes: readonly PlannedRoute[];
  /** Whether the app has a rule of its own. */
  readonly isRuled: boolean;
  /** Whom the rule of a path lets in, by its place in `paths`, or without one the app's. */
  readonly allowedBy: (rule?: number) => Admitted;
}

/** An app with its routes and what guards them. */
export function modelApp(app: AppToModel): ModelApp {
  const { name, at, host, service, isRuled, allowedBy } = app;
  const routes = app.routes.map(({ path, pathType, key, kind, rule }): ModelRoute => {
    const written = rule !== undefined ? "path" : isRuled ? "app" : undefined;
    if (kind === "public") {
      return { path, pathType, key, guard: { kind: "open" } };
    }
    const allowed = allowedBy(rule);
    const guard: Guard =
      kind === "optional"
        ? { kind, allowed }
        : { kind: "check", allowed, without: kind === "api" ? "401" : "sign-in" };
    return { path, pathType, key, rule: written, guard };
  });
  return {
    name,
    at,
    host,
    service,
    normalizesPaths: app.normalizesPaths === true,
    names: { ingress: app.ingressName, proxyIngress: app.proxyIngressName },
    edges: app.edges ?? [DEFAULT_EDGE],
    routes,
  };
}

/** The audience of tokens for the stack's own application, whose client id may not be known yet. */
export const OWN_AUDIENCE = "self";
