import { z } from "zod";
import {
  addressRange,
  appPath,
  appProblems,
  backendArgument,
  backendName,
  bufferSize,
  chartRepository,
  clientSecretProblems,
  cookieDomain,
  displayName,
  duration,
  extraAnnotation,
  extraFlag,
  host,
  httpsUrl,
  membershipProblems,
  metadataKey,
  objectId,
  objectName,
  port,
  proxyImage,
  quantity,
  redirectUri,
  redisUrl,
  replicas,
  secretKey,
  stackName,
  subdomainName,
  tenantId,
  userPrincipalName,
  userReference,
  wholeDays,
  type Problem,
  type Rule,
} from "../rules";

/*
 * The shape of a config file. What a value must be is said by the rules, which the constructs use as well;
 * the same schema gives the JSON Schema for editors.
 */

function text(rule: Rule): z.ZodString {
  return z.string().superRefine((value, context) => report(context, rule(value)));
}

function number(rule: Rule<number>): z.ZodNumber {
  return z.number().superRefine((value, context) => report(context, rule(value)));
}

/** A map whose keys keep a rule. */
function mapOf<T extends z.ZodType>(keyRule: Rule, value: T): z.ZodRecord<z.ZodString, T> {
  return z.record(z.string(), value).superRefine((map, context) => {
    Object.keys(map).forEach((key) => report(context, keyRule(key), [key]));
  });
}

function report(context: z.RefinementCtx, message: string | undefined, path: (string | number)[] = []): void {
  if (message !== undefined) {
    context.addIssue({ code: "custom", message, path });
  }
}

function reportAll(context: z.RefinementCtx, problems: readonly Problem[]): void {
  problems.forEach(({ path, message }) => report(context, message, [...path]));
}

const user = z.union([
  text(userReference),
  z.strictObject({ userPrincipalName: text(userPrincipalName) }),
  z.strictObject({ mail: text(userPrincipalName) }),
  z.strictObject({ objectId: text(objectId) }),
]);

const servicePrincipal = z.union([
  z.literal("self"),
  z.strictObject({ clientId: text(objectId) }),
  z.strictObject({ objectId: text(objectId) }),
]);

const group = z.union([
  text(objectId),
  z.strictObject({ objectId: text(objectId) }),
  z.strictObject({ name: text(displayName) }),
]);

const secretKeyReference = z.strictObject({ name: text(subdomainName), key: text(secretKey) });

const accessGroup = z.union([
  z
    .strictObject({
      name: text(displayName).describe("Display name of the group to make."),
      description: z.string().optional(),
      owners: z.array(user).optional().describe("Users who may change the group."),
      users: z.array(user).optional().describe("Users, by user principal name, mail or object id."),
      servicePrincipals: z
        .array(servicePrincipal)
        .optional()
        .describe('Service principals by client or object id, or "self" for the application of this stack.'),
      groups: z.array(group).optional().describe("Nested groups, by object id or display name."),
      membership: z
        .enum(["additive", "authoritative"])
        .optional()
        .describe('"additive" (default) leaves other members alone, "authoritative" removes them.'),
    })
    .superRefine((value, context) => reportAll(context, membershipProblems(value))),
  z.strictObject({ objectId: text(objectId).describe("Object id of a group that exists already.") }),
]);

const application = z.union([
  z.strictObject({
    name: text(displayName).describe("Display name of the app registration to make."),
    homePage: text(httpsUrl).optional().describe("What the My Apps portal opens. Default: the first host."),
    owners: z.array(user).optional().describe("Users who may change the registration."),
    redirectUris: z
      .array(text(redirectUri))
      .optional()
      .describe("Redirect URIs beside those of the hosts; https, or http for localhost."),
    adminConsent: z.boolean().optional().describe("Consent for everybody in the tenant. Default: false."),
  }),
  z.strictObject({ clientId: text(objectId).describe("Client id of a registration that exists already.") }),
]);

