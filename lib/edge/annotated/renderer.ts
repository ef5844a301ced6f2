import type { AuthCheck } from "../../contracts/edge";
import type { CorsProps } from "../../contracts/route";

/** Turns what has to happen into the annotations that a controller reads. */
export interface IngressRenderer {
  /** For an Ingress behind the auth check. `query` belongs to the auth URL and says who may enter. */
  protect(
    check: AuthCheck,
    options: { readonly api: boolean; readonly query: string },
  ): Record<string, string>;
  /**
   * For an Ingress of an app that has credentials of its own: `optionalUrl(check)` is asked, which lets pass who has no
   * session. `query` belongs to that URL and says who may enter of those who have one. An `Authorization` header is the
   * app's. @default - such paths are refused
   */
  optional?(check: AuthCheck, options: { readonly query: string }): Record<string, string>;
  /** For an Ingress that is open to everybody; identity headers that a client forges are removed, as far as that goes. */
  open(check: AuthCheck): Record<string, string>;
  /** For the `/oauth2` Ingress, which must never be behind a check itself. */
  signIn(bufferSize: string): Record<string, string>;
  /** For an Ingress with or without TLS. */
  tls(secure: boolean): Record<string, string>;
  /** For an Ingress whose preflight requests the controller answers by itself, before the auth check. */
  cors(cors: CorsProps): Record<string, string>;
}
