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
  signInOptions,
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
  signInOptions,
  signInSet,
};

const ingressController = z.strictObject({
  kind: z.enum(EDGE_KINDS).describe("traefik is 3.7.12 or later, with its provider kubernetesIngressNGINX."),
  className: text(subdomainName)
    .optional()
    .describe('IngressClass. Default: "nginx"; AKS application routing is known by its class or namespace.'),
  controllerClass: text(controllerClass)
    .optional()
    .describe(
      "What that IngressClass says in spec.controller; needed where its name is usually another controller's, such as traefik.",
    ),
  namespace: label()
    .optional()
    .describe("Namespace of the controller's Pods. Default: ingress-nginx or traefik."),
  podLabels: mapOf(metadataKey, z.string())
    .optional()
    .describe(
      "Labels of the controller's Pods; {} admits every Pod of the namespace. Default: those of its usual installation; in another namespace, none.",
    ),
  trustedAddresses: z
    .array(text(addressRange))
    .min(1)
    .optional()
    .describe("Ranges its requests come from. Default: private ranges."),
  refusesEncodedSlashes: z
    .boolean()
    .optional()
    .describe(
      "Traefik's entry points refuse an encoded slash and backslash (http.encodedCharacters: allowEncodedSlash and allowEncodedBackSlash false), so that several rules may hold for paths of one Service. Default: false.",
    ),
  requestHeaderLimit: text(bufferSize, SIZE_PATTERN)
    .optional()
    .describe("Longest request header line it takes. Default: 8k (ingress-nginx), 1m (traefik)."),
});

const cluster = z.union([
  z.literal("environment"),
  form({
    kubeconfig: someText()
      .optional()
      .describe("Path of the kubeconfig; a relative one starts at the folder of the synthesized stack."),
    context: someText().optional().describe("Default: the current one."),
  }),
]);

const state = z.strictObject({
  backend: text(backendName).optional().describe('Such as azurerm, s3, gcs, kubernetes. Default: "local".'),
  arguments: z
    .record(z.string(), z.unknown())
    .superRefine((value, context) => reportAll(context, backendProblems(value)))
    .optional()
    .describe(
      "The backend's own arguments under Terraform's names; secrets go into its environment variables. Relative paths of a local state start at the folder cdktf.out/stacks/<stack> beside the config file, whatever the output folder is.",
    ),
});

/** The sections of a config file. */
export const sections = {
  $schema: z.string().optional(),
  stack: text(stackName).optional().describe('Name of the stack. Default: "entra-ingress-auth".'),
  entra: entra
    .optional()
    .describe("The application and the group in Microsoft Entra ID. Required, or `github` in its place."),
  github: github
    .optional()
    .describe("The OAuth app at GitHub, and who may sign in, in the place of `entra`."),
  cluster: cluster
    .optional()
    .describe('Kubeconfig path and context, or "environment". Default: ~/.kube/config.'),
  providers: providers
    .optional()
    .describe(
      "Versions and sources of Terraform's providers; what is said of one that the stack has not is not read.",
    ),
  clusterDomain: text(subdomainName)
    .optional()
    .describe('The cluster\'s DNS domain. Default: "cluster.local".'),
  ingressController: ingressController.describe("What is in front of the apps."),
  authCheck: z
    .enum(["cluster", "public-host"])
    .optional()
    .describe('How the controller reaches the auth proxy. Default: "cluster".'),
  signIn: signIn.optional().describe("One host at which all apps of a domain sign in."),
  signOut: z
    .boolean()
    .optional()
    .describe(
      "Every app has a sign-out URL, in the output `sign_out_urls`; registers a second redirect URI for every sign-in host in Entra. Default: false.",
    ),
  authProxy: authProxy.optional().describe("How oauth2-proxy runs."),
  apps: z.array(app).min(1).describe("The protected apps."),
  state: state
    .optional()
    .describe("Where Terraform keeps its state. Default: a file beside the config file."),
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

/** A config of the one kind or the other; what is neither has been refused. */
export function configOf({ entra, github, ...common }: Sections): Config | undefined {
  const { authProxy, ...others } = common;
  if (entra !== undefined) {
    return github === undefined ? { ...common, entra } : undefined;
  }
  return github === undefined || (authProxy !== undefined && "service" in authProxy)
    ? undefined
    : { ...others, authProxy, github };
}
