import type { Credential, SecretKeyReference } from "./credential";

/** The variable from which oauth2-proxy reads a client secret. */
export const CLIENT_SECRET_VARIABLE = "OAUTH2_PROXY_CLIENT_SECRET";

/** A client secret that is in a Kubernetes Secret already, without a trailing newline. */
export function existingClientSecret(secret: SecretKeyReference): Credential {
  return { variables: [{ name: CLIENT_SECRET_VARIABLE, secret }] };
}
