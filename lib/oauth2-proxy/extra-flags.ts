import type { IdentityTraits } from "../contracts/identity";
import { refusedFlag } from "../rules/asked-for";
import { didYouMean } from "../rules/nearest";
import { plainText } from "../rules/plain-text";
import { quote, type Problem, type Rule } from "../rules/rule";

/** What a flag of oauth2-proxy is set to; a list repeats the flag. */
export type FlagValue = string | number | boolean | readonly string[];

/** A flag that may be added. */
interface Addable {
  /** What one value must be, as oauth2-proxy reads it. */
  readonly value: Rule;
  /** Whether it may be given several times. @default false */
  readonly list?: boolean;
  /** What it has to do with. @default - every stack */
  readonly only?: "id-token" | "redis";
}

const onOff: Rule = (value) =>
  ["true", "false"].includes(value)
    ? undefined
    : `${quote(value)} is neither true nor false; write one of them`;

const seconds: Rule = (value) =>
  /^[1-9]\d{0,8}$/.test(value)
    ? undefined
    : `${quote(value)} is not a number of seconds; write a whole number from 1 up, without a unit`;

/** What people may be asked at every sign-in; with "none", nobody could sign in who is not signed in already. */
const PROMPTS = ["login", "select_account", "consent"];

const prompt: Rule = (value) =>
  PROMPTS.includes(value)
    ? undefined
    : `${quote(value)} is not what a sign-in can ask for; write one of: ${PROMPTS.join(", ")}`;

