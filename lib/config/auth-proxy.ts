import { DEFAULT_PROXY_NAME } from "../model/names";
import { sections } from "./schema";

/** The port of an auth proxy that the stack makes. */
const PROXY_PORT = 4_180;

/** The auth proxy of a file: where it answers, and whether the stack makes it. */
export interface FileProxy {
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
  readonly isMade: boolean;
}

/** What a file says nothing else of. */
export const DEFAULT_PROXY: FileProxy = {
  name: DEFAULT_PROXY_NAME,
  namespace: DEFAULT_PROXY_NAME,
  port: PROXY_PORT,
  isMade: true,
};

/** The auth proxy of a file, where that can be told. */
export function proxyOf({ authProxy }: { readonly authProxy?: unknown }): FileProxy | undefined {
  const { success, data = {} } = sections.authProxy.safeParse(authProxy);
  if (!success) {
    return undefined;
  }
  if ("service" in data) {
    return { ...data.service, isMade: false };
  }
  const { name = DEFAULT_PROXY.name, namespace } = data;
  return { ...DEFAULT_PROXY, name, namespace: namespace?.name ?? DEFAULT_PROXY.namespace };
}
