import { quote, type Rule } from "./rule";

/** The value of an app role as tokens carry it; it goes into the auth URL and a list with commas. */
export const roleValue: Rule = (value) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/.test(value)
    ? undefined
    : `${quote(value)} is not a role's value; write one such as shop.admin: letters, digits, ".", "_" and "-", at most 120`;
