import { quote, type Rule } from "./rule";

/** Days, hours, minutes and seconds, each at most once and in this order: `8h`, `1h30m`, `90d`. */
export const DURATION_PATTERN = /^(?=.)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** Go, which reads the durations, stops at 292 years; ten are more than anything here can mean. */
const LONGEST = 3_650 * 86_400;

/** A duration longer than zero. */
export const duration: Rule = (value) => {
  if (!DURATION_PATTERN.test(value)) {
    return `${quote(value)} is not a duration; write one such as "8h", "30m" or "1h30m" (units d, h, m, s)`;
  }
  if (seconds(value) === 0) {
    return `${quote(value)} is no time at all; leave the key out for its default`;
  }
  if (seconds(value) > LONGEST) {
    return `${quote(value)} is more than ten years; write a shorter time`;
  }
  return undefined;
};

/** After how long a session is refreshed; one that never is has none. */
export const refreshTime: Rule = (value) =>
  /^(false|no|off|none|never|0[smhd]?)$/i.test(value)
    ? `${quote(value)} is no duration; leave "refresh" out, and sessions are not refreshed`
    : duration(value);

/** A duration in whole days, the unit Entra and Terraform count a secret's life in. */
export const wholeDays: Rule = (value) => {
  const message = duration(value);
  if (message !== undefined) {
    return message;
  }
  return seconds(value) % 86_400 === 0
    ? undefined
    : `${quote(value)} is not in whole days; write one such as "90d"`;
};

/** The seconds of a duration that keeps the rule. */
export function seconds(value: string): number {
  const [, d, h, m, s] = DURATION_PATTERN.exec(value) ?? [];
  return Number(d ?? 0) * 86_400 + Number(h ?? 0) * 3_600 + Number(m ?? 0) * 60 + Number(s ?? 0);
}

/** Seconds the way Go writes and reads them (oauth2-proxy has no unit for days): `8h0m0s`. */
export function goDuration(total: number): string {
  return `${Math.floor(total / 3_600)}h${Math.floor((total % 3_600) / 60)}m${total % 60}s`;
}

/** Seconds as a person would say them: `8h`, `1h30m`, `90d`. */
export function humanDuration(total: number): string {
  const parts = [
    [Math.floor(total / 86_400), "d"],
    [Math.floor((total % 86_400) / 3_600), "h"],
    [Math.floor((total % 3_600) / 60), "m"],
    [total % 60, "s"],
  ] as const;
  return (
    parts
      .filter(([n]) => n > 0)
      .map(([n, unit]) => `${n}${unit}`)
      .join("") || "0s"
  );
}
