import { Lazy, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { IAccessGroup } from "./entra/access-group";
import type { IAppRegistration } from "./entra/app-registration";
import type { ProtectedApp } from "./ingress/protected-app";
import { humanDuration } from "./rules";
import type { ResolvedSettings } from "./resolver";

/** What there is to say about a stack once it is applied. */
export interface OutputSource {
  readonly appRegistration: IAppRegistration;
  readonly accessGroup?: IAccessGroup;
  readonly clientSecret?: { readonly value: string };
  readonly machineClients: readonly MachineClientOutput[];
  readonly settings: ResolvedSettings;
  /** By the app's name, complete at synth; missing where nobody asked for sign-out. */
  readonly signOutUrls?: Readonly<Record<string, string>>;
}

/** What whoever runs a machine client has to know. */
export interface MachineClientOutput {
  readonly name: string;
  readonly tokenRequest: object;
  readonly clientSecret?: { readonly value: string };
}

/** Outputs under fixed names, whatever the construct is called. */
export class Outputs extends Construct {
  private readonly annotations: Record<string, Readonly<Record<string, string>>> = {};

  constructor(scope: Construct, id: string, source: OutputSource) {
    super(scope, id);
    const { appRegistration: application, accessGroup, settings } = source;
    this.add("client_id", application.clientId);
    if (source.clientSecret !== undefined) {
      this.add("client_secret", source.clientSecret.value, true);
    }
    this.add("sp_id", application.servicePrincipalClientId);
    this.add("tenant_id", application.tenantId);
    if (accessGroup !== undefined) {
      this.add("group_id", accessGroup.objectId);
    }
    this.add("oidc_issuer_url", application.issuerUrl);
    this.add("application_name", application.displayName);
    this.add("application_homepage", application.homePage);
    if (accessGroup?.displayName !== undefined) {
      this.add("group_name", accessGroup.displayName);
    }
    this.add("session_times", {
      lifetime: humanDuration(settings.times.lifetime),
      refresh: settings.times.refresh === undefined ? "off" : humanDuration(settings.times.refresh),
      revocation_bound: humanDuration(settings.times.revocationBound),
    });
    if (source.signOutUrls !== undefined) {
      this.add("sign_out_urls", Lazy.anyValue({ produce: () => source.signOutUrls }));
    }
    this.addMachineClients(source.machineClients);
    if (application.readOnly) {
      this.add("redirect_uris", application.redirectUris);
    }
  }

  /** Gives the owner of an app's Ingress its annotations. */
  addAnnotations(app: Pick<ProtectedApp, "name" | "annotations">): void {
    if (Object.keys(this.annotations).length === 0) {
      this.add("ingress_annotations", Lazy.anyValue({ produce: () => this.annotations }));
    }
    this.annotations[app.name] = app.annotations;
  }

  private addMachineClients(clients: readonly MachineClientOutput[]): void {
    if (clients.length > 0) {
      this.add("machine_clients", Object.fromEntries(clients.map((one) => [one.name, one.tokenRequest])));
    }
    const secrets = clients.flatMap(({ name, clientSecret }) =>
      clientSecret === undefined ? [] : [[name, clientSecret.value] as const],
    );
    if (secrets.length > 0) {
      this.add("machine_client_secrets", Object.fromEntries(secrets), true);
    }
  }

  private add(name: string, value: unknown, sensitive?: boolean): void {
    new TerraformOutput(this, name, { value, sensitive, staticId: true });
  }
}
