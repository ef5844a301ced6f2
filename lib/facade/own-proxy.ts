import { type Construct } from "constructs";
import { Checks } from "../schema/checks";
import { ProxyParts } from "../oauth2-proxy/proxy-parts";
import type { IAuthProxy } from "../contracts/auth-proxy";
import { quote } from "../rules/rule";

/** An auth proxy of this program lets in whom its own facade names, and sends people back to its hosts only. */
export function refuseOwnProxy(facade: Construct, authProxy: IAuthProxy): void {
  if (authProxy instanceof ProxyParts) {
    new Checks()
      .report(
        ["authProxy"],
        `is the auth proxy of ${quote(authProxy.node.scope?.node.path)}, which would not let in the groups that are named here nor send people back to these hosts; protect the apps with that facade, or give this one an auth proxy of its own`,
      )
      .throwIfAny(facade);
  }
}
