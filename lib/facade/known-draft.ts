import { Token } from "cdktf";
import { Draft } from "../contracts/draft";
import type { Place } from "../rules/rule";

/** Props as data in which what only Terraform will know is a hole. */
export function knownDraft<T>(props: T): Draft<T> {
  return Draft.of<T>(props, lateIn(props, []));
}

function lateIn(value: unknown, at: Place): Place[] {
  if (Token.isUnresolved(value)) {
    return [at];
  }
  if (Array.isArray(value)) {
    return value.flatMap((inner: unknown, i) => lateIn(inner, [...at, i]));
  }
  // Constructs and descriptions of somebody's own are no data.
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? Object.entries(value).flatMap(([key, inner]) => lateIn(inner, [...at, key]))
    : [];
}
