import { type CoreV1Api } from "@kubernetes/client-node";

interface Content {
  secrets?: Record<string, Record<string, string>>;
  configMaps?: Record<string, Record<string, string>>;
}

/** As much of the API server as reading a Pod's Secrets and ConfigMaps and asking for its tokens takes. */
export function fakeCore(content: Content): CoreV1Api & { tokenRequests: object[] } {
  const tokenRequests: object[] = [];
  const found = <T>(value: T | undefined): T => {
    if (value === undefined) throw Object.assign(new Error("HTTP-Code: 404"), { code: 404 });
    return value;
  };
  const core = {
    tokenRequests,
    readNamespacedSecret: async ({ name }: { name: string }) => {
      const entries = Object.entries(found(content.secrets?.[name]));
      return {
        data: Object.fromEntries(entries.map(([key, value]) => [key, Buffer.from(value).toString("base64")])),
      };
    },
    readNamespacedConfigMap: async ({ name }: { name: string }) => ({
      data: found(content.configMaps?.[name]),
    }),
    createNamespacedServiceAccountToken: async (request: {
      body: { spec: { expirationSeconds: number } };
    }) => {
      tokenRequests.push(request);
      const expirationTimestamp = new Date(Date.now() + request.body.spec.expirationSeconds * 1000);
      return { status: { token: `token-${tokenRequests.length}`, expirationTimestamp } };
    },
  };
  return core as unknown as CoreV1Api & { tokenRequests: object[] };
}
