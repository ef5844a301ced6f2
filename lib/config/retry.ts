import type { Place } from "../rules/rule";
import type { Retry } from "./otherwise";
import { configSchema } from "./schema";
import { zodProblems } from "./zod-problems";

/** The same file with another value at a place, which is asked only where a message depends on it. */
export function retryIn(input: unknown): Retry {
  return (path, value) => {
    const parsed = configSchema.safeParse(withValue(input, path, value), {
      reportInput: true,
      jitless: true,
    });
    return zodProblems(parsed.error?.issues ?? []).filter((problem) =>
      path.every((key, i) => problem.path[i] === key),
    );
  };
}

function withValue(data: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) {
    return value;
  }
  const inner: unknown = typeof data === "object" && data !== null ? Reflect.get(data, key) : undefined;
  const next = withValue(inner, rest, value);
  return Array.isArray(data)
    ? data.map((entry: unknown, i) => (i === key ? next : entry))
    : { ...(typeof data === "object" ? data : {}), [key]: next };
}
