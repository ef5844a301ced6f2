import { parseTemplate, references, type Expression } from "./expression";
import { asText, callFunction } from "./functions";

/** Gives what a reference stands for, such as `azuread_group.access.object_id`. */
export type Resolve = (path: readonly (string | number)[]) => unknown;

/** A value of the synthesized JSON with every expression in it evaluated. */
export function evaluateValue(value: unknown, resolve: Resolve): unknown {
  if (typeof value === "string") return evaluate(parseTemplate(value), resolve);
  if (Array.isArray(value)) return value.map((item: unknown) => evaluateValue(item, resolve));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, evaluateValue(inner, resolve)]),
  );
}

/** Every reference in a value of the synthesized JSON. */
export function referencesOf(value: unknown): (readonly (string | number)[])[] {
  if (typeof value === "string") return references(parseTemplate(value));
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(referencesOf);
}

function evaluate(expression: Expression, resolve: Resolve): unknown {
  const each = (inner: Expression): unknown => evaluate(inner, resolve);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return expression.parts.map((part) => asText(each(part))).join("");
    case "list":
      return expression.items.map(each);
    case "object":
      return Object.fromEntries(expression.entries.map(([name, value]) => [asText(each(name)), each(value)]));
    case "reference":
      return resolve(expression.path);
    case "call":
      return callFunction(expression.name, expression.args.map(each));
    case "comparison":
      return compare(expression.operator, each(expression.left), each(expression.right));
    case "map":
      return evaluateMap(expression, resolve);
    case "conditional": {
      const condition = each(expression.condition);
      if (typeof condition !== "boolean") throw new Error(`not a condition: ${JSON.stringify(condition)}`);
      return each(condition ? expression.yes : expression.no);
    }
  }
}

function evaluateMap(
  { variables: [keyName, valueName], input, name, result }: Expression & { kind: "map" },
  resolve: Resolve,
): unknown {
  const given = evaluate(input, resolve);
  if (typeof given !== "object" || given === null) throw new Error(`not a list: ${JSON.stringify(given)}`);
  const entries = Object.entries(given).map(([key, value]: [string, unknown]): [string, unknown] => {
    const within: Resolve = ([first = "", ...steps]) => {
      if (first !== keyName && first !== valueName) return resolve([first, ...steps]);
      return steps.reduce<unknown>(stepInto, first === keyName ? key : value);
    };
    return [asText(evaluate(name, within)), evaluate(result, within)];
  });
  if (new Set(entries.map(([key]) => key)).size < entries.length) throw new Error("a key stands there twice");
  return Object.fromEntries(entries);
}

/** A value within another one. */
export function stepInto(from: unknown, step: string | number): unknown {
  const value: unknown =
    typeof from === "object" && from !== null
      ? Object.entries(from).find(([key]) => key === String(step))?.[1]
      : undefined;
  if (value === undefined) throw new Error(`${step} is not known here`);
  return value;
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (typeof left !== "number" || typeof right !== "number") {
    throw new Error(`not numbers: ${JSON.stringify([left, right])}`);
  }
  if (operator === ">=") return left >= right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left < right;
}
