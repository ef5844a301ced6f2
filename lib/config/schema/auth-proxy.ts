import { z } from "zod";
import { extraAudience } from "../../oauth2-proxy/audience";
import { OBJECT_ID_PATTERN } from "../../rules/object-id";
import { EXTRA_FLAGS, extraFlagProblems } from "../../oauth2-proxy/extra-flags";
import { proxyImage } from "../../oauth2-proxy/image";
import { proxyPrefix } from "../../model/proxy-prefix";
import { redisProblems, redisUrl } from "../../oauth2-proxy/redis-rules";
import { tolerationProblems } from "../../oauth2-proxy/scheduling";
import { duration, DURATION_PATTERN } from "../../rules/duration";
import { labelValue, metadataKey, quantity, replicas, subdomainName } from "../../rules/kubernetes";
import { bufferSize, SIZE_PATTERN } from "../../rules/size";
import { chartRepository } from "../../rules/url";
import { secretKeyReference, service } from "../../schema/kubernetes";
import { form, label, mapOf, number, reportAll, someText, text } from "../../schema/leaves";

const quantities = z.strictObject({
  cpu: text(quantity).optional().describe("Such as 250m."),
  memory: text(quantity).optional().describe("Such as 64Mi."),
});

const redis = z
  .strictObject({
    url: text(redisUrl).describe(
      "Such as rediss://cache.example.com:6380; never with a password. Without TLS (redis://) only a Service of the cluster or a private address.",
    ),
    passwordSecret: secretKeyReference
      .optional()
      .describe("The password, in a Secret in the auth proxy's namespace."),
    caSecret: secretKeyReference
      .optional()
      .describe(
        "The certificate (PEM) of the CA that signed Redis's own, in a Secret in the auth proxy's namespace. Default: public CAs.",
      ),
    cluster: z
      .boolean()
      .optional()
      .describe("The URL leads to a cluster that speaks the Redis Cluster protocol. Default: false."),
  })
  .superRefine((value, context) => reportAll(context, redisProblems(value)));

const session = z.strictObject({
  lifetime: text(duration, DURATION_PATTERN)
    .optional()
    .describe('When the session cookie ends. Default: "8h".'),
  refresh: text(duration, DURATION_PATTERN)
    .optional()
    .describe("How often tokens and groups are fetched anew. Default: never."),
  store: z
    .union([
      z.enum(["cookie-minimal", "cookie"]),
      form({ redis: redis.describe("A Redis or Valkey that is there already.") }),
    ])
    .optional()
    .describe('Where the session is kept. Default: "cookie-minimal".'),
});

const toleration = z
  .strictObject({
    key: z.string().optional().describe("The taint's key. Default: every taint, with the operator Exists."),
    operator: z.enum(["Exists", "Equal"]).optional().describe("How the value is compared. Default: Equal."),
    value: z.string().optional().describe("The taint's value."),
    effect: z
      .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
      .optional()
      .describe("The taint's effect."),
  })
  .superRefine((value, context) => reportAll(context, tolerationProblems(value)));

const scheduling = z.strictObject({
  nodeSelector: mapOf(metadataKey, text(labelValue)).optional().describe("Labels of the nodes."),
  tolerations: z.array(toleration).optional().describe("Taints that the Pods tolerate."),
  priorityClassName: text(subdomainName).optional().describe("PriorityClass of the Pods."),
});

const helm = z.strictObject({
  repository: text(chartRepository)
    .optional()
    .describe("https or oci. Default: https://oauth2-proxy.github.io/manifests."),
  chart: someText()
    .optional()
    .describe(
      'Name in the repository, or a local path, relative to the folder of the synthesized stack. Default: "oauth2-proxy".',
    ),
  version: someText().optional().describe('Default: "10.7.0".'),
});

function prefix(description: string): z.ZodOptional<z.ZodString> {
  return text(proxyPrefix).optional().describe(description);
}

