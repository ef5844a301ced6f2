import { z } from "zod";
import { OBJECT_ID_PATTERN, objectId } from "../rules/object-id";
import { APP_HOST_PATTERN, HOST_PATTERN } from "../rules/host";
import { LABEL_PATTERN, objectName } from "../rules/kubernetes";
import { ofTemplate, plainText } from "../rules/plain-text";
import type { Problem, Rule } from "../rules/rule";

/*
 * The leaves of the config file's schema. What a value must be is said by the rules, which the constructs
 * use as well.
 */

/**
 * Text that keeps a rule and is what it looks like; the pattern is what an editor can check of it. `otherwise`
 * is a way out where text really has what cannot be seen.
 */
export function text(rule: Rule, pattern?: RegExp, otherwise?: string): z.ZodString {
  const checked = z
    .string()
    .superRefine((value, context) =>
      report(context, plainText(value, otherwise) ?? ofTemplate(value, rule(value))),
    );
  return pattern === undefined ? checked : checked.meta({ pattern: pattern.source });
}

export function number(rule: Rule<number>): z.ZodNumber {
  return z.number().superRefine((value, context) => report(context, rule(value)));
}

/** Any text but an empty one, which is what it looks like. */
export function someText(): z.ZodString {
  return text(() => undefined).min(1);
}

/**
 * A map that is one of several forms. Keys of another form end it, so that the union tells what each form
 * lacks, and not merely that one of them does not know a key.
 */
export function form<T extends z.core.$ZodShape>(shape: T): z.ZodObject<T, z.core.$strict> {
  return z.strictObject(shape).check(({ issues }) => {
    issues
      .filter(({ code }) => code === "unrecognized_keys")
      .forEach((issue) => Object.assign(issue, { continue: false }));
  });
}

/** A map whose keys keep a rule. */
export function mapOf<T extends z.ZodType>(keyRule: Rule, value: T): z.ZodRecord<z.ZodString, T> {
  return z.record(z.string(), value).superRefine(
    (map, context) => {
      Object.keys(map).forEach((key) => report(context, plainText(key) ?? keyRule(key), [key]));
    },
    // Also beside a value that is wrong in itself.
    { when: ({ value: map }) => isMap(map) },
  );
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reports what the parts of a map get wrong together, though each of them is right in itself. */
export function reportAll(context: z.RefinementCtx, problems: readonly Problem[]): void {
  problems.forEach(({ path, message }) =>
    context.addIssue({ code: "custom", message, path: [...path], params: { [TOGETHER]: true } }),
  );
}

const TOGETHER = "together";

/** Whether an issue is what right parts get wrong together, so that none of them has to be left out. */
export function isOfParts(issue: z.core.$ZodIssue): boolean {
  return issue.code === "custom" && issue.params?.[TOGETHER] === true;
}

function report(context: z.RefinementCtx, message: string | undefined, path: (string | number)[] = []): void {
  if (message !== undefined) {
    context.addIssue({ code: "custom", message, path });
  }
}

export const guid = (): z.ZodString => text(objectId, OBJECT_ID_PATTERN);
export const label = (): z.ZodString => text(objectName, LABEL_PATTERN);
export const hostName = (rule: Rule): z.ZodString => text(rule, HOST_PATTERN);
export const appHostName = (rule: Rule): z.ZodString => text(rule, APP_HOST_PATTERN);