const credential = z.union([
  z.strictObject({
    clientSecret: z
      .strictObject({
        rotation: text(wholeDays)
          .optional()
          .describe('Age at which an apply replaces the secret. Default: "90d".'),
        lifetime: text(wholeDays).optional().describe('When Entra stops accepting it. Default: "180d".'),
        propagation: text(duration).optional().describe('Pause before a new secret is used. Default: "60s".'),
      })
      .superRefine((value, context) => reportAll(context, clientSecretProblems(value))),
  }),
  z.strictObject({ existingSecret: secretKeyReference }),
]);

const tls = z.union([
  z.literal("external"),
  z.strictObject({
    secretName: text(subdomainName)
      .optional()
      .describe("Secret with the certificate, in the app's namespace."),
    proxySecretName: text(subdomainName)
      .optional()
      .describe("Secret with the same certificate in the auth proxy's namespace."),
    issuer: z
      .strictObject({ name: text(subdomainName), kind: z.enum(["ClusterIssuer", "Issuer"]).optional() })
      .optional()
      .describe("cert-manager issuer that fills the Secret."),
  }),
]);

const path = z.union([
  text(appPath),
  z.strictObject({ path: text(appPath), pathType: z.enum(["Prefix", "Exact"]) }),
]);

export const appSchema = z
  .strictObject({
    name: text(objectName).describe("The app's name, and its Ingress's."),
    host: text(host).describe("DNS name in lower case, such as podinfo.example.com."),
    service: z
      .strictObject({ namespace: text(objectName), name: text(objectName), port: number(port) })
      .optional()
      .describe("Where allowed requests go."),
    externalIngress: z
      .boolean()
      .optional()
      .describe("Somebody else owns the Ingress and takes its annotations from the output. Default: false."),
    paths: z.array(path).optional().describe('Default: ["/"].'),
    publicPaths: z.array(path).optional().describe("Paths open to everybody, without identity headers."),
    api: z.boolean().optional().describe("401 instead of a redirect without a session. Default: false."),
    tls: tls.optional().describe("Default: the controller's default certificate."),
    extraAnnotations: mapOf(extraAnnotation, z.string()).optional(),
    proxyIngressName: text(subdomainName)
      .optional()
      .describe('Name of the /oauth2 Ingress. Default: "<auth proxy>-<host>".'),
  })
  .superRefine((value, context) => reportAll(context, appProblems(value)));

const ingressController = z.strictObject({
  kind: z.enum(["ingress-nginx", "traefik"]),
  className: text(subdomainName).optional().describe('IngressClass. Default: "nginx".'),
  namespace: text(objectName).optional().describe("Namespace of the controller's Pods."),
  podLabels: mapOf(metadataKey, z.string()).optional().describe("Labels of the controller's Pods."),
  trustedAddresses: z
    .array(text(addressRange))
    .min(1)
    .optional()
    .describe("Ranges its requests come from. Default: private ranges."),
  requestHeaderLimit: text(bufferSize)
    .optional()
    .describe("Longest request header line it takes, such as 8k."),
});

const quantities = z.strictObject({ cpu: text(quantity).optional(), memory: text(quantity).optional() });

const redis = z.strictObject({
  url: text(redisUrl).describe("Such as rediss://cache.example.com:6380; never with a password."),
  passwordSecret: secretKeyReference.optional(),
});

const session = z.strictObject({
  lifetime: text(duration).optional().describe('When the session cookie ends. Default: "8h".'),
  refresh: text(duration)
    .optional()
    .describe("How often tokens and groups are fetched anew. Default: never."),
  store: z
    .union([z.enum(["cookie-minimal", "cookie"]), z.strictObject({ redis })])
    .optional()
    .describe('Where the session is kept. Default: "cookie-minimal".'),
});

