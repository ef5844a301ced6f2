import { isObjectId } from "../../rules/object-id";
import { quote, type Rule } from "../../rules/rule";

const USER_EXAMPLE =
  "write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)";
const QUOTES = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a";

/** What people write in the place of one name, and what to write instead. The first match counts. */
const NO_USER: readonly (readonly [pattern: RegExp, why: string])[] = [
  [
    new RegExp(`[${QUOTES}]`),
    "has typographic quotes, which would be part of the name; write it without, or with a plain ' where the name has one",
  ],
  [/^mailto:/i, 'is a link; write the name after "mailto:"'],
  [/<[^<>]*@[^<>]*>/, "is a name and an address; write the address between the brackets alone"],
  [
    /\*/,
    "is a pattern, and a group has people and no patterns; name everybody, or nest a group of Entra that has them, such as a dynamic one",
  ],
  [/@.*[,;].*@/, "names several people; give each an entry of their own"],
  [/@[^@]*[,;]/, 'has a comma or semicolon in its domain; write the domain with "."'],
  [/^[^@]+@\S*\s\S|^[^@]*\S\s[^@]*@/, "has a space in it; write the name without"],
];

/** A user principal name or mail address: one @ with something on both sides, and no sign that neither has. */
export const userPrincipalName: Rule = (value) => {
  const why = NO_USER.find(([pattern]) => pattern.test(value))?.[1];
  if (why !== undefined) {
    return `${quote(value)} ${why}`;
  }
  return /^[^@\s"<>()[\]\\:,;]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u.test(value)
    ? undefined
    : `${quote(value)} is neither a user principal name nor an object id; ${USER_EXAMPLE}`;
};

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
  return value.length > 256
    ? `${quote(value)} has ${value.length} characters; a display name has at most 256`
    : undefined;
};
