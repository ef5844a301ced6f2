import { secretKey, subdomainName } from "../rules/kubernetes";
import { nearest } from "../rules/nearest";
import type { Place, Problem } from "../rules/rule";
import { isSecretKey, NO_SECRETS, secretIn, secretMessage } from "../rules/secrets";
import { NAMED_SECRETS } from "./identities";
import type { HiddenValue } from "./hidden-values";
import { knownKeys } from "./json-schema";

const IN_A_SECRET = "of a Kubernetes Secret that has it";
const BACKEND_VARIABLE = "leave it out and set the backend's environment variable when you run Terraform";
const COOKIE_SECRET: Place = ["authProxy", "cookieSecret"];
const REDIS: Place = ["authProxy", "session", "store", "redis"];
const EGRESS: Place = ["authProxy", "egressProxy"];
const PULL_SECRETS: Place = ["authProxy", "imagePullSecrets"];

/** What to write in the place of a secret that somebody wrote at a place, or nothing where none is expected. */
function insteadAt(path: Place): string | undefined {
  for (const redis of [REDIS, [...REDIS, "sentinel"]]) {
    if (isBelow(path, [...redis, "password"])) {
      return `write passwordSecret: { name, key } ${IN_A_SECRET}`;
    }
    const named = ["urlSecret", "passwordSecret", "caSecret"].find((key) => isBelow(path, [...redis, key]));
    if (named !== undefined) {
      return `write ${named}: { name, key } ${IN_A_SECRET}`;
    }
  }
  if (isBelow(path, [...EGRESS, "existingSecret"])) {
    return `write existingSecret: { name, key } ${IN_A_SECRET}`;
  }
  if (isBelow(path, PULL_SECRETS)) {
    return "write the name of a Kubernetes Secret that has it (kubectl create secret docker-registry)";
  }
  if (isBelow(path, COOKIE_SECRET)) {
    return path[COOKIE_SECRET.length] === "rotation"
      ? undefined
      : `leave cookieSecret out for one that is made here, or write cookieSecret: { existingSecret: { name, key } } ${IN_A_SECRET}`;
  }
  const credential = path.indexOf("credential");
  if (path[0] === "entra" && credential > 0) {
    return insteadOfCredential(path.slice(credential + 1), path[1] === "machineClients");
  }
  const named = NAMED_SECRETS.find((place) => isBelow(path, place))?.at(-1);
  if (named !== undefined) {
    return `write ${named}: { name, key } ${IN_A_SECRET}`;
  }
  return isSecretKeyAt(path) ? otherwise(path) : undefined;
}

/** Whether a key that the file does not have is the name of a secret, and no slip of the pen. */
function isSecretKeyAt(path: Place): boolean {
  const key = path.at(-1);
  // What the schema knows is asked last, because that is costly.
  if (typeof key !== "string" || !isSecretKey(key)) {
    return false;
  }
  const known = knownKeys(path.slice(0, -1));
  return !known.includes(key) && nearest(key, known) === undefined;
}

function insteadOfCredential([key, inner]: Place, isMachine: boolean): string | undefined {
  if (
    key === "federated" ||
    (key === "clientSecret" && knownKeys(["entra", "credential", key]).includes(String(inner)))
  ) {
    return undefined;
  }
  return isMachine
    ? "write clientSecret: {} for one that is made and rotated here, or federated: { issuer, subject }"
    : `write clientSecret: {} for one that is made and rotated here, or for an application that exists existingSecret: { name, key } ${IN_A_SECRET}`;
}

/** What to do with a secret where the file takes none at all. */
function otherwise(path: Place): string {
  if (isBelow(path, ["state", "arguments"])) {
    return BACKEND_VARIABLE;
  }
  if (isBelow(path, [...REDIS, "url"])) {
    return `write the URL without, and passwordSecret: { name, key } ${IN_A_SECRET}, or urlSecret in its place for the whole URL`;
  }
  if (isBelow(path, [...EGRESS, "url"])) {
    return "put the whole URL into a Kubernetes Secret, and write egressProxy: { existingSecret: { name, key } }";
  }
  if (path[0] === "entra" && path.length === 2) {
    return `write credential: { existingSecret: { name, key } } ${IN_A_SECRET}`;
  }
  return "leave it out; what the file can take from a Kubernetes Secret, it takes by the Secret's name and key";
}

function isBelow(path: Place, place: Place): boolean {
  return place.every((key, i) => path[i] === key);
}

/** The secrets of a file: what is said about them, and what must not be shown. */
export interface FoundSecrets {
  readonly problems: readonly Problem[];
  readonly hidden: readonly HiddenValue[];
}

/** Looks for secrets by their place and by their form. */
export function secretsOf(input: unknown): FoundSecrets {
  const problems: Problem[] = [];
  const hidden: HiddenValue[] = [];
  const hideValue = (value: string, path: Place): void =>
    void hidden.push({ value, path, whole: "the value", part: "[not shown]" });
  const walk = (value: unknown, path: Place): void => {
    if (typeof value === "string") {
      const what = secretIn(value);
      const instead = insteadAt(path);
      if (what !== undefined) {
        problems.push({ path, message: secretMessage(what, instead ?? otherwise(path)) });
      }
      if (what !== undefined || (instead !== undefined && !isReference(value, path))) {
        hideValue(value, path);
      }
      return;
    }
    if (typeof value !== "object" || value === null) {
      return;
    }
    for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
      const at = [...path, key];
      // A secret in braces is a key without a value.
      if (
        typeof key === "string" &&
        (secretIn(key) !== undefined ||
          (inner === null && insteadAt(at) !== undefined && !knownKeys(path).includes(key)))
      ) {
        hideValue(key, at);
      }
      walk(inner, at);
    }
  };
  walk(input, []);
  return { problems, hidden };
}

/** Whether a text can be the name of a Secret, or of a key in one, where that is what is asked for. */
function isReference(value: string, path: Place): boolean {
  const last = path.at(-1);
  switch (typeof last === "number" ? "name" : last) {
    case "name":
      return subdomainName(value) === undefined;
    case "key":
      return secretKey(value) === undefined;
    default:
      return false;
  }
}

/** What is said beside a problem with the value at a secret's place; `shown` is its message without that value. */
export function adviceFor({ path, message }: Problem, shown: string, hidden: readonly HiddenValue[]): string {
  const instead = insteadAt(path);
  const isAtSecret = hidden.some((one) => one.path.join("\0") === path.join("\0"));
  const isOfValue = shown !== message || message.startsWith("unknown key");
  if (instead === undefined || !isAtSecret || !isOfValue || message.includes(NO_SECRETS)) {
    return "";
  }
  return message.includes("leave it out") ? `; ${NO_SECRETS}` : `; ${NO_SECRETS}; ${instead}`;
}
