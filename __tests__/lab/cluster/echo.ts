import { setTimeout as delay } from "node:timers/promises";
import type { V1Container } from "@kubernetes/client-node";
import type { V1Pod } from "@kubernetes/client-node";

export const ECHO: V1Container = {
  name: "echo",
  image: "example.com/echo:1.0",
  ports: [{ name: "http", containerPort: 80 }],
  readinessProbe: { httpGet: { path: "/health", port: "http" }, periodSeconds: 1 },
};

export async function until<T>(what: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await what();
    if (found !== undefined) return found;
    await delay(100);
  }
  throw new Error("not within 30 s");
}

export const isReady = (pod: V1Pod) =>
  pod.status?.conditions?.some((c) => c.type === "Ready" && c.status === "True") === true;

export const waiting = (reason: string) => (pod: V1Pod) =>
  pod.status?.containerStatuses?.[0]?.state?.waiting?.reason === reason;

/** What the echo server reports. */
export interface Report {
  hostname: string;
  env: Record<string, string>;
  files: Record<string, string>;
}
