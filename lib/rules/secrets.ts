/** Why a secret is refused wherever it stands. */
export const NO_SECRETS =
  "secrets never belong in the file and would stand readable in the synthesized stack";

/** URLs whose user is a name to sign in with, and no secret by itself. */
const WITH_USER = "rediss?";
const DATABASES = "rediss?|postgres(?:ql)?|mysql|amqps?|mongodb(?:\\+srv)?";

/** What a secret looks like, for those whose form is published. The first match counts. */
const SECRETS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [new RegExp(`^(?:${DATABASES})://[^@]*:.*@`, "is"), "a password in a URL"],
  [new RegExp(`^(?!(?:${WITH_USER}):)[a-z][a-z0-9+.-]*://[^/\\s]*@`, "i"), "credentials in a URL"],
  [/\s[a-z][a-z0-9+.-]*:\/\/[^/\s]*:[^/\s]*@/i, "credentials in a URL"],
  [
    /(?:^|[;,&?\s-])(?:password|passwd|pwd|account[_-]?key|shared[_-]?access[_-]?key|shared[_-]?access[_-]?signature|(?:[a-z]+[_-]?)?secret|access[_-]?token)\s*=\s*[^\s;&]/i,
    "a secret in a connection string",
  ],
  [/[?&]sig=[^\s&]/i, "the signature of a shared access signature"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/(?:^|[^\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?:$|[^\w~.-])/, "a client secret of Entra"],
  [/\b(?:gh[opsur]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/, "a token of GitHub"],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/, "a token (JWT)"],
];

/** What kind of secret a text has in it, such as "a private key". */
export function secretIn(text: string): string | undefined {
  return SECRETS.find(([pattern]) => pattern.test(text))?.[1];
}

/** The complaint about a text that contains a secret. The text is not repeated. */
export function secretMessage(what: string, instead: string): string {
  return `has what looks like ${what} in it; ${NO_SECRETS}; ${instead}`;
}

const SECRET_WORDS =
  /(^|_)(secret|password|passwd|pwd|passphrase|token|credentials?|sas|http_auth|(access|account|api|client|customer|encryption|private|secret|shared|signing|storage)_key|conn(ection)?_str(ing)?)(_|$)/;

/** Keys that tell something about a secret without being secret: where it is, what it is called, whether it is used. */
const ABOUT_SECRETS =
  /^(skip|use|enable|disable|allow|kms)_|_(file|files|path|paths|id|ids|name|url|uri|endpoint|suffix|validation|lifetime|audience)$/;

/** Whether a key, in whatever case, is the name of a secret. */
export function isSecretKey(key: string): boolean {
  const name = key
    .replace(/^-+/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
  return SECRET_WORDS.test(name) && !ABOUT_SECRETS.test(name);
}
