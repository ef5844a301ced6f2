import { quote, type Rule } from "./rule";

export const OBJECT_ID_PATTERN =
  /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;
const EXAMPLE_ID = "11111111-2222-3333-4444-555555555555";

/** An Entra object, client or tenant id. Entra writes GUIDs in lower case and compares group ids as text. */
export const objectId: Rule = (value) =>
  OBJECT_ID_PATTERN.test(value)
    ? undefined
    : `${quote(value)} is not a GUID; an id looks like ${EXAMPLE_ID} (Entra admin center, "Object ID")`;

/** GUIDs compare as text in tokens and in oauth2-proxy, so they are written the way Entra writes them. */
export function normalizeId(id: string): string {
  return OBJECT_ID_PATTERN.test(id) ? id.toLowerCase() : id;
}

/** Whether a text is an id rather than a name. */
export function isObjectId(value: string): boolean {
  return OBJECT_ID_PATTERN.test(value);
}

/** Azure public cloud, US Government and China tenants are all named by a GUID here: it is in every issuer. */
export const tenantId: Rule = (value) =>
  OBJECT_ID_PATTERN.test(value)
    ? undefined
    : `${quote(value)} is not a tenant id; tenantId takes the GUID such as ${EXAMPLE_ID}, because tokens name the tenant by it`;

/** A user principal name or mail address: one @ with something on both sides. */
export const userPrincipalName: Rule = (value) =>
  /^[^@\s"]+@[^@\s"]+$/.test(value)
    ? undefined
    : `${quote(value)} is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)`;

/** A user, by user principal name or object id. */
export const userReference: Rule = (value) => (isObjectId(value) ? undefined : userPrincipalName(value));

/** The display name of an application, group or secret in Entra. */
export const displayName: Rule = (value) => {
  if (value.trim() === "") {
    return `${quote(value)} is empty; a display name has 1 to 256 characters`;
  }
  if (value !== value.trim()) {
    return `${quote(value)} starts or ends with a space; write ${quote(value.trim())}`;
  }
  if (/\p{Cc}/u.test(value)) {
    return `${quote(value)} has a line break or another control character; write it in one line`;
  }
  return value.length > 256
    ? `${quote(value)} has ${value.length} characters; a display name has at most 256`
    : undefined;
};
