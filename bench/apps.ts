/** One protected app of the benchmark. */
export interface BenchApp {
  readonly name: string;
  readonly host: string;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
}

/** Entra takes 256 redirect URIs for one application, so that this many apps need one sign-in host. */
export const SIGN_IN_HOST = "auth.example.com";
export const COOKIE_DOMAIN = "example.com";

/** Apps that both programs protect, each on a host of its own. */
export function appsOf(count: number): BenchApp[] {
  return Array.from({ length: count }, (_, i) => {
    const name = `app-${i}`;
    return { name, host: `${name}.${COOKIE_DOMAIN}`, service: { namespace: "apps", name, port: 80 } };
  });
}
