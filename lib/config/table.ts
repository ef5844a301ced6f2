/** What a column of a list of users holds. */
export interface Column {
  readonly kind: "userPrincipalName" | "objectId" | "mail";
  readonly index: number;
  /** Whether the first line names the columns, and so stands for no person. */
  readonly isHeader: boolean;
}

/** Names of columns, in lower case, in the order in which they are preferred; "id" is what Entra's own export says. */
const COLUMNS: readonly (readonly [name: string, kind: Column["kind"]])[] = [
  ["userprincipalname", "userPrincipalName"],
  ["objectid", "objectId"],
  ["id", "objectId"],
  ["mail", "mail"],
];

/** Which column of a list tells who somebody is, by its first line. */
export function columnOf(first: readonly string[]): Column {
  const names = first.map((name) => name.toLowerCase());
  const [found] = COLUMNS.filter(([name]) => names.includes(name));
  return found === undefined
    ? { kind: "userPrincipalName", index: 0, isHeader: false }
    : { kind: found[1], index: names.indexOf(found[0]), isHeader: true };
}

/** A value in quotes, in which two quotes are one, or without; then a comma or the end. */
const FIELD = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;

/**
 * The fields of a line of CSV (RFC 4180), without spaces around them: none for an empty line or a comment,
 * and nothing where a quote does not end. A comment starts with "#" at the start or after a space, because
 * names of guests have one in them.
 */
export function recordOf(line: string): string[] | undefined {
  const text = line.replace(/^([^"]*?)(?:^|\s)#.*$/, "$1").trim();
  const fields: string[] = [];
  FIELD.lastIndex = 0;
  while (text !== "") {
    const match = FIELD.exec(text);
    if (match === null) {
      return undefined;
    }
    const [, quoted, plain = "", end] = match;
    fields.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end === "") {
      break;
    }
  }
  return fields;
}
