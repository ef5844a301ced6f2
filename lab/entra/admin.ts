import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { NEW_THINGS } from "./directory";
import type { Entra } from "./entra";

const part = z.enum(["login", "graph", "all"]);
const change = z
  .strictObject({
    visibilityDelays: z.partialRecord(z.enum(NEW_THINGS), z.number().min(0)),
    outages: z.partialRecord(part, z.enum(["unavailable", "disconnect"])),
    latencies: z.partialRecord(part, z.number().min(0)),
    throttling: z.array(
      z.strictObject({
        part: part.optional(),
        count: z.number().int().positive().optional(),
        retryAfter: z.number().min(0).optional(),
        matching: z.string().optional(),
      }),
    ),
    lifetimes: z
      .strictObject({
        access: z.number().positive(),
        id: z.number().positive(),
        refresh: z.number().positive(),
        code: z.number().positive(),
      })
      .partial(),
    userConsent: z.boolean(),
    objectQuota: z.number().int().min(0),
  })
  .partial();

/** `/lab/faults` and `/lab/keys`: what goes wrong on demand, for people and scripts; not on Entra's own names. */
export function registerAdmin(server: FastifyInstance, entra: Entra, host: RegExp): void {
  const { directory, faults, keys } = entra;
  const constraints = { host };

  server.get("/lab/faults", { constraints }, () => faults.describe());
  server.delete("/lab/faults", { constraints }, (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  server.patch("/lab/faults", { constraints }, (request, reply) => {
    const result = change.safeParse(request.body);
    if (!result.success) return reply.code(400).send({ error: z.prettifyError(result.error) });
    const { visibilityDelays, outages, latencies, throttling, lifetimes, userConsent, objectQuota } =
      result.data;
    for (const kind of NEW_THINGS) {
      const delay = visibilityDelays?.[kind];
      if (delay !== undefined) faults.delayVisibility(delay, [kind]);
    }
    for (const name of part.options) {
      const kind = outages?.[name];
      if (kind !== undefined) faults.fail(name, kind);
      const latency = latencies?.[name];
      if (latency !== undefined) faults.slowDown(name, latency);
    }
    for (const rule of throttling ?? []) faults.throttle(rule);
    for (const tenant of directory.tenants) {
      Object.assign(tenant.lifetimes, lifetimes);
      if (userConsent !== undefined) tenant.userConsent = userConsent;
      if (objectQuota !== undefined) tenant.objectQuota = objectQuota;
    }
    return faults.describe();
  });

  server.post("/lab/keys/rotate", { constraints }, async () => {
    await keys.rotate();
    return { current: keys.currentId };
  });
  server.post("/lab/keys/retire", { constraints }, (_request, reply) => {
    keys.retire();
    return reply.code(204).send();
  });
}