/** oauth2-proxy reads the values of a list as CSV. */
const loggedPath: Rule = (value) =>
  /^\/[^",\s]*$/.test(value)
    ? undefined
    : `${quote(value)} is not a path to leave out of the log; write one that starts with "/", without quotes, commas and spaces`;

/** What a header with such a name carries would be written into the log and onto the refusal page. */
const CREDENTIALS = /auth|cookie|token|secret|password|key|session|jwt|assertion|credential/i;

const requestIdHeader: Rule = (value) => {
  if (!/^[A-Za-z0-9-]+$/.test(value)) {
    return `${quote(value)} is not the name of a header; write one such as "X-Request-Id"`;
  }
  return CREDENTIALS.test(value)
    ? `${quote(value)} names a header that carries credentials, and its value would be written into the log and onto the refusal page; write one such as "X-Request-Id"`
    : undefined;
};

const someText: Rule = () => undefined;

/**
 * A Go template of nothing but fields: one that Go cannot read ends the Pod, and a field that is not there ends
 * every request that is logged.
 */
function logFormat(...fields: readonly string[]): Rule {
  const format = new RegExp(`^((?!\\{\\{)[^]|\\{\\{(- +| *)\\.(${fields.join("|")})( +-| *)\\}\\})*$`);
  return (value) =>
    format.test(value)
      ? undefined
      : `${quote(value)} has something else between double braces than a field such as {{.Timestamp}}; the fields are ${fields.join(", ")}`;
}

/**
 * The oauth2-proxy flags that may be added. A list of what is harmless and works in the Pod as it is made fails
 * closed: a flag that a later release adds cannot come through unread.
 */
const ADDABLE: Readonly<Record<string, Addable>> = {
  "acr-values": { value: someText, only: "id-token" },
  "auth-logging": { value: onOff },
  "auth-logging-format": {
    value: logFormat(
      ...["Client", "Host", "Message", "Protocol", "RequestID", "RequestMethod"],
      ...["Status", "Timestamp", "UserAgent", "Username"],
    ),
  },
  "errors-to-info-log": { value: onOff },
  "exclude-logging-path": { value: loggedPath, list: true },
  prompt: { value: prompt },
  "redis-connection-idle-timeout": { value: seconds, only: "redis" },
  "request-id-header": { value: requestIdHeader },
  "request-logging": { value: onOff },
  "request-logging-format": {
    value: logFormat(
      ...["Client", "Host", "Protocol", "RequestDuration", "RequestID", "RequestMethod", "RequestURI"],
      ...["ResponseSize", "StatusCode", "Timestamp", "Upstream", "UserAgent", "Username"],
    ),
  },
  "standard-logging": { value: onOff },
  "standard-logging-format": { value: logFormat("File", "Message", "Timestamp") },
};

/** The names of the flags that may be added. */
export const EXTRA_FLAGS: readonly string[] = Object.keys(ADDABLE);

/** The bare name of a flag, written as `--name`, `-name` or `name`. */
export function flagName(flag: string): string {
  return flag.replace(/^-{1,2}/, "");
}

/** A flag that may be added to oauth2-proxy's own. */
const extraFlag: Rule = (flag) => {
  const name = flagName(flag);
  if (Object.hasOwn(ADDABLE, name)) {
    return undefined;
  }
  const unknown = `is not known to work here and to leave the auth check alone${didYouMean(name, EXTRA_FLAGS)}; those that can be added are ${EXTRA_FLAGS.join(", ")}`;
  return `flag ${quote(flag)} ${refusedFlag(name, EXTRA_FLAGS) ?? unknown}`;
};

/** What is wrong with flags that are to be added. Values that are not known yet pass. */
export function extraFlagProblems(
  flags: Readonly<Record<string, FlagValue>> = {},
  isKnown: (value: unknown) => boolean = () => true,
): Problem[] {
  const names = Object.keys(flags);
  return names.flatMap((flag, i): Problem[] => {
    const name = flagName(flag);
    const twin = names.slice(0, i).find((other) => flagName(other) === name);
    const addable = Object.hasOwn(ADDABLE, name) ? ADDABLE[name] : undefined;
    const value = flags[flag];
    const messages = [
      extraFlag(flag),
      twin === undefined
        ? undefined
        : `is the same flag as ${quote(twin)}, and oauth2-proxy would take the one or the other; keep one of them`,
    ];
    return [
      ...messages.flatMap((message) => (message === undefined ? [] : [{ path: [flag], message }])),
      ...(addable === undefined || value === undefined || !isKnown(value)
        ? []
        : valueProblems(addable, flag, value, isKnown)),
    ];
  });
}

function valueProblems(
  { value: rule, list = false }: Addable,
  flag: string,
  value: FlagValue,
  isKnown: (value: unknown) => boolean,
): Problem[] {
  const values: readonly (string | number | boolean)[] = typeof value === "object" ? value : [value];
  if (values.length === 0) {
    return [{ path: [flag], message: "is an empty list, which sets nothing; leave the flag out" }];
  }
  if (values.length > 1 && !list) {
    return [{ path: [flag], message: "takes one value and not several; keep one of them" }];
  }
  return values.flatMap((one, i): Problem[] => {
    const message = isKnown(one) ? (textProblem(String(one)) ?? rule(String(one))) : undefined;
    return message === undefined ? [] : [{ path: typeof value === "object" ? [flag, i] : [flag], message }];
  });
}

function textProblem(text: string): string | undefined {
  if (text.trim() === "") {
    return "is empty; leave the flag out for its default";
  }
  return plainText(text);
}

/** What the flags that are added need of the rest of the stack. */
export interface FlagSurroundings {
  readonly identity: Pick<IdentityTraits, "name" | "idToken">;
  /** Whether sessions are kept in Redis. */
  readonly redis: boolean;
}

/** What is wrong with added flags that change nothing in this stack. */
export function idleFlagProblems(flags: readonly string[], { identity, redis }: FlagSurroundings): Problem[] {
  return flags.flatMap((flag): Problem[] => {
    const name = flagName(flag);
    const only = Object.hasOwn(ADDABLE, name) ? ADDABLE[name]?.only : undefined;
    if (only === "redis" && !redis) {
      const message =
        "is for sessions in Redis, and here they are in a cookie; leave it out, or use session.store.redis";
      return [{ path: [flag], message }];
    }
    return only === "id-token" && identity.idToken === undefined
      ? [
          {
            path: [flag],
            message: `is for Microsoft Entra ID, and ${identity.name} ignores it; leave it out`,
          },
        ]
      : [];
  });
}
