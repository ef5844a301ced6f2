import { didYouMean } from "./nearest";
import { quote, type Rule } from "./rule";

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
  /^(access_key|secret_key|secret_id|secret_access_key|sas_token|client_secret|client_certificate_password|password|token|access_token|credentials|conn_str|encryption_key|security_token)$/;

/** An argument of a backend: anything but a secret, which would be readable in the synthesized JSON. */
export const backendArgument: Rule = (key) =>
  SECRET_ARGUMENTS.test(key)
    ? `${quote(key)} is a secret, which would stand readable in the synthesized stack; leave it out and set the backend's environment variable when you run Terraform`
    : undefined;

/** The name of a stack: a folder below `cdktf.out` and part of the state's file name. */
export const stackName: Rule = (value) =>
  /^[A-Za-z0-9]([A-Za-z0-9_-]{0,62})$/.test(value)
    ? undefined
    : `${quote(value)} is not a stack name; use 1 to 63 letters, digits, "-" and "_", starting with a letter or digit`;
