import { badRequest, unsupportedQuery } from "./errors";

/** Decides whether an object belongs to the answer. */
export type Predicate = (object: unknown) => boolean;
type Operand = (object: unknown) => unknown;

/** A text, an object id, a number, a path or a mark. */
const TOKEN =
  /\s*(?:'(?:[^']|'')*'|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|-?\d+(?:\.\d+)?|[a-z_@$][\w@.$]*(?:\/[a-z_@$][\w@.$]*)*|[(),:])/iy;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const source = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (!match) throw badRequest(`Invalid filter clause: ${text}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function property(object: unknown, path: string): unknown {
  return path.split("/").reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null) return undefined;
    return Object.entries(value).find(([name]) => name === key)?.[1];
  }, object);
}

/** Graph compares text without regard to case. */
function equal(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
  return (a ?? null) === (b ?? null);
}

function literal(token: string): Operand | undefined {
  if (token.startsWith("'")) {
    const value = token.slice(1, -1).replaceAll("''", "'");
    return () => value;
  }
  if (token === "true" || token === "false") return () => token === "true";
  if (token === "null") return () => null;
  if (GUID.test(token)) return () => token;
  if (/^-?\d+(\.\d+)?$/.test(token)) return () => Number(token);
  return undefined;
}

/** A recursive descent over the part of OData's filter language that Graph's directory objects know. */
class FilterParser {
  private position = 0;
  private readonly tokens: string[];

  constructor(
    private readonly text: string,
    tokens?: string[],
  ) {
    this.tokens = tokens ?? tokenize(text);
  }

  parse(): Predicate {
    const predicate = this.or();
    if (this.position < this.tokens.length) throw this.invalid();
    return predicate;
  }

  private or(): Predicate {
    const left = this.and();
    if (!this.accept("or")) return left;
    const right = this.or();
    return (object) => left(object) || right(object);
  }

  private and(): Predicate {
    const left = this.not();
    if (!this.accept("and")) return left;
    const right = this.and();
    return (object) => left(object) && right(object);
  }

  private not(): Predicate {
    if (!this.accept("not")) return this.comparison();
    const negated = this.not();
    return (object) => !negated(object);
  }

  private comparison(): Predicate {
    if (this.accept("(")) {
      const inner = this.or();
      this.expect(")");
      return inner;
    }
    const token = this.next();
    if (token === "startswith" || token === "startsWith") return this.startsWith();
    if (token.endsWith("/any")) return this.any(token.slice(0, -"/any".length));
    const left = this.operand(token);
    const operator = this.next();
    if (operator === "in") {
      const values = this.list();
      return (object) => values.some((value) => equal(left(object), value(object)));
    }
    const right = this.operand(this.next());
    if (operator === "eq") return (object) => equal(left(object), right(object));
    if (operator === "ne") return (object) => !equal(left(object), right(object));
    throw unsupportedQuery(`Unsupported or invalid query filter clause operator '${operator}'.`);
  }

  private startsWith(): Predicate {
    this.expect("(");
    const value = this.operand(this.next());
    this.expect(",");
    const prefix = this.operand(this.next());
    this.expect(")");
    return (object) =>
      String(value(object) ?? "")
        .toLowerCase()
        .startsWith(String(prefix(object)).toLowerCase());
  }

  /** `path/any(x:x eq 'value')` and `path/any(x:x/name eq 'value')`. */
  private any(path: string): Predicate {
    this.expect("(");
    const variable = this.next();
    this.expect(":");
    const start = this.position;
    let depth = 1;
    while (depth > 0) {
      const token = this.next();
      depth += token === "(" ? 1 : token === ")" ? -1 : 0;
    }
    const inner = this.tokens
      .slice(start, this.position - 1)
      .map((token) =>
        token === variable || token.startsWith(`${variable}/`) ? `$it${token.slice(variable.length)}` : token,
      );
    const matches = new FilterParser(this.text, inner).parse();
    return (object) => {
      const values = property(object, path);
      return Array.isArray(values) && values.some((value: unknown) => matches({ $it: value }));
    };
  }

  private list(): Operand[] {
    this.expect("(");
    const values = [this.operand(this.next())];
    while (this.accept(",")) values.push(this.operand(this.next()));
    this.expect(")");
    return values;
  }

  private operand(token: string): Operand {
    const value = literal(token);
    if (value) return value;
    if (!/^[A-Za-z_@$]/.test(token)) throw this.invalid();
    return (object) => property(object, token);
  }

  private accept(token: string): boolean {
    if (this.tokens[this.position] !== token) return false;
    this.position += 1;
    return true;
  }

  private expect(token: string): void {
    if (!this.accept(token)) throw this.invalid();
  }

  private next(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw this.invalid();
    this.position += 1;
    return token;
  }

  private invalid() {
    return badRequest(`Invalid filter clause: ${this.text}`);
  }
}

/** Reads a `$filter`. */
export function parseFilter(text: string): Predicate {
  return new FilterParser(text).parse();
}
