import { Lazy, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { ProtectedApp } from "../edge/protected-app";
import { humanDuration } from "../rules/duration";
import type { ResolvedSettings } from "../resolver";

/** What there is to say about a stack once it is applied. */
export interface OutputSource {
  /** What the identity provider knows the stack by, by the outputs' names; what is undefined is left out. */
  readonly identity: Readonly<Record<string, string | SensitiveOutput | undefined>>;
  readonly machineClients?: readonly MachineClientOutput[];
  /** @default - somebody else decides them */
  readonly times?: ResolvedSettings["times"];
  /** What the owner of an auth proxy that somebody else runs has to see to, complete at synth. @default - the stack does */
  readonly proxyNeeds?: () => object;
  /** By the app's name, complete at synth; missing where nobody asked for sign-out. */
  readonly signOutUrls?: () => Readonly<Record<string, string>> | undefined;
  /** What the owner of the edge has to put in place, by the outputs' names. @default - nothing */
  readonly edge?: Readonly<Record<string, unknown>>;
  /** The redirect URIs that somebody has to register by hand. @default - the stack does */
  readonly redirectUris?: string[];
}

/** A value that Terraform does not show. */
export interface SensitiveOutput {
  readonly secret: string;
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
    const { times, proxyNeeds } = source;
    for (const [name, value] of Object.entries(source.identity)) {
      if (typeof value === "object") {
        this.add(name, value.secret, true);
      } else if (value !== undefined) {
        this.add(name, value);
      }
    }
    if (times !== undefined) {
      this.add("session_times", {
        lifetime: humanDuration(times.lifetime),
        refresh: times.refresh === undefined ? "off" : humanDuration(times.refresh),
        revocation_bound: humanDuration(times.revocationBound),
      });
    }
    if (proxyNeeds !== undefined) {
      this.add("auth_proxy_needs", Lazy.anyValue({ produce: proxyNeeds }));
    }
    if (source.signOutUrls !== undefined) {
      this.add("sign_out_urls", Lazy.anyValue({ produce: source.signOutUrls }));
    }
    for (const [name, value] of Object.entries(source.edge ?? {})) {
      this.add(name, value);
    }
    this.addMachineClients(source.machineClients ?? []);
    if (source.redirectUris !== undefined) {
      this.add("redirect_uris", source.redirectUris);
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
