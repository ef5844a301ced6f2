import type { FlagValue } from "./extra-flags";
import { flagName } from "./extra-flags";
import type { Problem } from "../rules/rule";

/** How oauth2-proxy writes its log: its own lines, or one JSON object a line. */
export type LogFormat = "text" | "json";

/**
 * Text as JSON. Go's quotes alone are not JSON's: they know `\x00` and `\a`. Quoted twice, whatever is left of that is
 * printable and escaped, and the inner pair of quotes is taken away. What carries a quote, a backslash or what cannot
 * be printed stands with Go's escapes.
 */
const TEXT = '{{define "t"}}{{template "q" printf "%q" .}}{{end}}';

/** The same for what oauth2-proxy has quoted already. */
const QUOTED = '{{define "q"}}{{printf "%q" (slice . 1 (len (slice . 1)))}}{{end}}';

const text = (field: string): string => `{{template "t" .${field}}}`;
const quoted = (field: string): string => `{{template "q" .${field}}}`;
const plain = (field: string): string => `{{.${field}}}`;

/** oauth2-proxy's "2006/01/02 15:04:05", which is UTC, as RFC 3339. */
const TIME =
  '"{{slice .Timestamp 0 4}}-{{slice .Timestamp 5 7}}-{{slice .Timestamp 8 10}}T{{slice .Timestamp 11}}Z"';

const COMMON = {
  user: text("Username"),
  client: text("Client"),
  host: text("Host"),
  method: text("RequestMethod"),
  protocol: text("Protocol"),
  requestId: text("RequestID"),
  userAgent: quoted("UserAgent"),
};

/** What each of the three logs says, by the flag of its form. */
const FORMATS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "standard-logging-format": {
    time: TIME,
    log: '"standard"',
    file: text("File"),
    message: text("Message"),
  },
  "auth-logging-format": {
    time: TIME,
    log: '"auth"',
    status: text("Status"),
    ...COMMON,
    message: text("Message"),
  },
  "request-logging-format": {
    time: TIME,
    log: '"request"',
    status: plain("StatusCode"),
    ...COMMON,
    uri: quoted("RequestURI"),
    upstream: text("Upstream"),
    bytes: plain("ResponseSize"),
    seconds: plain("RequestDuration"),
  },
};

/** What makes oauth2-proxy write its log in a format. */
export function logFlags(format: LogFormat, proxyPrefix: string): Readonly<Record<string, FlagValue>> {
  if (format === "text") {
    return {};
  }
  return {
    ...Object.fromEntries(
      Object.entries(FORMATS).map(([flag, fields]) => [
        flag,
        `${QUOTED}${TEXT}{${Object.entries(fields)
          .map(([name, value]) => `"${name}":${value}`)
          .join(",")}}`,
      ]),
    ),
    "logging-local-time": false,
    // Its query has the code of the sign-in. What comes of it is in the log of sign-ins.
    "exclude-logging-path": `${proxyPrefix}/callback`,
  };
}

/** Flags that would have the log in another form after all. */
export function logFlagProblems(format: LogFormat | undefined, flags: readonly string[]): Problem[] {
  return format !== "json"
    ? []
    : flags.flatMap((flag) =>
        Object.hasOwn(FORMATS, flagName(flag))
          ? [
              {
                path: [flag],
                message: 'is the form of a log that logFormat "json" writes; keep one of the two',
              },
            ]
          : [],
      );
}
