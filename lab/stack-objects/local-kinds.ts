import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { milliseconds, timestamp } from "./functions";
import type { ObjectKind } from "./object-kind";

const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const password = z.strictObject({
  length: z.number(),
  special: z.literal(false),
  keepers: z.unknown().optional(),
});
const rotating = z.strictObject({ rotation_days: z.number() });
const sleep = z.strictObject({ create_duration: z.string(), triggers: z.unknown().optional() });

const randomPassword: ObjectKind = {
  create: async (args) => {
    const { length } = password.parse(args);
    const letter = (): string => LETTERS_AND_DIGITS.charAt(randomInt(LETTERS_AND_DIGITS.length));
    return { result: Array.from({ length }, letter).join("") };
  },
};

/** The resources of Terraform itself and of the random and time providers, and local values: they are nowhere but in Terraform's state. */
export const LOCAL_KINDS: Readonly<Record<string, ObjectKind>> = {
  local: {
    create: async (args) => z.strictObject({ value: z.record(z.string(), z.unknown()) }).parse(args).value,
  },
  terraform_data: {
    create: async (args) => z.strictObject({ input: z.unknown() }).parse(args),
    update: async (_before, args) => z.strictObject({ input: z.unknown() }).parse(args),
  },
  random_password: randomPassword,
  "ephemeral.random_password": randomPassword,
  time_rotating: {
    create: async (args) => {
      rotating.parse(args);
      return now();
    },
  },
  time_sleep: {
    create: async (args) => {
      const { create_duration } = sleep.parse(args);
      await delay(create_duration === "0s" ? 0 : milliseconds(create_duration));
      return {};
    },
  },
  time_static: {
    create: async (args) => {
      z.strictObject({}).parse(args);
      return now();
    },
  },
};

function now(): { readonly id: string; readonly rfc3339: string } {
  const rfc3339 = timestamp(Date.now());
  return { id: rfc3339, rfc3339 };
}
