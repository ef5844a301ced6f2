import { Construct } from "constructs";
import { Application } from "@cdktf/provider-azuread/lib/application";
import { ServicePrincipal } from "@cdktf/provider-azuread/lib/service-principal";
import { Checks } from "../../schema/checks";
import { refuseUnknownKeys } from "../../schema/known-keys";
import { objectName } from "../../rules/kubernetes";
import type { Place } from "../../rules/rule";
import { normalizeId } from "../../rules/object-id";
import { machineClientId, TOKEN_EXCHANGE_AUDIENCE, tokenClaim, tokenIssuer } from "./machine-client-rules";
import { checkClientSecret, ClientSecret, CLIENT_SECRET_KEYS, type ClientSecretProps } from "./client-secret";
import { checkOwners, findServicePrincipal, findUser } from "./principals";
import { USER_KEYS, type UserReference } from "./references";
import { ANY, type KeysOf } from "../../rules/keys";
import { rareKinds } from "../../terraform/rare-kinds";

/** A service principal that calls protected apps with bearer tokens: made here, or there already. */
export type MachineClientProps = MachineClientToMake | ExistingMachineClient;

/** A machine client whose registration is made here. */
export interface MachineClientToMake {
  /** Display name of its registration and its key in the outputs: an RFC 1123 label such as "reporting". */
  readonly name: string;
  /** How it proves itself to Entra. */
  readonly credential: MachineCredentialProps;
  /** Users who may change the registration. @default - no owners */
  readonly owners?: readonly UserReference[];
}

/** A machine client whose registration somebody else owns. */
export interface ExistingMachineClient {
  /** Its key in the outputs: an RFC 1123 label such as "reporting". */
  readonly name: string;
  /** The client id of its application, which exists already, a GUID. */
  readonly clientId: string;
}

/** A secret that is made and rotated here, or the tokens of another issuer. */
export type MachineCredentialProps =
  | {
      /** A client secret that is made and rotated here. */
      readonly clientSecret: ClientSecretProps;
    }
  | {
      /** Tokens of another issuer in place of a secret. */
      readonly federated: FederatedCredentialProps;
    };

/** Tokens of another issuer (a CI system, a cluster) that Entra takes in place of a secret. */
export interface FederatedCredentialProps {
  /** The "iss" of its tokens, such as "https://token.actions.githubusercontent.com". */
  readonly issuer: string;
  /** The "sub" of its tokens, such as "repo:contoso/shop:ref:refs/heads/main". */
  readonly subject: string;
  /** The "aud" of its tokens. @default "api://AzureADTokenExchange" */
  readonly audience?: string;
}

const CREDENTIAL_KEYS: KeysOf<MachineCredentialProps> = {
  clientSecret: CLIENT_SECRET_KEYS,
  federated: { issuer: ANY, subject: ANY, audience: ANY } satisfies KeysOf<FederatedCredentialProps>,
};

/** The keys of a machine client's props. */
export const MACHINE_CLIENT_KEYS: KeysOf<MachineClientProps> = {
  name: ANY,
  clientId: ANY,
  owners: USER_KEYS,
  credential: CREDENTIAL_KEYS,
};

/** What a machine client gets its tokens for. */
export interface MachineClientContext {
  /** The registration of the protected apps: an `AppRegistration`, or one that was brought along. */
  readonly resource: {
    readonly clientId: string;
    readonly tokenUrl: string;
  };
}

/** What a machine client sends to Entra's token endpoint, in the names of OAuth 2.0. */
export interface TokenRequest {
  /** Where the request is posted to. */
  readonly token_url: string;
  /** The program asks for itself, without a person. */
  readonly grant_type: "client_credentials";
  /** The program's client id. */
  readonly client_id: string;
  /** The protected apps, as the client id of their registration. */
  readonly scope: string;
  /** How the token of the other issuer is sent, as `client_assertion`. @default - none, with a client secret */
  readonly client_assertion_type?: string;
}

/** A program that calls protected apps: its registration and credential, or one that exists. */
export class MachineClient extends Construct {
  /** Its key in the outputs. */
  readonly name: string;
  /** The client id of its application. */
  readonly clientId: string;
  /** The object id of its service principal. */
  readonly servicePrincipalObjectId: string;
  /**
   * The secret that is made and rotated here. Missing with a federated credential, or where the registration
   * exists already.
   */
  readonly clientSecret?: ClientSecret;
  /** What it sends to get a token for the protected apps, without its credential. */
  readonly tokenRequest: TokenRequest;
  /** The `azuread_application`. Missing where the registration exists already. */
  readonly resource?: Application;

  constructor(scope: Construct, id: string, props: MachineClientProps & MachineClientContext) {
    super(scope, id);
    refuseUnknownKeys(this, props, { ...MACHINE_CLIENT_KEYS, resource: ANY });
    const checks = new Checks();
    checkMachineClient(checks, [], props);
    checks.throwIfAny(this);
    this.name = props.name;
    if ("clientId" in props) {
      this.clientId = normalizeId(props.clientId);
      this.servicePrincipalObjectId = findServicePrincipal(this, props).lookUp();
    } else {
      const owners = props.owners?.map((owner) => findUser(this, owner).lookUp());
      this.resource = new Application(this, "application", {
        displayName: props.name,
        preventDuplicateNames: true,
        signInAudience: "AzureADMyOrg",
        owners,
      });
      const principal = new ServicePrincipal(this, "service-principal", {
        clientId: this.resource.clientId,
        owners,
      });
      // Through the service principal: without it there is nobody to give a token to.
      this.clientId = principal.clientId;
      this.servicePrincipalObjectId = principal.objectId;
      this.clientSecret = this.addCredential(this.resource.id, props);
    }
    this.tokenRequest = {
      token_url: props.resource.tokenUrl,
      grant_type: "client_credentials",
      client_id: this.clientId,
      scope: `${props.resource.clientId}/.default`,
      ...("credential" in props && "federated" in props.credential
        ? { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" }
        : {}),
    };
  }

  private addCredential(
    applicationId: string,
    { name, credential }: MachineClientToMake,
  ): ClientSecret | undefined {
    if ("clientSecret" in credential) {
      return new ClientSecret(this, "client-secret", {
        ...credential.clientSecret,
        applicationId,
        displayName: name,
      });
    }
    const { issuer, subject, audience = TOKEN_EXCHANGE_AUDIENCE } = credential.federated;
    new rareKinds.ApplicationFederatedIdentityCredential(this, "federated-credential", {
      applicationId,
      displayName: name,
      issuer,
      subject,
      audiences: [audience],
    });
    return undefined;
  }
}

/** Holds a machine client against its rules. */
export function checkMachineClient(checks: Checks, path: Place, props: MachineClientProps): void {
  checks.known([...path, "name"], props.name, objectName);
  if ("clientId" in props) {
    checks.value([...path, "clientId"], props.clientId, machineClientId);
    return;
  }
  checkOwners(checks, props.owners, [...path, "owners"]);
  if ("clientSecret" in props.credential) {
    checkClientSecret(checks, [...path, "credential", "clientSecret"], props.credential.clientSecret);
  } else {
    const { issuer, subject, audience } = props.credential.federated;
    const at = [...path, "credential", "federated"];
    checks
      .value([...at, "issuer"], issuer, tokenIssuer)
      .value([...at, "subject"], subject, tokenClaim)
      .value([...at, "audience"], audience, tokenClaim);
  }
}