const made = form({
  name: label().optional().describe('Name of Deployment, Service and Secrets. Default: "oauth2-proxy".'),
  namespace: z
    .strictObject({
      name: label().describe("Name of the namespace."),
      create: z.boolean().optional().describe("Whether the stack makes it. Default: false."),
    })
    .optional()
    .describe('Default: "oauth2-proxy", made by the stack.'),
  proxyPrefix: prefix(
    'The path below which it answers on every protected host, for where an app needs /oauth2 itself. Default: "/oauth2".',
  ),
  image: text(proxyImage).optional().describe("oauth2-proxy 7.15.4 or later, with a version tag."),
  replicas: number(replicas).optional().describe("Default: 2."),
  resources: z
    .strictObject({
      requests: quantities.optional().describe("Default: 50m CPU and 64Mi memory."),
      limits: quantities.optional().describe("Default: 128Mi memory."),
    })
    .optional()
    .describe("CPU and memory of a Pod."),
  scheduling: scheduling.optional().describe("Where the Pods may run."),
  session: session.optional().describe("How long somebody stays signed in, and where that is remembered."),
  identityHeaders: z
    .enum(["none", "user", "token"])
    .optional()
    .describe('What apps are told: nothing, name and groups, or the ID token too. Default: "user".'),
  expectedGroups: z
    .int()
    .min(1)
    .optional()
    .describe(
      'In how many groups one person is at most; of this stack with groupClaim "assigned". With GitHub, organizations and teams. Default: 100, or 10 of this stack.',
    ),
  groupOverage: z
    .enum(["refuse", "graph"])
    .optional()
    .describe(
      'Who is in more than 200 groups: refused, or "graph" asks Microsoft Graph at sign-in (permission User.Read). Default: "refuse".',
    ),
  bufferSize: text(bufferSize, SIZE_PATTERN)
    .optional()
    .describe('Response buffer, such as "64k". Default: sized to fit.'),
  bearerTokens: z
    .boolean()
    .optional()
    .describe(
      "Accept tokens of service principals. Default: where a group, role or rule names one, or there is a machine client.",
    ),
  extraAudiences: z
    .array(text(extraAudience, OBJECT_ID_PATTERN))
    .optional()
    .describe("Client ids of other applications whose tokens are accepted as bearer tokens too."),
  contact: z.string().min(1).optional().describe("Whom the refusal page tells people to ask."),
  networkPolicy: z.boolean().optional().describe("Only the controller may connect. Default: true."),
  helm: helm.optional().describe("Deploy the official chart instead of plain resources."),
  extraFlags: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .superRefine((flags, context) => reportAll(context, extraFlagProblems(flags)))
    .optional()
    .describe(
      `Further oauth2-proxy flags, such as request-logging: false. Those that work here: ${EXTRA_FLAGS.join(", ")}.`,
    ),
});

/** Which bearer tokens are accepted, whatever is wrong with the rest. */
export const bearerOptions = z.object({
  bearerTokens: made.shape.bearerTokens,
  extraAudiences: made.shape.extraAudiences,
});

const {
  session: sessionKey,
  identityHeaders,
  expectedGroups,
  groupOverage,
  bufferSize: bufferSizeKey,
} = made.shape;

/** What the resolver decides on, whatever is wrong with the rest. */
export const signInOptions = z.object({
  session: sessionKey,
  identityHeaders,
  expectedGroups,
  groupOverage,
  bufferSize: bufferSizeKey,
});

/** Where the auth proxy runs, whatever is wrong with the rest. */
export const proxyNamespace = z.object({ namespace: made.shape.namespace });

const existing = form({
  service: service.describe("An oauth2-proxy that somebody else runs."),
  proxyPrefix: prefix(
    'The path below which it answers on every protected host, as its --proxy-prefix says. Default: "/oauth2".',
  ),
});

/** The path below which the auth proxy answers, whatever is wrong with the rest. */
export const prefixOptions = z.object({ proxyPrefix: made.shape.proxyPrefix });

export const authProxy = z.union([made, existing]);

/** The flags that are added, and where sessions are kept, whatever is wrong with the rest. */
export const flagOptions = z.object({
  extraFlags: z.record(z.string(), z.unknown()).optional(),
  session: z.looseObject({ store: z.unknown() }).optional(),
});
