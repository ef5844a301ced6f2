import type { Construct } from "constructs";
import type { NamedEdge } from "../contracts/edge";
import { addressOf } from "../rules/host";
import { keyOfText } from "../terraform/late-key";

/** An address at which people reach an app, and the one at which they sign in for it: hosts with their ports. */
export interface AppAddress {
  readonly app: string;
  readonly signIn: string;
}

/** What of an app decides its addresses. */
interface AddressedApp {
  readonly host: string;
  /** The edges on which it stands, by name. */
  readonly edges: readonly string[];
}

/** The addresses of a facade's apps: at each host, the port of each edge on which it stands. */
export class Addresses {
  /** Each host once, by a text that is equal for all ways to write it. */
  private readonly appHosts = new Map<string, string>();
  private readonly known = new Map<string, AppAddress>();

  constructor(
    private readonly scope: Construct,
    private readonly edges: readonly NamedEdge[],
    private readonly signInHost: string | undefined,
  ) {}

  /** Adds an app. */
  add(app: AddressedApp): readonly AppAddress[] {
    const key = keyOfText(this.scope, app.host);
    const host = this.appHosts.get(key) ?? app.host;
    this.appHosts.set(key, host);
    const addresses = this.of({ host, edges: app.edges });
    addresses.forEach((one) => this.known.set(one.app, one));
    return addresses;
  }

  /** Those of an app, in the order of the edges; at least one. */
  of({ host, edges }: AddressedApp): readonly AppAddress[] {
    const ports = this.edges.filter(({ name }) => edges.includes(name)).map(({ edge }) => edge.httpsPort);
    return [...new Set(ports)].map((port) => ({
      app: addressOf(host, port),
      signIn: addressOf(this.signInHost ?? host, port),
    }));
  }

  /** The hosts of all apps, and the one at which people sign in. */
  get hosts(): string[] {
    return [
      ...new Set([...this.appHosts.values(), ...(this.signInHost === undefined ? [] : [this.signInHost])]),
    ];
  }

  /** The addresses of all apps. */
  get ofApps(): string[] {
    return [...this.known.values()].map(({ app }) => app);
  }

  /** Where people sign in. */
  get ofSignIns(): string[] {
    const signIns = new Set([...this.known.values()].map(({ signIn }) => signIn));
    return signIns.size > 0 || this.signInHost === undefined ? [...signIns] : [this.signInHost];
  }
}
