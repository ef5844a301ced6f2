import { DefaultTokenResolver, Fn, Lazy, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import type { DecidingId } from "../contracts/access";
import { normalizeId } from "../rules/object-id";

/** What a value has to look like that only Terraform knows: a pattern of Terraform's `regex`, without groups that it would return. */
export const LATE_FORMS = {
  /** An object id as tokens carry it. */
  objectId: "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
  /** An object id, role or team, within a URL. */
  id: "[A-Za-z0-9][A-Za-z0-9._:-]*",
  /** A DNS name in lower case. */
  host: "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
  role: "[A-Za-z0-9][A-Za-z0-9._-]{0,119}",
  /** What can be seen of ASCII, but no comma. */
  name: "[-!-+.-~]+",
  names: "[-!-+.-~]+(?:,[-!-+.-~]+)*",
} as const;

export type LateForm = keyof typeof LATE_FORMS;

/**
 * A value that decides who gets in, as it stands in what Terraform makes. One that only Terraform knows is held
 * against its form there, inside of the expression that uses it: an empty one, one with a comma or any other odd
 * one ends the plan or the apply before the door is there, and no way leads around that.
 */
export function formedId(scope: IConstruct, { id, formed }: DecidingId, form: LateForm): string {
  const settled = settledText(scope, id);
  if (!isLate(settled)) {
    return normalizeId(settled);
  }
  return formed === true ? id : formedText(id, form);
}

/** Text that decides which requests a door is for, held against its form like an id. */
export function lateText(scope: IConstruct, text: string, form: LateForm): string {
  return Token.isUnresolved(text)
    ? Lazy.stringValue({ produce: () => (isLate(settledText(scope, text)) ? formedText(text, form) : text) })
    : text;
}

/** Text that ends the plan or the apply unless it has its form there. */
export function formedText(text: string, form: LateForm): string {
  return Token.asString(Fn.regex(`^${LATE_FORMS[form]}$`, text));
}

/** A text as the stack has it: what is known at synth, however late, is there, and what is not is an expression. */
export function settledText(scope: IConstruct, text: string): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return String(Tokenization.resolve(text, { scope, preparing: false, resolver }));
}

/** Whether a settled text has something in it that only Terraform knows. */
export function isLate(settled: string): boolean {
  return settled.includes("${");
}
