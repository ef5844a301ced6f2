import { IDENTITIES } from "../../lib/identity";
import { proxyFlags, type SettingsInput } from "../../lib/oauth2-proxy/settings";
import type { SessionOptions } from "../../lib/oauth2-proxy/session-options";
import { settled } from "../support/auth-proxy";

/** To whom tokens are issued. */
export const CLIENT = "0f8fad5b-d9cb-469f-a165-70867728950e";

/** What is said beside that. */
export type Changes = Partial<Omit<SettingsInput, "resolved">> & { readonly options?: SessionOptions };

/** The command line, with what is not said left to its default. */
export function flagsOf({ options, ...changes }: Changes = {}): string[] {
  return proxyFlags({
    resolved: settled({ expectedGroups: 20, ...options }),
    clientId: CLIENT,
    idToken: IDENTITIES.entra.idToken,
    groupsClaim: "groups",
    signInHosts: ["podinfo.example.com"],
    returnHosts: [],
    cookieName: "__Host-oauth2-proxy",
    trustedAddresses: ["10.0.0.0/8", "fc00::/7"],
    bearerTokens: false,
    extraAudiences: [],
    extraFlags: {},
    ...changes,
  });
}
