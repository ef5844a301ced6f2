import { Construct } from "constructs";
import type { IAuthProxy } from "../contracts/auth-proxy";
import type { IdentityTraits } from "../contracts/identity";
import type { Edge } from "../edge";
import type { ProtectedApp } from "../edge/protected-app";
import type { Model } from "../model/model";
import type { ResolvedSettings } from "../resolver";
import type { AppProps } from "./app-props";
import type { Wiring } from "./wiring";

/** What every facade offers, whoever vouches for people: apps are protected with it, and it says what it promises. */
export abstract class IngressAuth extends Construct {
  /** What the resolver decided: provider, session, sizes and the three times. */
  abstract readonly settings: ResolvedSettings;
  /** The programs that call protected apps, in order; none where the identity has no tokens for programs. */
  readonly machineClients: readonly (Construct & { readonly name: string })[] = [];
  protected abstract readonly wiring: Wiring;

  /** The auth proxy that every app's Ingress asks. */
  get authProxy(): IAuthProxy {
    return this.wiring.authProxy;
  }

  /** What is in front of the apps: the edges of the stack, by name. */
  get edges(): Readonly<Record<string, Edge>> {
    return Object.fromEntries(this.wiring.edges.map(({ name, edge }) => [name, edge]));
  }

  /** What the identity that people sign in with can do, and what is said of it. */
  get traits(): IdentityTraits {
    return this.wiring.traits;
  }

  /** The apps, in the order in which they were protected. */
  get apps(): readonly ProtectedApp[] {
    return this.wiring.apps;
  }

  /** What the stack promises: who may reach which path of which host; complete at synth. */
  get model(): Model {
    return this.wiring.model;
  }

  /** Where each app, by its name, sends people who sign out; it takes `signOut: true`. */
  get signOutUrls(): Readonly<Record<string, string>> | undefined {
    return this.wiring.signOutUrls;
  }

  /**
   * Puts the auth proxy in front of an app. Redirect URIs, whitelisted hosts and the `/oauth2` Ingress of
   * the host follow. The id is the app's name.
   */
  protect(id: string, props: AppProps): ProtectedApp {
    return this.wiring.protect(id, props);
  }

  /** The annotations that put an Ingress which somebody else owns behind the auth proxy. */
  annotationsFor(app: ProtectedApp): Readonly<Record<string, string>> {
    return app.annotations;
  }
}
