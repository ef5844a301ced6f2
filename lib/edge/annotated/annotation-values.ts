import { isAddressRange, objectName, subdomainName } from "../../rules/kubernetes";

/** What the value of an annotation has to look like. */
export interface ValueForm {
  /** Ends the sentence "takes ...". */
  readonly takes: string;
  /** Whether a value is read. */
  fits(value: string): boolean;
  /** What was probably meant, where that can be told. @default - nobody guesses */
  readonly instead?: (value: string) => string | undefined;
  /** What a value would do that is worse than not to be read, and the way out. @default - it would not be read */
  readonly because?: (value: string) => string | undefined;
}

function pattern(takes: string, shape: RegExp): ValueForm {
  return { takes, fits: (value) => shape.test(value) };
}

/** Words in the writing that a controller knows. */
export function oneOf(...words: readonly string[]): ValueForm {
  return {
    takes: words.length === 1 ? `"${words[0] ?? ""}" only` : `one of ${words.join(", ")}`,
    fits: (value) => words.includes(value),
    instead: (value) => words.find((word) => word.toLowerCase() === value.trim().toLowerCase()),
  };
}

/** What else than HTTP an app may be spoken to in; `reasons` tell of values in any writing what they would do. */
export function protocols(
  words: readonly string[],
  reasons: readonly { readonly of: RegExp; readonly why: string }[],
): ValueForm {
  return { ...oneOf(...words), because: (value) => reasons.find(({ of }) => of.test(value))?.why };
}

const YES = /^\s*(true|t|1|y|yes|on|enabled?)\s*$/i;
const NO = /^\s*(false|f|0|n|no|off|disabled?)\s*$/i;

function switchOf(on: string, off: string): ValueForm {
  return {
    takes: `"${on}" or "${off}"`,
    fits: (value) => value === on || value === off,
    instead: (value) => (YES.test(value) ? on : NO.test(value) ? off : undefined),
  };
}

export const trueOrFalse = switchOf("true", "false");
export const onOrOff = switchOf("on", "off");

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A time, which controllers read as seconds without a unit. */
export function seconds(least: number): ValueForm {
  return {
    takes: `whole seconds from ${least} up, without a unit`,
    fits: (value) => isWhole(value, least),
    instead: (value) => {
      const [, digits = "", unit = ""] = /^\s*0*([1-9]\d*)\s*([smhd])[a-z]*\s*$/i.exec(value) ?? [];
      const factor = UNITS[unit.toLowerCase()];
      return factor === undefined ? undefined : String(Number(digits) * factor);
    },
  };
}

export function wholeNumber(least: number): ValueForm {
  return { takes: `a whole number from ${least} up`, fits: (value) => isWhole(value, least) };
}

/** Nine digits, so that no controller's own arithmetic overflows. */
function isWhole(value: string, least: number): boolean {
  return /^(0|[1-9]\d{0,8})$/.test(value) && Number(value) >= least;
}

/** A size as nginx writes it; with `g` where nginx takes that, and with the least that it takes. */
export function size({
  g = false,
  zero = true,
  least = 0,
}: {
  readonly g?: boolean;
  readonly zero?: boolean;
  /** Bytes; 0 is taken all the same where `zero` is. */
  readonly least?: number;
} = {}): ValueForm {
  const units = g ? "k, m or g" : "k or m";
  const bytes = (value: string): number | undefined => {
    const [, digits, unit = ""] = /^(0|[1-9]\d{0,8})([kmg]?)$/i.exec(value) ?? [];
    const letter = unit.toLowerCase();
    return digits === undefined || (letter === "g" && !g)
      ? undefined
      : Number(digits) * 1_024 ** ["", "k", "m", "g"].indexOf(letter);
  };
  return {
    takes: `a size in bytes, or with ${units}${least > 0 ? `, of at least ${least / 1_024 ** 2}m${zero ? " (or 0)" : ""}` : ""}`,
    fits: (value) => {
      const found = bytes(value);
      return found !== undefined && (found === 0 ? zero : found >= least);
    },
    instead: (value) => {
      const [, digits = "", unit = ""] =
        /^\s*0*([1-9]\d{0,5})\s*([kmg])i?(?:b|bytes?)?\s*$/i.exec(value) ?? [];
      const letter = unit.toLowerCase();
      return digits === "" || (letter !== "g" && least > 0)
        ? undefined
        : letter === "g" && !g
          ? `${Number(digits) * 1_024}m`
          : `${digits}${letter}`;
    },
  };
}

