import type { Construct } from "constructs";
import type { Credential } from "../../contracts/credential";
import { ANY, type KeysOf } from "../../rules/keys";
import type { Place } from "../../rules/rule";
import type { Checks } from "../../schema/checks";
import { TOKEN_EXCHANGE_AUDIENCE, tokenIssuer } from "./machine-client-rules";
import { rareKinds } from "../../terraform/rare-kinds";

/** No secret at all: Entra takes the token of the Pods' service account, which the cluster signs and keeps fresh. */
export interface WorkloadIdentityProps {
  /**
   * The issuer of the cluster's service account tokens, to the letter: what
   * `kubectl get --raw /.well-known/openid-configuration` calls "issuer", and AKS `oidcIssuerProfile.issuerUrl`. Entra
   * reads its keys from there, and so has to reach it over the Internet.
   */
  readonly issuer: string;
}

/** The keys of it. */
export const WORKLOAD_IDENTITY_KEYS: KeysOf<WorkloadIdentityProps> = { issuer: ANY };

/** The application that the credential is for, and the Pods that have it. */
export interface WorkloadIdentityContext {
  /** The application's address in Microsoft Graph. */
  readonly applicationId: string;
  /** The service account of the Pods. */
  readonly serviceAccount: { readonly namespace: string; readonly name: string };
}

/** Where the Pods find the token: the place at which AKS puts one, too. */
const TOKEN_FILE = "/var/run/secrets/azure/tokens/azure-identity-token";

/** Holds the props against their rules. */
export function checkWorkloadIdentity(checks: Checks, path: Place, { issuer }: WorkloadIdentityProps): void {
  checks.value([...path, "issuer"], issuer, tokenIssuer);
}

/** The federated credential of the Pods' service account, and what makes oauth2-proxy send its token. */
export function workloadIdentity(
  scope: Construct,
  { issuer }: WorkloadIdentityProps,
  { applicationId, serviceAccount }: WorkloadIdentityContext,
): Credential {
  const { namespace, name } = serviceAccount;
  const federated = new rareKinds.ApplicationFederatedIdentityCredential(scope, "workload-identity", {
    applicationId,
    displayName: name,
    description: "oauth2-proxy, by the token of its service account",
    audiences: [TOKEN_EXCHANGE_AUDIENCE],
    issuer,
    subject: `system:serviceaccount:${namespace}:${name}`,
  });
  return {
    // The only provider of oauth2-proxy that sends such a token; with another one it would ignore the flag.
    provider: "entra-id",
    flags: { "entra-id-federated-token-auth": true },
    variables: [{ name: "AZURE_FEDERATED_TOKEN_FILE", value: TOKEN_FILE }],
    tokens: [{ audience: TOKEN_EXCHANGE_AUDIENCE, path: TOKEN_FILE }],
    ready: [federated],
  };
}
