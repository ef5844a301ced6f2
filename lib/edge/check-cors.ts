import type { CorsProps } from "../contracts/route";
import type { Checks } from "../schema/checks";
import { duration } from "../rules/duration";
import type { Place } from "../rules/rule";
import { corsHeader, corsOrigin } from "../rules/cors";

/** Holds the origins of an app against their rules. */
export function checkCors(checks: Checks, path: Place, cors: CorsProps | undefined): void {
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
