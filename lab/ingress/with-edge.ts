import { parse, stringify } from "yaml";
import { z } from "zod";
import { edgeForm, type EdgeFormName } from "./edge-forms";

const named = z.looseObject({ className: z.unknown().optional() });
const file = z.looseObject({
  ingressController: named.optional(),
  gateway: named.optional(),
  authCheck: z.unknown().optional(),
  signIn: z.looseObject({ tls: z.unknown().optional() }).optional(),
  authProxy: z.looseObject({ bufferSize: z.unknown().optional() }).optional(),
  apps: z.array(z.looseObject({ tls: z.unknown().optional() })),
});

/** The text of a config file that is for another edge, and says the same otherwise. */
export function withEdge(text: string, name: EdgeFormName): string {
  const { key, value, readsRoutes, inPath } = edgeForm(name);
  const { ingressController, gateway, authCheck, signIn, authProxy, apps, ...rest } = file.parse(parse(text));
  // What is known of the addresses and sizes of an edge holds for the program, whatever its form.
  const { trustedAddresses, requestHeaderLimit, httpsPort } = { ...ingressController, ...gateway };
  // The lab's Traefik takes IngressRoutes of no class.
  const kept = readsRoutes ? {} : { className: ingressController?.className };
  return stringify({
    ...rest,
    // Middlewares and proxies in the path ask the auth proxy where only its Service answers.
    ...(readsRoutes ? {} : { authCheck }),
    ...(signIn === undefined
      ? {}
      : { signIn: key === "ingressController" ? signIn : withoutCertificate(signIn) }),
    // A buffer is what annotations set.
    ...(authProxy === undefined
      ? {}
      : { authProxy: inPath ? { ...authProxy, bufferSize: undefined } : authProxy }),
    [key]: { ...value, ...kept, trustedAddresses, requestHeaderLimit, httpsPort },
    apps: apps.map((app) => ({
      ...(key === "ingressController" ? app : withoutCertificate(app)),
      // A proxy in the path answers no preflight requests, and knows no optional sign-in.
      ...(inPath ? { cors: undefined, optionalSignInPaths: undefined } : {}),
    })),
  });
}

/** The certificates of a Gateway are its listeners'. */
function withoutCertificate({ tls, ...app }: { readonly tls?: unknown }): object {
  return tls === "external" ? { tls, ...app } : app;
}
