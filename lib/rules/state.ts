import { didYouMean } from "./nearest";
import { quote, type Path, type Problem, type Rule } from "./rule";

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

const SECRET_ARGUMENTS =
  /^(access_key|secret_key|secret_id|secret_access_key|sas_token|client_secret|client_certificate|client_certificate_password|client_key|client_private_key_pem|password|http_auth|token|access_token|oidc_token|oidc_request_token|web_identity_token|credentials|conn_str|encryption_key|sse_customer_key|private_key|private_key_password|security_token)$/;

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
  return SECRET_ARGUMENTS.test(key)
    ? `${quote(key)} is a secret, which would stand readable in the synthesized stack; leave it out and set the backend's environment variable when you run Terraform`
    : undefined;
};

/** What is wrong with the keys of a backend's arguments, however deep. */
export function backendProblems(args: unknown, path: Path = []): Problem[] {
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
