import { z } from "zod";
import type { Draft } from "../../contracts/draft";
import { EDGE_KINDS, GATEWAY_KINDS } from "../../edge";
import { controllerClass } from "../../edge/annotated/ingress-class";
import { edgeName } from "../../rules/edge-name";
import { addressRange, metadataKey, port, subdomainName } from "../../rules/kubernetes";
import { bufferSize, SIZE_PATTERN } from "../../rules/size";
import { backendProblems, backendName, stackName } from "../../terraform/state-rules";
import { app, signIn } from "./apps";
import { authProxy } from "./auth-proxy";
import { IDENTITY_KINDS, type IdentityKind } from "../../identity";
import { identitySections, IN_FILES } from "../../identity/in-files";
import { form, label, mapOf, number, reportAll, someText, text } from "../../schema/leaves";
import { providers } from "./providers";

const ingressController = z.strictObject({
  kind: z.enum(EDGE_KINDS),
  className: text(subdomainName).optional(),
  controllerClass: text(controllerClass).optional(),
  namespace: label().optional(),
  podLabels: mapOf(metadataKey, z.string()).optional(),
  httpsPort: number(port).optional(),
  trustedAddresses: z.array(text(addressRange)).min(1).optional(),
  refusesEncodedSlashes: z.boolean().optional(),
  resource: z.enum(["Ingress", "IngressRoute"]).optional(),
  requestHeaderLimit: text(bufferSize, SIZE_PATTERN).optional(),
});

const gateway = z.strictObject({
  kind: z.enum(GATEWAY_KINDS),
  name: text(subdomainName),
  namespace: label(),
  sectionName: text(subdomainName).optional(),
  podNamespace: label().optional(),
  podLabels: mapOf(metadataKey, z.string()).optional(),
  httpsPort: number(port).optional(),
  trustedAddresses: z.array(text(addressRange)).min(1).optional(),
  refusesEncodedSlashes: z.boolean().optional(),
  normalizesPaths: z.boolean().optional(),
  requestHeaderLimit: text(bufferSize, SIZE_PATTERN).optional(),
});

const edges = mapOf(
  edgeName,
  z.strictObject({ ingressController: ingressController.optional(), gateway: gateway.optional() }),
);

const cluster = z.union([
  z.literal("environment"),
  form({
    kubeconfig: someText().optional(),
    context: someText().optional(),
  }),
]);

const state = z.strictObject({
  backend: text(backendName).optional(),
  arguments: z
    .record(z.string(), z.unknown())
    .superRefine((value, context) => reportAll(context, backendProblems(value)))
    .optional(),
});

const sections = {
  $schema: z.string().optional(),
  stack: text(stackName).optional(),
  ...identitySections,
  cluster: cluster.optional(),
  providers: providers.optional(),
  clusterDomain: text(subdomainName).optional(),
  ingressController: ingressController.optional(),
  gateway: gateway.optional(),
  edges: edges.optional(),
  authCheck: z.enum(["cluster", "public-host"]).optional(),
  signIn: signIn.optional(),
  signOut: z.boolean().optional(),
  secrets: z.enum(["state", "writeOnly"]).optional(),
  authProxy: authProxy.optional(),
  apps: z.array(app).min(1),
  state: state.optional(),
};

export const configSchema = z.strictObject(sections);

/** Whatever keeps the schema. */
export type Sections = z.infer<typeof configSchema>;

/** A config file with holes where something is wrong. */
export type FileDraft = Draft<Sections>;

/** A config file of a stack in which people sign in with one identity, which may have to have an auth proxy of its own. */
export type ConfigOf<Kind extends IdentityKind> = Omit<
  z.infer<typeof configSchema>,
  IdentityKind | "authProxy"
> & {
  readonly [One in Kind]: NonNullable<z.infer<typeof configSchema>[One]>;
} & {
  readonly [Other in Exclude<IdentityKind, Kind>]?: undefined;
} & {
  readonly authProxy?: (typeof IN_FILES)[Kind]["takesForeignProxy"] extends true
    ? z.infer<typeof configSchema>["authProxy"]
    : Exclude<z.infer<typeof configSchema>["authProxy"], { readonly service: unknown }>;
};

/** A config file that keeps every rule. */
export type Config = { [Kind in IdentityKind]: ConfigOf<Kind> }[IdentityKind];

/** The config of a file that keeps its schema; one that names both or neither, or a proxy that it cannot have, has been refused. */
export function configOf(file: Sections): Config | undefined {
  return isConfig(file) ? file : undefined;
}

function isConfig(file: Sections): file is Config {
  const [kind, ...others] = IDENTITY_KINDS.filter((one) => file[one] !== undefined);
  const isForeign = file.authProxy !== undefined && "service" in file.authProxy;
  return kind !== undefined && others.length === 0 && (!isForeign || IN_FILES[kind].takesForeignProxy);
}
