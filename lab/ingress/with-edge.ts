import { parse, stringify } from "yaml";
import { z } from "zod";
import { edgeForm, type EdgeFormName } from "./edge-forms";

const named = z.looseObject({ className: z.unknown().optional() });
const file = z.looseObject({
  ingressController: named.optional(),
  gateway: named.optional(),
  apps: z.array(z.looseObject({ tls: z.unknown().optional() })),
});

/** The text of a config file that is for another edge, and says the same otherwise. */
export function withEdge(text: string, name: EdgeFormName): string {
  const { key, value } = edgeForm(name);
  const { ingressController, gateway, apps, ...rest } = file.parse(parse(text));
  // What is known of the addresses and sizes of an edge holds for the program, whatever its form.
  const { trustedAddresses, requestHeaderLimit } = { ...ingressController, ...gateway };
  const kept = key === "ingressController" ? { className: ingressController?.className } : {};
  return stringify({
    ...rest,
    [key]: { ...value, ...kept, trustedAddresses, requestHeaderLimit },
    apps: key === "ingressController" ? apps : apps.map(withoutCertificate),
  });
}

/** The certificates of a Gateway are its listeners'. */
function withoutCertificate({ tls, ...app }: { readonly tls?: unknown }): object {
  return tls === "external" ? { tls, ...app } : app;
}
