import { z } from "zod";
import { EDGE_KINDS } from "../../edge";
import { controllerClass } from "../../edge/annotated/ingress-class";
import { addressRange, metadataKey, subdomainName } from "../../rules/kubernetes";
import { bufferSize, SIZE_PATTERN } from "../../rules/size";
import { backendProblems, backendName, stackName } from "../../terraform/state-rules";
import { app, appAccess, appModel, signIn } from "./apps";
import {
  authProxy,
  bearerOptions,
  flagOptions,
  prefixOptions,
  proxyNamespace,
  sessionOptions,
} from "./auth-proxy";
import { entra, entraDirectory, signInSet } from "../../identity/entra/schema";
import { github, gitHubSignIn } from "../../identity/github/schema";
import { secretKeyReference } from "../../schema/kubernetes";
import { form, label, mapOf, reportAll, someText, text } from "../../schema/leaves";
import { providers } from "./providers";

export {
  appAccess,
  appModel,
  bearerOptions,
  entraDirectory,
  flagOptions,
  gitHubSignIn,
  prefixOptions,
  proxyNamespace,
  secretKeyReference,
  sessionOptions,
  signInSet,
};

const ingressController = z.strictObject({
  kind: z.enum(EDGE_KINDS),
  className: text(subdomainName).optional(),
  controllerClass: text(controllerClass).optional(),
  namespace: label().optional(),
  podLabels: mapOf(metadataKey, z.string()).optional(),
  trustedAddresses: z.array(text(addressRange)).min(1).optional(),
  refusesEncodedSlashes: z.boolean().optional(),
  requestHeaderLimit: text(bufferSize, SIZE_PATTERN).optional(),
});

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

/** The sections of a config file. */
export const sections = {
  $schema: z.string().optional(),
  stack: text(stackName).optional(),
  entra: entra.optional(),
  github: github.optional(),
  cluster: cluster.optional(),
  providers: providers.optional(),
  clusterDomain: text(subdomainName).optional(),
  ingressController: ingressController,
  authCheck: z.enum(["cluster", "public-host"]).optional(),
  signIn: signIn.optional(),
  signOut: z.boolean().optional(),
  authProxy: authProxy.optional(),
  apps: z.array(app).min(1),
  state: state.optional(),
};

export const configSchema = z.strictObject(sections);

type Sections = z.infer<typeof configSchema>;

/** A config file of a stack in which people sign in with Microsoft Entra ID. */
export type EntraConfig = Omit<z.infer<typeof configSchema>, "entra" | "github"> & {
  readonly entra: NonNullable<z.infer<typeof configSchema>["entra"]>;
  readonly github?: undefined;
};

/** A config file of a stack in which people sign in with GitHub, whose auth proxy is its own. */
export type GitHubConfig = Omit<z.infer<typeof configSchema>, "entra" | "github" | "authProxy"> & {
  readonly github: NonNullable<z.infer<typeof configSchema>["github"]>;
  readonly authProxy?: Exclude<z.infer<typeof configSchema>["authProxy"], { readonly service: unknown }>;
  readonly entra?: undefined;
};

/** A config file that keeps every rule. */
export type Config = EntraConfig | GitHubConfig;

/** The config of a stack with Entra or of one with GitHub; a file that names both or neither has been refused. */
export function configOf({ entra, github, ...common }: Sections): Config | undefined {
  const { authProxy, ...others } = common;
  if (entra !== undefined) {
    return github === undefined ? { ...common, entra } : undefined;
  }
  return github === undefined || (authProxy !== undefined && "service" in authProxy)
    ? undefined
    : { ...others, authProxy, github };
}
