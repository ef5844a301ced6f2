import { z } from "zod";
import { extraAudience } from "../../identity/entra/audience";
import { OBJECT_ID_PATTERN } from "../../rules/object-id";
import { EXTRA_FLAGS, extraFlagProblems } from "../../oauth2-proxy/extra-flags";
import { pageLogo, pageTitle } from "../../oauth2-proxy/page-props";
import { proxyImage } from "../../oauth2-proxy/image";
import { proxyPrefix } from "../../model/proxy-prefix";
import { masterName, redisProblems, redisUrl, sentinelAddress } from "../../oauth2-proxy/redis-rules";
import { metricsProblems } from "../../oauth2-proxy/metrics-props";
import { cpuPercentage, fromOneUp, rangeProblems, spreadProblems } from "../../oauth2-proxy/scaling";
import { tolerationProblems } from "../../oauth2-proxy/scheduling";
import { duration, DURATION_PATTERN, refreshTime, wholeDays } from "../../rules/duration";
import { cpu, labelValue, memory, metadataKey, replicas, subdomainName } from "../../rules/kubernetes";
import { bufferSize, SIZE_PATTERN } from "../../rules/size";
import { chartRepository } from "../../rules/url";
import { secretKeyReference, service } from "../../schema/kubernetes";
import { form, label, mapOf, number, reportAll, someText, text } from "../../schema/leaves";
import { podShape } from "./pod";

const quantities = z.strictObject({
  cpu: text(cpu).optional(),
  memory: text(memory).optional(),
});

const redis = z
  .strictObject({
    url: text(redisUrl).optional(),
    urlSecret: secretKeyReference.optional(),
    passwordSecret: secretKeyReference.optional(),
    caSecret: secretKeyReference.optional(),
    cluster: z.boolean().optional(),
    sentinel: z
      .strictObject({
        master: text(masterName),
        addresses: z.array(text(sentinelAddress)).optional(),
        passwordSecret: secretKeyReference.optional(),
      })
      .optional(),
  })
  .superRefine((value, context) => reportAll(context, redisProblems(value)));

const session = z.strictObject({
  lifetime: text(duration, DURATION_PATTERN).optional(),
  refresh: text(refreshTime, DURATION_PATTERN).optional(),
  store: z.union([z.enum(["cookie-minimal", "cookie"]), form({ redis })]).optional(),
});

const toleration = z
  .strictObject({
    key: z.string().optional(),
    operator: z.enum(["Exists", "Equal"]).optional(),
    value: z.string().optional(),
    effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
  })
  .superRefine((value, context) => reportAll(context, tolerationProblems(value)));

const scheduling = z.strictObject({
  nodeSelector: mapOf(metadataKey, text(labelValue)).optional(),
  tolerations: z.array(toleration).optional(),
  priorityClassName: text(subdomainName).optional(),
  topologySpreadConstraints: z
    .array(
      z.strictObject({
        topologyKey: text(metadataKey),
        maxSkew: number(fromOneUp).optional(),
        whenUnsatisfiable: z.enum(["ScheduleAnyway", "DoNotSchedule"]).optional(),
        minDomains: number(fromOneUp).optional(),
      }),
    )
    .superRefine((value, context) => reportAll(context, spreadProblems(value)))
    .optional(),
});

const cookieSecret = z.union([
  form({ rotation: text(wholeDays, DURATION_PATTERN).optional() }),
  form({ existingSecret: secretKeyReference }),
]);

const range = form({
  min: number(replicas),
  max: number(replicas),
  targetCpu: number(cpuPercentage).optional(),
}).superRefine((value, context) => reportAll(context, rangeProblems(value)));

const labels = mapOf(metadataKey, text(labelValue));
const monitoringObject = z.strictObject({ labels: labels.optional() });

const metrics = z
  .strictObject({
    scrapedBy: z.strictObject({ namespace: label(), podLabels: labels }),
    serviceMonitor: monitoringObject.optional(),
    alerts: monitoringObject.optional(),
  })
  .superRefine((value, context) => reportAll(context, metricsProblems(value)));

const helm = z.strictObject({
  repository: text(chartRepository).optional(),
  chart: someText().optional(),
  version: someText().optional(),
});

const made = form({
  name: label().optional(),
  namespace: z
    .strictObject({
      name: label(),
      create: z.boolean().optional(),
    })
    .optional(),
  proxyPrefix: text(proxyPrefix).optional(),
  image: text(proxyImage).optional(),
  replicas: z.union([number(replicas), range]).optional(),
  resources: z
    .strictObject({
      requests: quantities.optional(),
      limits: quantities.optional(),
    })
    .optional(),
  scheduling: scheduling.optional(),
  ...podShape,
  cookieSecret: cookieSecret.optional(),
  secretsRevision: someText().optional(),
  session: session.optional(),
  identityHeaders: z.enum(["none", "user", "token"]).optional(),
  accessToken: z.strictObject({ scope: someText() }).optional(),
  expectedGroups: z.int().min(1).optional(),
  groupOverage: z.enum(["refuse", "graph"]).optional(),
  bufferSize: text(bufferSize, SIZE_PATTERN).optional(),
  bearerTokens: z.boolean().optional(),
  extraAudiences: z.array(text(extraAudience, OBJECT_ID_PATTERN)).optional(),
  contact: z.string().min(1).optional(),
  pages: z.strictObject({ title: text(pageTitle).optional(), logo: text(pageLogo).optional() }).optional(),
  networkPolicy: z.boolean().optional(),
  logFormat: z.enum(["text", "json"]).optional(),
  metrics: metrics.optional(),
  helm: helm.optional(),
  extraFlags: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .meta({ propertyNames: { enum: EXTRA_FLAGS } })
    .superRefine((flags, context) => reportAll(context, extraFlagProblems(flags)))
    .optional(),
});

const existing = form({
  service,
  proxyPrefix: text(proxyPrefix).optional(),
});

export const authProxy = z.union([made, existing]);