const madeAuthProxy = z.strictObject({
  name: text(objectName).optional().describe('Default: "oauth2-proxy".'),
  namespace: z
    .strictObject({ name: text(objectName), create: z.boolean().optional() })
    .optional()
    .describe('Default: "oauth2-proxy", made by the stack.'),
  image: text(proxyImage).optional().describe("oauth2-proxy 7.15.4 or later, with a version tag."),
  replicas: number(replicas).optional().describe("Default: 2."),
  resources: z.strictObject({ requests: quantities.optional(), limits: quantities.optional() }).optional(),
  scheduling: z
    .strictObject({
      nodeSelector: mapOf(metadataKey, z.string()).optional(),
      tolerations: z
        .array(
          z.strictObject({
            key: z.string().optional(),
            operator: z.enum(["Exists", "Equal"]).optional(),
            value: z.string().optional(),
            effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
          }),
        )
        .optional(),
      priorityClassName: text(subdomainName).optional(),
    })
    .optional(),
  session: session.optional(),
  identityHeaders: z
    .enum(["none", "user", "token"])
    .optional()
    .describe('What apps are told. Default: "user".'),
  expectedGroups: z
    .int()
    .min(1)
    .optional()
    .describe("In how many groups one person is at most. Default: 100."),
  bufferSize: text(bufferSize).optional().describe('Response buffer, such as "64k". Default: sized to fit.'),
  bearerTokens: z
    .boolean()
    .optional()
    .describe("Accept tokens of service principals. Default: where one is a member of the access group."),
  contact: z.string().optional().describe("Whom the refusal page tells people to ask."),
  networkPolicy: z.boolean().optional().describe("Only the controller may connect. Default: true."),
  helm: z
    .strictObject({
      repository: text(chartRepository).optional(),
      chart: z.string().min(1).optional(),
      version: z.string().min(1).optional(),
    })
    .optional()
    .describe("Deploy the official chart instead of plain resources."),
  extraFlags: mapOf(
    extraFlag,
    z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
  ).optional(),
});

const existingAuthProxy = z.strictObject({
  service: z.strictObject({ namespace: text(objectName), name: text(objectName), port: number(port) }),
});

/** The sections of a config file. */
export const sections = {
  stack: text(stackName).optional().describe('Name of the stack. Default: "entra-ingress-auth".'),
  entra: z
    .strictObject({
      cloud: z.enum(["public", "usgovernment", "usgovernmentl5", "china"]).optional(),
      tenantId: text(tenantId)
        .optional()
        .describe("The tenant's GUID. Default: the one Terraform signs in to."),
      application: application.optional(),
      credential: credential.optional(),
      accessGroup,
    })
    .describe("The application and the group in Microsoft Entra ID."),
  cluster: z
    .union([
      z.literal("environment"),
      z.strictObject({ kubeconfig: z.string().min(1).optional(), context: z.string().min(1).optional() }),
    ])
    .optional()
    .describe('Kubeconfig path and context, or "environment". Default: ~/.kube/config.'),
  clusterDomain: text(subdomainName).optional().describe('Default: "cluster.local".'),
  ingressController: ingressController.describe("What is in front of the apps."),
  authCheck: z
    .enum(["cluster", "public-host"])
    .optional()
    .describe('How the controller reaches the auth proxy. Default: "cluster".'),
  signIn: z
    .strictObject({ host: text(host), cookieDomain: text(cookieDomain), tls: tls.optional() })
    .optional()
    .describe("One host at which all apps of a domain sign in."),
  authProxy: z.union([madeAuthProxy, existingAuthProxy]).optional().describe("How oauth2-proxy runs."),
  apps: z.array(appSchema).min(1).describe("The protected apps."),
  state: z
    .strictObject({
      backend: text(backendName).optional(),
      arguments: mapOf(backendArgument, z.unknown()).optional(),
    })
    .optional()
    .describe("Where Terraform keeps its state. Default: a file beside cdktf.json."),
};

export const configSchema = z.strictObject(sections);

/** A config file that keeps every rule. */
export type Config = z.infer<typeof configSchema>;
