import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { DecidingId } from "./access";
import type { CORS_METHODS } from "../rules/cors";
import { ANY, type KeysOf } from "../rules/keys";
import type { ServicePort } from "../rules/kubernetes";
import type { ProxyService } from "./auth-proxy";
import type { AuthCheck, EdgeTraits } from "./edge";

/** The certificate of a host. Without a Secret or issuer it is the controller's default certificate. */
export interface TlsProps {
  /** The Secret with the certificate, in the app's namespace. @default - with an issuer `<app>-tls`, otherwise none */
  readonly secretName?: string;
  /** A Secret with the same certificate in the auth proxy's namespace, if there is one. @default - none */
  readonly proxySecretName?: string;
  /** The cert-manager issuer that fills the Secret. @default - the Secret is there already */
  readonly issuer?: IssuerProps;
}

/** A cert-manager issuer. */
export interface IssuerProps {
  /** The issuer's name. */
  readonly name: string;
  /** The issuer's kind; an Issuer is looked for in the app's namespace. @default "ClusterIssuer" */
  readonly kind?: "ClusterIssuer" | "Issuer";
}

/** "external" where something in front of the controller ends TLS. */
export type Tls = TlsProps | "external";

/** The keys of it. */
export const TLS_KEYS: KeysOf<Tls> = {
  secretName: ANY,
  proxySecretName: ANY,
  issuer: { name: ANY, kind: ANY } satisfies KeysOf<IssuerProps>,
};

/** Which pages of other origins may call an app. */
export interface CorsProps {
  /** Origins as browsers write them, such as "https://shop.example.com"; no wildcards. At least one. */
  readonly origins: readonly string[];
  /** Methods that these pages may use. @default - GET, HEAD, POST, PUT, PATCH and DELETE */
  readonly methods?: readonly (typeof CORS_METHODS)[number][];
  /** Request headers beside those that need no permission. @default - Authorization, Content-Type and X-Requested-With */
  readonly headers?: readonly string[];
  /**
   * Whether the browser sends the session cookie, so that these pages read what the signed-in person may
   * read. The cookie is SameSite=Lax: only pages of the same site have it sent. @default false
   */
  readonly credentials?: boolean;
  /** How long a browser remembers the answer, such as "1h". @default "1h" */
  readonly maxAge?: string;
}

/** The keys of it. */
export const CORS_KEYS: KeysOf<CorsProps> = {
  origins: ANY,
  methods: ANY,
  headers: ANY,
  credentials: ANY,
  maxAge: ANY,
};

/**
 * Who may enter of those who may sign in: one of these is enough, or everybody may. Complete at synth, so that it is
 * asked for in a `Lazy`; before, it throws.
 */
export type WhoMayEnter = () => "everybody" | readonly DecidingId[];

/** The Service that an app's requests go to. */
export interface ServiceReference {
  /** The namespace, in which the app's Ingresses stand too. */
  readonly namespace: string;
  /** The Service's name. */
  readonly name: string;
  /** The Service's port: its number, 1 to 65535, or its name, such as "http", where the edge takes names. */
  readonly port: ServicePort;
}

/** An auth proxy that an edge leads to or asks, in the place of the one of its check. */
export interface OtherProxy {
  /** Where it answers inside the cluster. */
  readonly service: ProxyService;
  /** What makes it answer, for those that lead to it or ask it to wait for. */
  readonly resources: readonly TerraformResource[];
}

/** What must hold before a request reaches an app. Says nothing of how an edge is told. */
export type RouteGuard =
  | {
      /** The auth proxy is asked first. */
      readonly kind: "check";
      /** Who may enter, as data; an edge that asks by a query writes it itself. @default - everybody who may sign in */
      readonly allowed?: WhoMayEnter;
      /** What tells this rule from the app's others: equal for all routes that have it. @default - the app's own rule */
      readonly rule?: string;
      /**
       * What somebody without a session gets; "anonymous" is the app, without identity headers and with their own
       * `Authorization`. An edge hears of that only where it says `asksByGuard`, and asks `optionalUrl` for it.
       */
      readonly without: "sign-in" | "401" | "anonymous";
      /** The auth proxy that is asked, for an edge that says `asksByGuard`. @default - the one of the edge's check */
      readonly asks?: OtherProxy;
    }
  | {
      /** Open to everybody, without identity headers. */
      readonly kind: "open";
    };

