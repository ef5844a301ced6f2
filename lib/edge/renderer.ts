import type { CorsProps } from "./annotated/cors";
import { ANY, type KeysOf } from "../rules/keys";

/** Turns what has to happen into the annotations that a controller reads. */
export interface IngressRenderer {
  /** For an Ingress behind the auth check. `query` belongs to the auth URL and says who may enter. */
  protect(
    check: AuthCheck,
    options: { readonly api: boolean; readonly query: string },
  ): Record<string, string>;
  /** For an Ingress that is open to everybody; identity headers that a client forges are removed, as far as that goes. */
  open(check: AuthCheck): Record<string, string>;
  /** For the `/oauth2` Ingress, which must never be behind a check itself. */
  signIn(bufferSize: string): Record<string, string>;
  /** For an Ingress with or without TLS. */
  tls(secure: boolean): Record<string, string>;
  /** For an Ingress whose preflight requests the controller answers by itself, before the auth check. */
  cors(cors: CorsProps): Record<string, string>;
}

/** How a request is checked before it may reach an app. */
export interface AuthCheck {
  /** Where the auth proxy answers inside the cluster. */
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
  /** The path below which it answers there and on every protected host. @default "/oauth2" */
  readonly proxyPrefix?: string;
  /** The cluster's own DNS domain. */
  readonly clusterDomain: string;
  /** Straight to the Service, or through the public host as a browser would. */
  readonly via: "cluster" | "public-host";
  /** The host that all apps sign in at. @default - each app's own */
  readonly signInHost?: string;
  /** Every identity header: taken from the auth response, and removed from the request when it has none. */
  readonly identityHeaders: readonly string[];
  /** The response buffer that the Ingress needs, in nginx's notation such as "64k". */
  readonly bufferSize: string;
}

/** The keys of it. */
export const AUTH_CHECK_KEYS: KeysOf<AuthCheck> = {
  service: { namespace: ANY, name: ANY, port: ANY },
  clusterDomain: ANY,
  via: ANY,
  signInHost: ANY,
  proxyPrefix: ANY,
  identityHeaders: ANY,
  bufferSize: ANY,
};
