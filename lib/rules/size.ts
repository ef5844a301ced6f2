import { quote, type Rule } from "./rule";

/** nginx writes sizes as a number with `k` or `m`; ingress-nginx silently falls back to 4k for anything else. */
export const SIZE_PATTERN = /^([1-9]\d*)([km])$/;

/** A buffer size as nginx reads it. */
export const bufferSize: Rule = (value) => {
  if (SIZE_PATTERN.test(value)) {
    return undefined;
  }
  const [, digits, unit] = /^0*([1-9]\d*)\s*([km])/i.exec(value) ?? [];
  const instead = digits && unit ? `${digits}${unit.toLowerCase()}` : "64k";
  return `${quote(value)} is not a size that nginx reads, and ingress-nginx would silently use 4k instead; write ${quote(instead)}`;
};

/** The bytes of a size that keeps the rule. */
export function sizeInBytes(value: string): number {
  const [, digits, unit] = SIZE_PATTERN.exec(value) ?? [];
  return Number(digits) * (unit === "m" ? 1_048_576 : 1_024);
}

/** Bytes as kB with one decimal, for messages. */
export function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}

/** A straight line over the number of groups. */
export interface Line {
  /** Bytes without any. */
  readonly base: number;
  /** Bytes for each. */
  readonly perGroup: number;
}

/** The bytes for so many groups. */
export function bytesFor({ base, perGroup }: Line, groups: number): number {
  return Math.ceil(base + perGroup * groups);
}

/** How many groups one person is in at most. */
export const groupCount: Rule<number> = (value) =>
  Number.isInteger(value) && value >= 1
    ? undefined
    : `${value} is not a number of groups; write a whole number from 1 up`;
