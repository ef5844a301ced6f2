import { Fn, Lazy, Token, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { addressOf } from "../terraform/at-synth";
import type { Credential, PodVariable } from "../contracts/credential";
import type { IdentityProvider } from "../contracts/identity";
import { COOKIE_SECRET_VARIABLE, cookieSecret, type CookieSecretContext } from "./cookie-secret";

/** What the Secrets are made of; their names start with the auth proxy's. */
export interface ProxySecretsProps extends CookieSecretContext {
  readonly identityProvider: IdentityProvider;
  readonly credential: Credential;
  /** Who may sign in, by oauth2-proxy's variables. */
  readonly admission: Readonly<Record<string, string>>;
  /** Resources of the stack that have to be there before another group may sign in; complete at synth. @default - nothing */
  readonly widenAfter?: () => readonly TerraformResource[];
  /** Variables of the session store, from Secrets that are there already. @default - none */
  readonly sessionStore?: readonly PodVariable[];
}

/**
 * What oauth2-proxy reads from its environment, one Secret for each value so that each can be replaced and
 * read on its own.
 */
export class ProxySecrets extends Construct {
  /** The variables of the container, those for which there is a Secret and no use included. */
  readonly variables: readonly PodVariable[];
  /** Changes whenever a value that is made here changes, and gives none of them away. */
  readonly checksum: string;

  /** @internal */
  constructor(scope: Construct, id: string, props: ProxySecretsProps) {
    super(scope, id);
    const cookie = cookieSecret(this, props);
    const { credential, identityProvider, widenAfter, sessionStore = [] } = props;
    const { clientId, issuerUrl } = identityProvider;
    const values: Readonly<Record<string, string>> = {
      OAUTH2_PROXY_CLIENT_ID: clientId,
      ...(issuerUrl === undefined ? {} : { OAUTH2_PROXY_OIDC_ISSUER_URL: issuerUrl }),
      ...props.admission,
      ...("value" in cookie ? { [COOKIE_SECRET_VARIABLE]: cookie.value } : {}),
      ...credential.secrets,
    };
    const secrets = Object.entries(values).map(([variable, value]) => {
      const ending = endingOf(variable);
      const secret = new SecretV1(this, ending, {
        metadata: { name: `${props.name}-${ending}`, namespace: props.namespace, labels: props.labels },
        data: { [variable]: value },
        dependsOn: Object.hasOwn(credential.secrets ?? {}, variable)
          ? [...(credential.ready ?? [])]
          : undefined,
      });
      if (widenAfter !== undefined && Object.hasOwn(props.admission, variable)) {
        secret.dependsOn = Lazy.listValue(
          { produce: () => widenAfter().map(addressOf) },
          { omitEmpty: true },
        );
      }
      return secret;
    });
    this.variables = [
      ...Object.keys(values).map((name) => ({
        name,
        secret: { name: `${props.name}-${endingOf(name)}`, key: name },
      })),
      ...("secret" in cookie ? [{ name: COOKIE_SECRET_VARIABLE, secret: cookie.secret }] : []),
      ...(credential.variables ?? []),
      ...sessionStore,
    ];
    const follows = "secret" in cookie ? (cookie.follows ?? []) : [];
    this.checksum = Token.asString(
      Fn.nonsensitive(Fn.sha256(Fn.jsonencode([...secrets.map((secret) => secret.data), ...follows]))),
    );
  }
}

/** The ending of the name of a variable's Secret, such as "cookie-secret", or "id" for the client id. */
function endingOf(variable: string): string {
  return variable
    .replace(/^OAUTH2_PROXY_(CLIENT_)?/, "")
    .toLowerCase()
    .replaceAll("_", "-");
}
