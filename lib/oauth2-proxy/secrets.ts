import { Fn, Lazy, Token, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { Password } from "@cdktf/provider-random/lib/password";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { addressOf } from "../terraform/at-synth";
import { joinProvider } from "../terraform/providers";
import type { ClientCredential, SecretKeyReference } from "../contracts/credential";
import type { IdentityProvider } from "../contracts/identity";
import type { SecretVariable } from "./settings";

/** The ending of a Secret's name, the variable that comes from it, and its value. */
export type SecretValue = readonly [suffix: string, variable: string, value: string];

export interface ProxySecretsProps {
  /** The auth proxy's name; the Secrets' names start with it. */
  readonly name: string;
  readonly namespace: string;
  readonly identityProvider: IdentityProvider;
  readonly credential: ClientCredential;
  /** Who may sign in, by oauth2-proxy's variables: the Secret's ending, the variable and its value. */
  readonly admission: readonly SecretValue[];
  /** What the cookie secret is for; another one ends all sessions. @default - nothing that changes */
  readonly sessionsOf?: Readonly<Record<string, string>>;
  /** Resources of the stack that have to be there before another group may sign in; complete at synth. @default - nothing */
  readonly widenAfter?: () => readonly TerraformResource[];
  /** The password of the session store. */
  readonly redisPassword?: SecretKeyReference;
  readonly labels: Record<string, string>;
}

/**
 * What oauth2-proxy reads from its environment, one Secret for each value so that each can be replaced and
 * read on its own. The cookie secret is made here and never leaves Terraform and the cluster.
 */
export class ProxySecrets extends Construct {
  /** The variables of the container, by the Secret that holds each. */
  readonly variables: readonly SecretVariable[];
  /** Changes whenever a value that is made here changes, and gives none of them away. */
  readonly checksum: string;

  /** @internal */
  constructor(scope: Construct, id: string, props: ProxySecretsProps) {
    super(scope, id);
    joinProvider(this, "random", (stack) => new RandomProvider(stack, "random"));
    const cookieSecret = new Password(this, "cookie-secret-value", {
      length: 32,
      special: false,
      keepers: props.sessionsOf,
    });

    const { credential, identityProvider } = props;
    const { clientId, issuerUrl } = identityProvider;
    const values: SecretValue[] = [
      ["id", "OAUTH2_PROXY_CLIENT_ID", clientId],
      ...(issuerUrl === undefined
        ? []
        : [["oidc-issuer-url", "OAUTH2_PROXY_OIDC_ISSUER_URL", issuerUrl] as const]),
      ...props.admission,
      ["cookie-secret", "OAUTH2_PROXY_COOKIE_SECRET", cookieSecret.result],
    ];
    if ("value" in credential) {
      values.push(["secret", "OAUTH2_PROXY_CLIENT_SECRET", credential.value]);
    }
    const secrets = values.map(
      ([suffix, variable, value]) =>
        new SecretV1(this, suffix, {
          metadata: { name: `${props.name}-${suffix}`, namespace: props.namespace, labels: props.labels },
          data: { [variable]: value },
          dependsOn: suffix === "secret" && "ready" in credential ? [...credential.ready] : undefined,
        }),
    );
    const { widenAfter } = props;
    const admitting = props.admission.map(([suffix]) => suffix);
    for (const secret of secrets.filter(({ node }) => admitting.includes(node.id))) {
      if (widenAfter !== undefined) {
        secret.dependsOn = Lazy.listValue(
          { produce: () => widenAfter().map(addressOf) },
          { omitEmpty: true },
        );
      }
    }
    const variables = values.map(([suffix, variable]): SecretVariable => ({
      name: variable,
      secret: { name: `${props.name}-${suffix}`, key: variable },
    }));
    if ("existingSecret" in credential) {
      variables.push({ name: "OAUTH2_PROXY_CLIENT_SECRET", secret: credential.existingSecret });
    }
    if (props.redisPassword !== undefined) {
      variables.push({ name: "OAUTH2_PROXY_REDIS_PASSWORD", secret: props.redisPassword });
    }
    this.variables = variables;
    this.checksum = Token.asString(
      Fn.nonsensitive(Fn.sha256(Fn.jsonencode(secrets.map((secret) => secret.data)))),
    );
  }
}
