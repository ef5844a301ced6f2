import { z } from "zod";
import {
  caBundleProblems,
  egressProxyProblems,
  egressProxyUrl,
  furtherAnnotation,
  furtherLabel,
  noProxyEntry,
  serviceAccountProblems,
} from "../../oauth2-proxy/pod-rules";
import { configMapKey, labelValue, metadataKey, subdomainName } from "../../rules/kubernetes";
import { secretKeyReference } from "../../schema/kubernetes";
import { form, mapOf, reportAll, text } from "../../schema/leaves";

const egressProxy = z
  .strictObject({
    url: text(egressProxyUrl).optional(),
    existingSecret: secretKeyReference.optional(),
    noProxy: z.array(text(noProxyEntry)).optional(),
  })
  .superRefine((value, context) => reportAll(context, egressProxyProblems(value)));

const caBundle = z
  .strictObject({
    configMap: z.strictObject({ name: text(subdomainName), key: text(configMapKey) }).optional(),
    secret: secretKeyReference.optional(),
  })
  .superRefine((value, context) => reportAll(context, caBundleProblems(value)));

const serviceAccount = z
  .strictObject({
    name: text(subdomainName).optional(),
    annotations: mapOf(metadataKey, z.string()).optional(),
    labels: mapOf(furtherLabel, text(labelValue)).optional(),
  })
  .superRefine((value, context) => reportAll(context, serviceAccountProblems(value)));

/** What surrounds the auth proxy's Pods. */
export const podShape = {
  egressProxy: egressProxy.optional(),
  caBundle: caBundle.optional(),
  imagePullSecrets: z.array(z.union([text(subdomainName), form({ name: text(subdomainName) })])).optional(),
  podLabels: mapOf(furtherLabel, text(labelValue)).optional(),
  podAnnotations: mapOf(furtherAnnotation, z.string()).optional(),
  serviceAccount: serviceAccount.optional(),
  securityContext: z.enum(["platform"]).optional(),
};
