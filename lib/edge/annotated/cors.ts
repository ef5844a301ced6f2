import type { Checks } from "../../schema/checks";
import { duration } from "../../rules/duration";
import type { Path } from "../../rules/rule";
import { corsHeader, corsOrigin, type CORS_METHODS } from "./cors-values";
import { ANY, type KeysOf } from "../../rules/keys";

/** Which pages of other origins may call an app. */
export interface CorsProps {
  /** As browsers write them, such as "https://shop.example.com"; no wildcards. At least one. */
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

/** Holds the origins of an app against their rules. */
export function checkCors(checks: Checks, path: Path, cors: CorsProps | undefined): void {
  if (cors === undefined) {
    return;
  }
  for (const key of ["origins", "methods", "headers"] as const) {
    checks.known([...path, key], cors[key]);
    if (cors[key]?.length === 0) {
      // Controllers read an empty list as their own default, which for origins is every one.
      checks.report([...path, key], "is empty; at least one entry is needed");
    }
  }
  checks
    .each([...path, "origins"], cors.origins, corsOrigin)
    .each([...path, "headers"], cors.headers, corsHeader)
    .known([...path, "maxAge"], cors.maxAge, duration);
}
