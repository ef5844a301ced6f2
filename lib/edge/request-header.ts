import { sizeInBytes } from "../rules/size";

/**
 * Stays below the buffer: measured, a Cookie line of 7,900 bytes passes an 8k buffer and one of 8,300 does
 * not.
 */
const USABLE = 0.96;

/** How much of a request header line of a size in nginx's notation can be used, in bytes. */
export function usableHeader(limit: string): number {
  return Math.floor(sizeInBytes(limit) * USABLE);
}