/** Addresses and ranges; a controller that cannot read one of them does without the whole list. */
export const addressRanges: ValueForm = {
  takes: "addresses and ranges separated by commas, such as 203.0.113.0/24",
  fits: (value) => value.split(",").every((range) => isAddressRange(range.trim())),
  instead: (value) => {
    const ranges = value.split(/[\s,;]+/).filter((range) => range !== "");
    return ranges.length > 0 && ranges.every(isAddressRange) ? ranges.join(",") : undefined;
  },
};

/** A Secret or ConfigMap, with its namespace. */
export const namespacedName: ValueForm = {
  takes: "a namespace and a name, such as shop/backend-ca",
  fits: (value) => {
    const [namespace = "", name = "", ...rest] = value.split("/");
    return rest.length === 0 && objectName(namespace) === undefined && subdomainName(name) === undefined;
  },
};

const HOST = String.raw`[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?`;

export const hostName = pattern("a host name", new RegExp(`^${HOST}$`));

/** A host, in which nginx fills in what it knows of the Ingress. Any other variable is the client's to choose, or unknown. */
export const hostOrIngressVariables = pattern(
  "a host name, with a port if need be, in which $service_name, $service_port and $namespace may stand",
  /^(?:[A-Za-z0-9]|\$(?:service_name|service_port|namespace)(?![A-Za-z0-9_]))(?:[A-Za-z0-9.:-]|\$(?:service_name|service_port|namespace)(?![A-Za-z0-9_]))*$/,
);

export const headerNames = pattern(
  "names of headers separated by commas",
  /^\s*[A-Za-z0-9-]+\s*(,\s*[A-Za-z0-9-]+\s*)*$/,
);

/** The auth proxy's own cookies start like this; another one of the name would end or shadow the session. */
const OF_THE_SIGN_IN = /^(__Host-|__Secure-|_oauth2_proxy)/i;

export const cookieName: ValueForm = {
  takes:
    'the name of a cookie in letters, digits, "-", "_" and ".", none that starts with __Host-, __Secure- or _oauth2_proxy like those of the sign-in',
  fits: (value) => /^[A-Za-z0-9_.-]+$/.test(value) && !OF_THE_SIGN_IN.test(value),
};

export const cookieDomain = pattern("a domain", new RegExp(`^\\.?${HOST}$`));
export const cookiePath = pattern('a path that starts with "/"', /^\/[A-Za-z0-9/._~-]*$/);

/** What a cookie of the app has, and what it shall have instead. */
export const cookieRewrite = pattern(
  '"off", or what is replaced and what replaces it, separated by a space',
  /^(off|[A-Za-z0-9/._~:-]+ [A-Za-z0-9/._~:-]+)$/,
);

export const address = pattern("an address without spaces", /^[A-Za-z0-9/._~:,?&=-]+$/);

/** Which answers of the app are asked for again. */
export function conditions(...words: readonly string[]): ValueForm {
  const among = `(${words.join("|")})`;
  return pattern(
    `"off", or some of ${words.join(", ")} separated by spaces`,
    new RegExp(`^(off|${among}( ${among})*)$`),
  );
}

/** Answers of the app that become pages of the controller's default backend. */
export const errorCodes: ValueForm = {
  takes:
    "codes from 400 to 599 separated by commas, without 401 and 403: these are the sign-in, the refusal page and the answers that programs get",
  fits: (value) =>
    value.split(",").every((code) => /^[45]\d\d$/.test(code.trim()) && !["401", "403"].includes(code.trim())),
};

export const ciphers = pattern("OpenSSL's names of ciphers separated by colons", /^[A-Za-z0-9:+!@=_-]+$/);
export const tlsVersions = pattern(
  "TLSv1.2, TLSv1.3 or both, separated by a space",
  /^TLSv1\.[23]( TLSv1\.[23])?$/,
);
export const operationName = pattern('letters, digits, "-" and "_"', /^[A-Za-z0-9_-]+$/);

/** Parts of a request by which it finds its server again. */
export const hashKey = pattern("nginx's variables and text, such as $remote_addr", /^[A-Za-z0-9_${}-]+$/);

/** nginx refuses its whole configuration for a variable that it does not know. */
export const requestId = pattern(
  "text, in which $request_id and $req_id may stand",
  /^(?:[A-Za-z0-9_-]|\$(?:request_id|req_id)(?![A-Za-z0-9_])|\$\{(?:request_id|req_id)\})+$/,
);
