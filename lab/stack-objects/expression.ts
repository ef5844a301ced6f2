/** A value in a synthesized stack, as Terraform's expressions make it. */
export type Expression =
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "reference"; readonly path: readonly (string | number)[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | {
      readonly kind: "comparison";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      /** `{ for key, value in input: name => result }`. */
      readonly kind: "map";
      readonly variables: readonly [key: string, value: string];
      readonly input: Expression;
      readonly name: Expression;
      readonly result: Expression;
    }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    };

const LITERALS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** Reads a string of the synthesized JSON, in which `${...}` is an expression. */
export function parseTemplate(text: string): Expression {
  return new Parser(text).template();
}

/** The parts of Terraform's language that a synthesized stack uses; anything else is an error that quotes it. */
class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Text with expressions in it, up to the end or, inside an expression, to the closing quote. */
  template(quoted = false): Expression {
    const parts: Expression[] = [];
    let literal = "";
    const flush = (): void => {
      if (literal !== "") parts.push({ kind: "literal", value: literal });
      literal = "";
    };
    while (this.at < this.text.length && !(quoted && this.text[this.at] === '"')) {
      if (this.takes("$${")) literal += "${";
      else if (this.takes("%%{")) literal += "%{";
      else if (this.text.startsWith("%{", this.at)) this.refuse("a template directive");
      else if (this.takes("${")) {
        flush();
        parts.push(this.expression());
        this.expect("}");
      } else if (quoted && this.takes("\\")) {
        literal += this.escaped();
      } else {
        literal += this.text[this.at] ?? "";
        this.at += 1;
      }
    }
    flush();
    const [only] = parts;
    if (only === undefined) return { kind: "literal", value: "" };
    // A template of one expression has that one's type; any other is text.
    return parts.length === 1 ? only : { kind: "template", parts };
  }

  private expression(): Expression {
    const condition = this.comparison();
    this.skipSpace();
    if (!this.takes("?")) return condition;
    const yes = this.expression();
    this.expect(":");
    return { kind: "conditional", condition, yes, no: this.expression() };
  }

  private comparison(): Expression {
    const left = this.operand();
    this.skipSpace();
    const operator = [">=", "<=", "==", "!=", ">", "<"].find((each) => this.takes(each));
    return operator === undefined ? left : { kind: "comparison", operator, left, right: this.operand() };
  }

  private operand(): Expression {
    this.skipSpace();
    if (this.takes('"')) {
      const text = this.template(true);
      this.expect('"');
      return text;
    }
    if (this.takes("(")) {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (this.takes("{")) return /^\s*for /.test(this.text.slice(this.at)) ? this.map() : this.object();
    if (this.takes("[")) return { kind: "list", items: this.sequence("]") };
    const number = this.match(/-?\d+(\.\d+)?/y);
    if (number !== undefined) return { kind: "literal", value: Number(number) };
    const name = this.match(/[A-Za-z_][\w-]*/y) ?? this.refuse("an expression");
    if (this.takes("(")) return { kind: "call", name, args: this.sequence(")") };
    if (name in LITERALS) return { kind: "literal", value: LITERALS[name] };
    return { kind: "reference", path: [name, ...this.steps()] };
  }

  private escaped(): string {
    const code = this.match(/u[0-9A-Fa-f]{4}/y);
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    const escape = ESCAPES[this.text[this.at] ?? ""] ?? this.refuse("an escape");
    this.at += 1;
    return escape;
  }

  private object(): Expression {
    const entries: [Expression, Expression][] = [];
    for (this.skipSpace(); !this.takes("}"); this.skipSpace()) {
      if (entries.length > 0) this.expect(",");
      const name = this.operand();
      this.expect("=");
      entries.push([name, this.expression()]);
    }
    return { kind: "object", entries };
  }

  private map(): Expression {
    this.expect("for ");
    const key = this.match(/[A-Za-z_]\w*/y) ?? this.refuse("a name");
    this.expect(",");
    this.skipSpace();
    const value = this.match(/[A-Za-z_]\w*/y) ?? this.refuse("a name");
    this.expect("in ");
    const input = this.expression();
    this.expect(":");
    const name = this.expression();
    this.expect("=>");
    const result = this.expression();
    this.expect("}");
    return { kind: "map", variables: [key, value], input, name, result };
  }

  private sequence(end: string): Expression[] {
    const items: Expression[] = [];
    for (this.skipSpace(); !this.takes(end); this.skipSpace()) {
      if (items.length > 0) this.expect(",");
      items.push(this.expression());
    }
    return items;
  }

  private steps(): (string | number)[] {
    const steps: (string | number)[] = [];
    for (;;) {
      if (this.takes(".")) steps.push(this.match(/[A-Za-z_][\w-]*/y) ?? this.refuse("a name"));
      else if (this.takes("[")) {
        const index = this.match(/\d+/y);
        if (index !== undefined) steps.push(Number(index));
        else steps.push(this.match(/(?<=")[^"$\\]+(?=")/y, 1) ?? this.refuse("an index"));
        this.expect("]");
      } else return steps;
    }
  }

  /** The text that matches here, between so many characters that are skipped on both sides. */
  private match(pattern: RegExp, around = 0): string | undefined {
    pattern.lastIndex = this.at + around;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length + 2 * around;
    return found;
  }

  private takes(text: string): boolean {
    const there = this.text.startsWith(text, this.at);
    if (there) this.at += text.length;
    return there;
  }

  private expect(text: string): void {
    this.skipSpace();
    if (!this.takes(text)) this.refuse(`something else than ${text}`);
  }

  private skipSpace(): void {
    this.match(/\s+/y);
  }

  private refuse(what: string): never {
    const rest = JSON.stringify(this.text.slice(this.at, this.at + 40));
    throw new Error(`not part of Terraform's language that is read here: ${what} at ${rest}`);
  }
}

/** Every reference that an expression makes. */
export function references(expression: Expression): (readonly (string | number)[])[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "reference":
      return [expression.path];
    case "template":
      return expression.parts.flatMap(references);
    case "list":
      return expression.items.flatMap(references);
    case "object":
      return expression.entries.flat().flatMap(references);
    case "call":
      return expression.args.flatMap(references);
    case "comparison":
      return [expression.left, expression.right].flatMap(references);
    case "map":
      return [
        ...references(expression.input),
        ...[expression.name, expression.result]
          .flatMap(references)
          .filter(([first]) => !expression.variables.some((variable) => variable === first)),
      ];
    case "conditional":
      return [expression.condition, expression.yes, expression.no].flatMap(references);
  }
}
