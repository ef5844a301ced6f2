import type { V1Ingress } from "@kubernetes/client-node";
import { z } from "zod";
import {
  startAdmissionWebhook,
  type AdmissionWebhook,
  type AdmissionWebhookOptions,
} from "../cluster/admission";
import { refusal } from "./ingress-check";
import { IngressWatch } from "./ingress-watch";

const written = z.custom<V1Ingress>((value) => typeof value === "object" && value !== null);

/** Refuses what the webhook of ingress-nginx refuses, which its chart installs in this way. */
export async function startIngressWebhook(
  options: Pick<AdmissionWebhookOptions, "config" | "authority">,
): Promise<AdmissionWebhook> {
  const watch = new IngressWatch(options.config);
  await watch.start();
  const webhook = await startAdmissionWebhook({
    ...options,
    name: "validate.nginx.ingress.kubernetes.io",
    path: "/networking/v1/ingresses",
    rules: [
      {
        apiGroups: ["networking.k8s.io"],
        apiVersions: ["v1"],
        operations: ["CREATE", "UPDATE"],
        resources: ["ingresses"],
      },
    ],
    probe: PROBE,
    refusal: ({ object }) => {
      const ingress = written.parse(object);
      return refusal({ ingress, isOurs: watch.isOurs(ingress), others: watch.list() });
    },
  });
  return {
    close: async () => {
      await webhook.close();
      await watch.close();
    },
  };
}

/** Of a class that nobody has. */
const PROBE = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "webhook-probe", namespace: "default" },
  spec: {
    ingressClassName: "webhook-probe",
    defaultBackend: { service: { name: "webhook-probe", port: { number: 80 } } },
  },
};
