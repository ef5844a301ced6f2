import type { Config } from "../../lib/config";

/** A file's section of the auth proxy, where the stack makes one. */
export type MadeProxy = Extract<NonNullable<Config["authProxy"]>, { readonly image?: unknown }>;

/** That section; nothing where the auth proxy is somebody else's, or the file says nothing of it. */
export function madeProxy({ authProxy }: Config): MadeProxy | undefined {
  return authProxy === undefined || "service" in authProxy ? undefined : authProxy;
}
