import type { V1Ingress } from "@kubernetes/client-node";

export const HOST = "podinfo.example.com";
const PREFIX = "nginx.ingress.kubernetes.io";

interface Wanted {
  readonly name?: string;
  readonly created?: string;
  readonly host?: string;
  readonly path?: string;
  readonly pathType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly secret?: string;
}

/** An Ingress as the API server has it. */
export function ingress({
  name = "podinfo",
  created = "2026-01-01T00:00:00Z",
  host = HOST,
  path = "/",
  pathType = "Prefix",
  annotations = {},
  secret,
}: Wanted): V1Ingress {
  return {
    metadata: {
      namespace: "default",
      name,
      creationTimestamp: new Date(created),
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`${PREFIX}/${key}`, value]),
      ),
    },
    spec: {
      rules: [
        { host, http: { paths: [{ path, pathType, backend: { service: { name, port: { number: 80 } } } }] } },
      ],
      tls: secret === undefined ? undefined : [{ hosts: [host], secretName: secret }],
    },
  };
}
