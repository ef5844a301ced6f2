import { ASKED_APPLICATION_KEYS } from "./asked-application-keys";
import { ASKED_KEYS } from "./asked-keys";
import { ASKED_POD_KEYS } from "./asked-pod-keys";
import type { AskedFor } from "./asked-row";
import { isNearly } from "./nearest";
import { REFUSED_FLAGS } from "./refused-flags";

// Those of one section come first, because a word may mean something else there.
const KEYS = [...ASKED_APPLICATION_KEYS, ...ASKED_KEYS, ...ASKED_POD_KEYS];

/** A key or value that is not known where it stands: what to write instead, as a sentence of its own. */
export function wayOut(name: string, known: readonly string[]): string | undefined {
  return find(KEYS, name, known);
}

/** A key that is a flag of oauth2-proxy, of which this completes "the flag of that name". One word alone may mean anything. */
export function flagOfName(key: string): string | undefined {
  return inDashes(key).includes("-")
    ? (find(REFUSED_FLAGS, key, []) ?? find(REFUSED_FLAGS, key.replace(/s$/, ""), []))
    : undefined;
}

/** Why a flag cannot be added, unless it is a misspelt one of those that can be; completes `flag "x"`. */
export function refusedFlag(name: string, addable: readonly string[]): string | undefined {
  const refused = find(REFUSED_FLAGS, name, [FLAGS]);
  if (refused !== undefined || addable.some((one) => isNearly(name, one))) {
    return refused;
  }
  const instead = find(KEYS, name, [FLAGS]);
  return instead && `is none that can be added; ${instead}`;
}

/** The key under which flags are added; a row of flags that has it is for flags alone. */
const FLAGS = "extraFlags";

function find(rows: readonly AskedFor[], name: string, known: readonly string[]): string | undefined {
  const words = inDashes(name);
  return rows.find(
    ({ asked, beside }) => asked.test(words) && (beside === undefined || known.includes(beside)),
  )?.why;
}

/** `skipAuthRegex`, `skip_auth_regex` and `--skip-auth-regex` as one text. */
function inDashes(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
}
