import { didYouMean } from "../rules/nearest";
import { quote, type Place, type Problem, type Rule } from "../rules/rule";
import { isSecretKey, NO_SECRETS, secretIn, secretMessage } from "../rules/secrets";

/** Where Terraform and OpenTofu can keep state. */
export const BACKENDS = [
  "azurerm",
  "consul",
  "cos",
  "gcs",
  "http",
  "kubernetes",
  "local",
  "oci",
  "oss",
  "pg",
  "remote",
  "s3",
];

/** The name of a backend. */
export const backendName: Rule = (value) =>
  BACKENDS.includes(value)
    ? undefined
    : `${quote(value)} is no backend of Terraform${didYouMean(value, BACKENDS)}; write one of: ${BACKENDS.join(", ")}`;

/** Arguments that are secrets though their names do not say so. */
const SECRET_ARGUMENTS = ["client_certificate", "client_private_key_pem", "encryption_key"];

const BY_VARIABLE = "leave it out and set the backend's environment variable when you run Terraform";

/** An argument of a backend: anything but a secret, which would be readable in the synthesized JSON. */
export const backendArgument: Rule = (key) =>
  /^[a-z][a-z0-9_]*$/.test(key)
    ? nestedArgument(key)
    : `${quote(key)} is no argument of a backend; Terraform writes them such as "resource_group_name"`;

/** A key inside of an argument, such as a label. */
const nestedArgument: Rule = (key) => {
  if (/[$%]\{/.test(key)) {
    return `${quote(key)} is a key that Terraform would evaluate; write a plain one`;
  }
  return isSecretKey(key) || SECRET_ARGUMENTS.includes(key)
    ? `${quote(key)} is a secret; ${NO_SECRETS}; ${BY_VARIABLE}`
    : undefined;
};

/** What is wrong with a backend's arguments, however deep: their keys, and secrets among the values. */
export function backendProblems(args: unknown, path: Place = []): Problem[] {
  if (typeof args === "string") {
    const what = secretIn(args);
    return what === undefined ? [] : [{ path, message: secretMessage(what, BY_VARIABLE) }];
  }
  if (typeof args !== "object" || args === null) {
    return [];
  }
  const entries: [string | number, unknown][] = Array.isArray(args)
    ? [...args.entries()]
    : Object.entries(args);
  return entries.flatMap(([key, value]) => {
    const at = [...path, key];
    const rule = path.length === 0 ? backendArgument : nestedArgument;
    const message = typeof key === "string" ? rule(key) : undefined;
    return message === undefined ? backendProblems(value, at) : [{ path: at, message }];
  });
}

/** The name of a stack: a folder below `cdktf.out` and part of the state's file name. */
export const stackName: Rule = (value) =>
  /^[A-Za-z0-9]([A-Za-z0-9_-]{0,62})$/.test(value)
    ? undefined
    : `${quote(value)} is not a stack name; use 1 to 63 letters, digits, "-" and "_", starting with a letter or digit`;
