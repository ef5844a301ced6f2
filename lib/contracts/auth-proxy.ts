import { ANY, type KeysOf } from "../rules/keys";
/** Where the auth proxy answers inside the cluster. */
export interface ProxyService {
  /** The Service's namespace. */
  readonly namespace: string;
  /** The Service's name. */
  readonly name: string;
  /** The Service's port, 1 to 65535. */
  readonly port: number;
}

/** An auth proxy, made here or run by somebody else. */
export interface IAuthProxy {
  /** The Service at which it answers inside the cluster. */
  readonly service: ProxyService;
  /** The path below which it answers on every protected host, as its `--proxy-prefix` says. @default "/oauth2" */
  readonly proxyPrefix?: string;
}

/** The keys of a reference to a Service. */
export const SERVICE_KEYS: KeysOf<ProxyService> = { namespace: ANY, name: ANY, port: ANY };
