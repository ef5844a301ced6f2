import {
  AdmissionregistrationV1Api,
  KubernetesObjectApi,
  type KubeConfig,
  type KubernetesObject,
  type V1RuleWithOperations,
} from "@kubernetes/client-node";
import fastify from "fastify";
import { z } from "zod";
import type { CertificateAuthority } from "../certificates";
import { hasCode } from "../error-code";
import { NETWORK } from "../namespace/network";
import { until } from "../until";

const request = z.object({
  uid: z.string(),
  operation: z.enum(["CREATE", "UPDATE", "DELETE", "CONNECT"]),
  resource: z.object({ group: z.string(), version: z.string(), resource: z.string() }),
  namespace: z.string().default(""),
  name: z.string().default(""),
  userInfo: z.object({ username: z.string() }),
  dryRun: z.boolean().default(false),
  object: z.unknown(),
});
const review = z.object({ request });

/** A write that the API server asks about. */
export type AdmissionRequest = z.infer<typeof request>;

export interface AdmissionWebhookOptions {
  /** Its name, such as `validate.nginx.ingress.kubernetes.io`. */
  readonly name: string;
  /** The path of its URL. */
  readonly path: string;
  /** The cluster's administrator. */
  readonly config: KubeConfig;
  /** Signs its certificate. */
  readonly authority: CertificateAuthority;
  /** The writes that it is asked about. */
  readonly rules: readonly V1RuleWithOperations[];
  /** A new object that it would be asked about; it is never made, and shows that the API server knows the webhook. */
  readonly probe: KubernetesObject;
  /** Why a write is refused; undefined where it is admitted. */
  readonly refusal: (request: AdmissionRequest) => string | undefined | Promise<string | undefined>;
}

/** A webhook that the API server asks before it writes. */
export interface AdmissionWebhook {
  /** Takes it away; afterwards the API server asks it no more. */
  close(): Promise<void>;
}

/** Starts a validating admission webhook, without which nothing that it is asked about can be written. */
export async function startAdmissionWebhook(options: AdmissionWebhookOptions): Promise<AdmissionWebhook> {
  const { name, path, config, authority, rules } = options;
  const { certificate, privateKey } = await authority.issue({ names: [NETWORK.node] });
  const server = fastify({
    logger: false,
    https: { cert: certificate, key: privateKey },
    bodyLimit: 8 << 20,
  });
  let asked = 0;
  server.post(path, async ({ body }) => {
    asked += 1;
    const { request: about } = review.parse(body);
    const message = await options.refusal(about);
    const status = { status: "Failure", code: 400, reason: "BadRequest", message };
    const response = { uid: about.uid, allowed: message === undefined };
    return {
      apiVersion: "admission.k8s.io/v1",
      kind: "AdmissionReview",
      response: message === undefined ? response : { ...response, status },
    };
  });
  const url = `${await server.listen({ host: NETWORK.node, port: 0 })}${path}`;
  const registration = config.makeApiClient(AdmissionregistrationV1Api);
  await registration.createValidatingWebhookConfiguration({
    body: {
      metadata: { name },
      webhooks: [
        {
          name,
          rules: [...rules],
          clientConfig: { url, caBundle: Buffer.from(authority.certificate).toString("base64") },
          failurePolicy: "Fail",
          matchPolicy: "Equivalent",
          sideEffects: "None",
          admissionReviewVersions: ["v1"],
          timeoutSeconds: 10,
        },
      ],
    },
  });
  const isAsked = async (): Promise<boolean> => {
    const before = asked;
    await tryOut(config, options.probe);
    return asked > before;
  };
  await until(isAsked, `the API server does not ask ${name}`);
  return {
    close: async () => {
      await registration.deleteValidatingWebhookConfiguration({ name });
      // Until the API server has noticed, it would refuse what it cannot ask about.
      await until(async () => !(await isAsked()), `the API server still asks ${name}`);
      await server.close();
    },
  };
}

/** Asks the API server to make an object without making it; what it answers does not matter. */
async function tryOut(config: KubeConfig, probe: KubernetesObject): Promise<void> {
  await KubernetesObjectApi.makeApiClient(config)
    .create(probe, undefined, "All")
    .catch((error: unknown) => {
      if (!hasCode(error, 400)) throw error;
    });
}
