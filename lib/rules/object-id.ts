import { quote, type Rule } from "./rule";

export const OBJECT_ID_PATTERN =
  /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

const EXAMPLE_ID = "11111111-2222-3333-4444-555555555555";

/** An Entra object, client or tenant id. Entra writes GUIDs in lower case and compares group ids as text. */
export const objectId: Rule = (value) =>
  OBJECT_ID_PATTERN.test(value)
    ? undefined
    : `${quote(value)} is not a GUID; an id looks like ${EXAMPLE_ID} (Entra admin center, "Object ID")`;

/** A group by its object id. Names are no ids: two groups may have one name, and somebody may rename a group. */
export const groupId: Rule = (value) =>
  OBJECT_ID_PATTERN.test(value) || value === ""
    ? objectId(value)
    : `${quote(value)} is not an object id, by which text names a group; write { name: ${quote(value)} } for a group that is called so, or its object id such as ${EXAMPLE_ID}`;

/** What people write for a tenant where they mean several. */
const SEVERAL_TENANTS = /^(common|organizations|consumers)$/i;

/** The hosts at which customers sign in. */
const OF_CUSTOMERS = /(^|[./])(ciamlogin|b2clogin)\.com/i;

/** GUIDs compare as text in tokens and in oauth2-proxy, so they are written the way Entra writes them. */
export function normalizeId(id: string): string {
  return OBJECT_ID_PATTERN.test(id) ? id.toLowerCase() : id;
}

/** Whether a text is an id rather than a name. */
export function isObjectId(value: string): boolean {
  return OBJECT_ID_PATTERN.test(value);
}

/** Azure public cloud, US Government and China tenants are all named by a GUID here: it is in every issuer. */
export const tenantId: Rule = (value) => {
  if (SEVERAL_TENANTS.test(value)) {
    return `${quote(value)} is every tenant, and people of one alone can sign in, because groups are of one; write its GUID such as ${EXAMPLE_ID}, and invite people of others as guests into it`;
  }
  if (OF_CUSTOMERS.test(value)) {
    return `${quote(value)} is External ID or B2C, whose issuers and group claims are others, so that nobody could sign in; write the GUID of a tenant for those who work there, such as ${EXAMPLE_ID}, and invite people of others as guests into it`;
  }
  return OBJECT_ID_PATTERN.test(value)
    ? undefined
    : `${quote(value)} is not a tenant id; tenantId takes the GUID such as ${EXAMPLE_ID}, because tokens name the tenant by it`;
};
