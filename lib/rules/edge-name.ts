import { quote, type Rule } from "./rule";

/** The name of an edge, which is part of the names of what is made for it. */
export const edgeName: Rule = (value) =>
  /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/.test(value)
    ? undefined
    : `${quote(value)} is not the name of an edge; use at most 20 lower-case letters, digits and "-", starting with a letter, such as "inside"`;
