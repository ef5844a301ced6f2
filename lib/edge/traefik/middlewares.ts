import type { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import type { AuthCheck } from "../../contracts/edge";
import type { CorsProps, GuardedApp, RouteGuard } from "../../contracts/route";
import { besideRoutesName } from "../../model/names";
import { CORS_HEADERS, CORS_METHODS } from "../../rules/cors";
import { digest } from "../../rules/digest";
import { seconds } from "../../rules/duration";
import { addressOf, textAtSynth } from "../../terraform/at-synth";
import { clusterObject } from "../../terraform/cluster-object";
import { settledText } from "../../terraform/known-late";
import { keyOfText } from "../../terraform/late-key";
import { AuthQueries } from "../auth-query";
import { authUrl, checkOf, optionalUrl, serviceUrl } from "../auth-check-address";

/** A Middleware of an app's namespace. */
export interface Middleware {
  readonly name: string;
  readonly resource: Manifest;
}

/** Decides where somebody lands after the sign-in, and is the client's to send. */
const REDIRECT_HEADER = "X-Auth-Request-Redirect";

/** More than any page of the auth proxy has; Traefik keeps as much free for each request. */
const LONGEST_ANSWER = 65_536;

/** What is removed before a check: all that it sets, but for a token that it has to see and an app may take itself. */
export function removedHeaders({ identityHeaders }: AuthCheck): string[] {
  return [...identityHeaders.filter((name) => name !== "Authorization"), REDIRECT_HEADER];
}

/** Where the auth proxy is asked: it answers programs by a 401, and pages by a redirect. */
function urlFor(check: AuthCheck, without: "sign-in" | "401" | "anonymous"): string {
  switch (without) {
    case "sign-in":
      return `${serviceUrl(check)}/`;
    case "401":
      return authUrl(check);
    case "anonymous":
      return optionalUrl(check);
  }
}

/** The names that apps behind CGI, WSGI or PHP take for one of them, such as `X_Auth_Request_User`. */
function aliasesOf(names: readonly string[]): string {
  const aliases = names.filter((name) => name.includes("-")).map((name) => name.replaceAll("-", "[^a-z0-9]"));
  return `(?i)^(${aliases.join("|")})$`;
}

/** What a Middleware is for. */
interface Purpose {
  readonly app: GuardedApp;
  readonly purpose: string;
  /** What tells its rule from the app's others. @default - the app's own rule, or none */
  readonly rule?: string;
  /** Whom the rule lets in. @default - it is no check, or everybody with a session passes it */
  readonly query?: string;
  /** What has to answer before it asks. @default - nothing of which it is known */
  readonly after?: readonly TerraformResource[];
}

/** The Middlewares of one facade, each of them once. */
export class Middlewares extends Construct {
  private readonly made = new Map<string, Middleware>();
  private readonly queries = new AuthQueries();

  constructor(
    scope: Construct,
    id: string,
    private readonly auth: AuthCheck,
  ) {
    super(scope, id);
  }

  /** Asks the auth proxy, for programs where it answers 401, and for pages where it answers by a redirect. */
  check(app: GuardedApp, guard: Extract<RouteGuard, { readonly kind: "check" }>): Middleware {
    const auth = checkOf(this.auth, guard);
    const isOptional = guard.without === "anonymous";
    const cookies = auth.sessionCookies ?? [];
    const query = this.queries.of(this, guard.allowed);
    // What an app takes as a credential of its own is not replaced where it may take one.
    const headers = auth.identityHeaders.filter((name) => !isOptional || name !== "Authorization");
    const made = { app, purpose: guard.without, rule: guard.rule, query, after: guard.asks?.resources };
    return this.add(made, {
      forwardAuth: {
        address: `${urlFor(auth, guard.without)}${query}`,
        trustForwardHeader: false,
        maxResponseBodySize: LONGEST_ANSWER,
        // Each is replaced, or removed where the answer has none.
        authResponseHeaders: headers,
        authResponseHeadersRegex: aliasesOf(headers),
        ...(cookies.length === 0 ? {} : { addAuthCookiesToResponse: [...cookies] }),
      },
    });
  }

  /** Removes headers that a client forges. */
  removal(app: GuardedApp): Middleware {
    const customRequestHeaders = Object.fromEntries(removedHeaders(this.auth).map((name) => [name, ""]));
    return this.add({ app, purpose: "headers" }, { headers: { customRequestHeaders } });
  }

  /** Answers preflight requests, which carry no session; it has to stand before the check. */
  cors(app: GuardedApp, cors: CorsProps): Middleware {
    return this.add(
      { app, purpose: "cors" },
      {
        headers: {
          accessControlAllowOriginList: [...cors.origins],
          accessControlAllowMethods: [...(cors.methods ?? CORS_METHODS)],
          accessControlAllowHeaders: [...(cors.headers ?? CORS_HEADERS)],
          accessControlAllowCredentials: cors.credentials === true,
          accessControlMaxAge: seconds(cors.maxAge ?? "1h"),
          addVaryHeader: true,
        },
      },
    );
  }

  /**
   * Its address follows from its rule. Its name follows from whom the rule lets in as well, so that a rule that changes
   * is another Middleware: whom a path lets in then changes with the path's own route, in one order with all routes.
   */
  private add({ app, purpose, rule, query = "", after }: Purpose, spec: object): Middleware {
    const { namespace } = app.service;
    const [host, place] = [app.host, namespace].map((text) => keyOfText(this, text));
    const id = besideRoutesName(
      { host: host ?? "", namespace: place ?? "", name: app.name, edge: app.edge },
      purpose,
      rule,
    );
    const known = this.made.get(id);
    if (known !== undefined) {
      return known;
    }
    const name = query === "" ? id : textAtSynth(() => `${id}-${digest(settledText(this, query))}`);
    const resource = clusterObject(this, id, {
      apiVersion: "traefik.io/v1alpha1",
      kind: "Middleware",
      metadata: { name, namespace },
      spec,
    });
    resource.dependsOn = after?.map(addressOf);
    this.made.set(id, { name, resource });
    return { name, resource };
  }
}
