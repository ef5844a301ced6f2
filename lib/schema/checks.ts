import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { InputError } from "./input-error";
import { ofTemplate, plainText } from "../rules/plain-text";
import { formatProblem, quote, type Place, type Problem, type Rule } from "../rules/rule";
import { evaluated } from "./terraform-text";

export { InputError };

/** Collects what is wrong with a construct's props, so that all of it is said at once. */
export class Checks {
  private readonly problems: Problem[] = [];

  /**
   * Holds a value against a rule, and text against what can be seen of it and what Terraform would make of it;
   * values that only Terraform will know pass. `otherwise` is a way out where text really has what cannot be seen.
   */
  value<T>(path: Place, value: T | undefined, rule: Rule<T>, otherwise?: string): this {
    if (value === undefined) {
      return this;
    }
    const own = Token.isUnresolved(value)
      ? undefined
      : (unseenIn(value, otherwise) ?? ofTemplate(value, rule(value)));
    return own === undefined ? this.literal(path, value) : this.report(path, own);
  }

  /** Holds text against what Terraform would make of it, and nothing else. */
  literal(path: Place, value: unknown): this {
    return this.report(path, evaluatedIn(value));
  }

  /** Holds text that may be anything against what can be seen of it and what Terraform would make of it. */
  text(path: Place, value: string | undefined): this {
    return this.value(path, value, () => undefined);
  }

  /** Holds every entry of a list against a rule. */
  each<T>(path: Place, values: readonly T[] | undefined, rule: Rule<T>): this {
    if (!Token.isUnresolved(values)) {
      values?.forEach((value, i) => this.value([...path, i], value, rule));
    }
    return this;
  }

  /** Holds every key of a map against a rule. */
  keys(path: Place, map: Readonly<Record<string, unknown>> | undefined, rule: Rule): this {
    if (!Token.isUnresolved(map)) {
      Object.keys(map ?? {}).forEach((key) => this.report(path, unseenIn(key) ?? rule(key)));
    }
    return this;
  }

  /** A value that decides what is synthesized, and so cannot be left for Terraform to compute. */
  known<T>(path: Place, value: T | undefined, rule?: Rule<T>): this {
    if (Token.isUnresolved(value)) {
      return this.report(path, "is a value that only Terraform will know; it must be known at synth");
    }
    return rule === undefined ? this : this.value(path, value, rule);
  }

  /** Says that something is wrong at a place; nothing, if there is no message. */
  report(path: Place, message: string | undefined): this {
    if (message !== undefined) {
      this.problems.push({ path, message });
    }
    return this;
  }

  /** Says all of these. */
  all(problems: readonly Problem[]): this {
    this.problems.push(...problems);
    return this;
  }

  /** What was found, for a validation at synth. */
  messages(): string[] {
    return this.problems.map(formatProblem);
  }

  /** Throws one error with every problem, or does nothing. */
  throwIfAny(scope: IConstruct): void {
    if (this.problems.length > 0) {
      throw new InputError(scope.node.path, this.problems);
    }
  }
}

function evaluatedIn(value: unknown): string | undefined {
  const found = typeof value === "string" ? evaluated(value) : undefined;
  return found === undefined
    ? undefined
    : `${quote(value)} has ${quote(found)}, which Terraform would evaluate; write plain text, and what only Terraform knows as a token such as variable.stringValue`;
}

function unseenIn(value: unknown, otherwise?: string): string | undefined {
  return typeof value === "string" ? plainText(value, otherwise) : undefined;
}