/** A path of a host with what guards it. */
export interface GuardedRoute {
  /** Begins with "/". */
  readonly path: string;
  /** With everything below it, or alone. */
  readonly pathType: "Prefix" | "Exact";
  /** What must hold. */
  readonly guard: RouteGuard;
  /** A name for the object that an edge makes of it. @default - follows from host and path */
  readonly name?: string;
  /** A construct at whose address the object was before it was addressed by host and path. @default - none */
  readonly movedFrom?: Construct;
}

/** An auth proxy that stands before one app, for an edge that has it in the path. */
export type AppFront = OtherProxy;

/** An app as an edge is to serve it. Whatever an edge neither serves nor refuses of this is lost without a word. */
export interface GuardedApp {
  /** The app's own construct. */
  readonly scope: Construct;
  /** The app's name. */
  readonly name: string;
  /** A DNS name in lower case. */
  readonly host: string;
  /** Where allowed requests go; the objects of the routes stand in its namespace. */
  readonly service: ServiceReference;
  /** The edge that serves it, by name, which is part of the names of what is made. @default - the default edge, whose objects need none */
  readonly edge?: string;
  /** The auth proxy that stands before it; public paths lead around that. @default - none: the edge asks one for all apps */
  readonly front?: AppFront;
  /** The narrowest first. */
  readonly routes: readonly GuardedRoute[];
  /** The certificate of the host. */
  readonly tls: Tls;
  /** Which pages of other origins may call the app. @default - none */
  readonly cors?: CorsProps;
  /** Annotations that do not decide who gets in. @default - none */
  readonly extraAnnotations?: Readonly<Record<string, string>>;
}

/** What an edge made of a route. */
export interface MadeRoute {
  /** The object that serves the route, for others to wait for and to reach further. */
  readonly resource: TerraformResource;
  /** The objects that carry the guard. A route that has to be checked and has no such object is refused at synth. */
  readonly guardedBy: readonly { readonly kind: string; readonly namespace: string; readonly name: string }[];
}

/** What an edge made of an app. */
export interface MadeApp {
  /** One for each route, in the same order. */
  readonly routes: readonly MadeRoute[];
  /** What asks for the certificate, where that is an object of its own. @default - none */
  readonly certificate?: TerraformResource;
}

/** The auth proxy's own path of one host: the sign-in, its callback and the refusal page, never behind a check. */
export interface SignInRoute {
  /** The name of its object, in the namespace of the auth proxy. */
  readonly name: string;
  /** A DNS name in lower case, such as "podinfo.example.com". */
  readonly host: string;
  /** The certificate of the host: that of the app. */
  readonly tls: Tls;
  /** The Secret that an issuer without a named Secret fills. */
  readonly fallbackSecret: string;
  /** The auth proxy that answers there, where one stands before each app. @default - the one that the edge asks */
  readonly front?: AppFront;
  /** Whether the certificate's Secret is in the auth proxy's namespace. */
  readonly sameNamespace: boolean;
  /** Whether this object asks cert-manager for the certificate, because no other one of the host does. */
  readonly ownsCertificate: boolean;
}

/** Makes the guarded routes of one facade, in an order in which no change opens anything. */
export interface EdgeRoutes {
  /** Makes the routes of an app. */
  protect(app: GuardedApp): MadeApp;
  /**
   * Makes the auth proxy's own path of a host, which nothing guards: `proxyPrefix` of the check with everything below
   * it leads to `service` of the check, in the namespace of that Service.
   */
  addSignIn(scope: Construct, id: string, route: SignInRoute): MadeRoute;
  /**
   * What whoever owns the object of a host has to put into it, so that the guard holds there. For an app with
   * `externalIngress` it is the output `ingress_annotations`.
   */
  handedOver(scope: Construct, guard: RouteGuard): Readonly<Record<string, string>>;
}

/**
 * An edge of somebody's own, which makes its routes itself. Whatever it does not say that guards a route which has to
 * be checked, synth refuses.
 */
export interface OwnEdge extends EdgeTraits {
  /** That it is one. */
  readonly form: "own";
  /** Makes what holds the routes of one facade. */
  makeRoutes(scope: Construct, id: string, check: AuthCheck): EdgeRoutes;
}
