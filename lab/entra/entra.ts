import type { Directory } from "./directory";
import type { Faults } from "./faults";
import type { SigningKeys } from "./tokens/signing-keys";

/** The addresses under which the two halves of Entra are known, without a slash at the end. */
export interface Origins {
  /** Sign-in and tokens. */
  readonly login: string;
  /** Microsoft Graph. */
  readonly graph: string;
}

/** Where the real ones are. */
export const MICROSOFT_ORIGINS: Origins = {
  login: "https://login.microsoftonline.com",
  graph: "https://graph.microsoft.com",
};

/** What every part of the emulator works on. */
export interface Entra {
  readonly directory: Directory;
  readonly faults: Faults;
  readonly keys: SigningKeys;
  readonly origins: Origins;
  /** The time, in milliseconds. */
  now(): number;
}
