import type { Construct } from "constructs";
import { existingClientSecret } from "../../contracts/client-secret";
import { SECRET_KEY_KEYS, type Credential, type SecretKeyReference } from "../../contracts/credential";
import { ANY, type KeysOf, type Shape } from "../../rules/keys";
import type { Place } from "../../rules/rule";
import { checkReference } from "../../schema/check-kubernetes";
import type { Checks } from "../../schema/checks";
import { CLIENT_SECRET_KEYS, ClientSecret, type ClientSecretProps } from "./client-secret";
import {
  checkWorkloadIdentity,
  WORKLOAD_IDENTITY_KEYS,
  workloadIdentity,
  type WorkloadIdentityContext,
  type WorkloadIdentityProps,
} from "./workload-identity";

/** A client secret of the auth proxy's that is made and rotated here. */
export interface ProxyClientSecretProps extends ClientSecretProps {
  /**
   * Whether the stack has it as the sensitive output `client_secret`, for those who need it beside the auth proxy.
   * @default - true with an auth proxy that somebody else runs, who has it from nowhere else; false otherwise
   */
  readonly output?: boolean;
}

/** The ways in which oauth2-proxy proves itself to Entra, of which a stack has one. */
export interface EntraCredentials {
  /** A client secret that is made and rotated here. */
  readonly clientSecret: ProxyClientSecretProps;
  /** A Secret in the auth proxy's namespace that holds the client secret, without a trailing newline. */
  readonly existingSecret: SecretKeyReference;
  /** No secret: the token of the Pods' service account, which the cluster signs. */
  readonly workloadIdentity: WorkloadIdentityProps;
}

/** How oauth2-proxy proves itself to Entra. */
export type CredentialProps = {
  readonly [Kind in keyof EntraCredentials]: Pick<EntraCredentials, Kind>;
}[keyof EntraCredentials];

/** One way. */
interface CredentialKind<Props> {
  readonly keys: KeysOf<Props>;
  /** Holds the props against their rules. @default - parts that are made hold theirs themselves */
  readonly check?: (checks: Checks, path: Place, props: Props) => void;
  /** The Secret that has to be there before. @default - none has */
  readonly brings?: (props: Props) => SecretKeyReference;
  readonly make: (scope: Construct, props: Props, application: WorkloadIdentityContext) => Credential;
  /** Whether what is made is to be an output. @default - nothing is said of it */
  readonly isOutput?: (props: Props) => boolean | undefined;
}

/** A way with the props that are given for it. */
export interface ChosenCredential {
  /** Its key. */
  readonly kind: string;
  /** The Secret that has to be there before. @default - none has */
  readonly brings?: SecretKeyReference;
  /** Whether what is made is to be an output. @default - nothing is said of it */
  readonly isOutput?: boolean;
  check(checks: Checks, path: Place): void;
  make(scope: Construct, application: WorkloadIdentityContext): Credential;
}

const KINDS = [
  credential("clientSecret", {
    keys: { ...CLIENT_SECRET_KEYS, output: ANY },
    make: (scope, { output, ...props }, { applicationId }) =>
      new ClientSecret(scope, "client-secret", { ...props, applicationId }),
    isOutput: ({ output }) => output,
  }),
  credential("existingSecret", {
    keys: SECRET_KEY_KEYS,
    check: checkReference,
    brings: (secret) => secret,
    make: (_scope, secret) => existingClientSecret(secret),
  }),
  credential("workloadIdentity", {
    keys: WORKLOAD_IDENTITY_KEYS,
    check: checkWorkloadIdentity,
    make: workloadIdentity,
  }),
];

/** The keys of each. */
export const CREDENTIAL_KEYS = Object.fromEntries(KINDS.map(({ kind, keys }) => [kind, keys]));

/** The one that is given; without any, a client secret that is made and rotated here. */
export function chosenCredential(given: CredentialProps = { clientSecret: {} }): ChosenCredential {
  const [first] = KINDS.flatMap(({ chosen }) => chosen(given) ?? []);
  return first ?? chosenCredential();
}

function credential<Kind extends keyof EntraCredentials>(
  kind: Kind,
  row: CredentialKind<EntraCredentials[Kind]>,
): {
  readonly kind: Kind;
  readonly keys: Shape;
  readonly chosen: (given: Partial<EntraCredentials>) => ChosenCredential | undefined;
} {
  return {
    kind,
    keys: row.keys,
    chosen: ({ [kind]: props }) =>
      props === undefined
        ? undefined
        : {
            kind,
            brings: row.brings?.(props),
            isOutput: row.isOutput?.(props),
            check: (checks, path) => row.check?.(checks, [...path, kind], props),
            make: (scope, application) => row.make(scope, props, application),
          },
  };
}
