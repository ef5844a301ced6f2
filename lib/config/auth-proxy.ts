import { partOf } from "../contracts/draft";
import { DEFAULT_PROXY_NAME } from "../model/names";
import type { FileDraft } from "./schema";

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
export function proxyOf(file: FileDraft): FileProxy | undefined {
  const authProxy = partOf(file, "authProxy");
  if (!authProxy.isWhole) {
    return undefined;
  }
  const said = authProxy.whole ?? {};
  if ("service" in said) {
    return { ...said.service, isMade: false };
  }
  const { name = DEFAULT_PROXY.name, namespace } = said;
  return { ...DEFAULT_PROXY, name, namespace: namespace?.name ?? DEFAULT_PROXY.namespace };
}
