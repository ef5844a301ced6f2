import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { isSystemError, systemReason } from "./file-error";

/** These files have some kilobytes; one over this many bytes is a mistake. */
const MAX_BYTES = 1_000_000;

/** The text of a file, or why there is none. `what` names the kind of file, such as "config file". */
export function readText(
  file: string,
  what: string,
): { readonly text: string } | { readonly message: string } {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined) {
      return { message: "there is no such file; write one, or name another" };
    }
    if (!stats.isFile()) {
      return { message: "is not a file; name the right one" };
    }
    if (stats.size > MAX_BYTES) {
      return {
        message: `has ${stats.size} bytes, and a ${what} has at most ${MAX_BYTES}; name the right file`,
      };
    }
    const bytes = readFileSync(file);
    return isUtf8(bytes)
      ? { text: bytes.toString("utf8") }
      : { message: "is not UTF-8 text; save it as UTF-8" };
  } catch (error) {
    if (isSystemError(error)) {
      return {
        message: `cannot be read: ${systemReason(error)}; mend that, or name another`,
      };
    }
    throw error;
  }
}
