import type { V1Ingress, V1IngressServiceBackend, V1Service } from "@kubernetes/client-node";

/** Ingresses whose backends have the number that the Service gives for a name. A name that no Service has stays. */
export function withPortNumbers(
  ingresses: readonly V1Ingress[],
  services: readonly V1Service[],
): V1Ingress[] {
  const numberOf = (
    namespace: string | undefined,
    { name, port }: V1IngressServiceBackend,
  ): number | undefined =>
    services
      .find(({ metadata }) => metadata?.namespace === namespace && metadata?.name === name)
      ?.spec?.ports?.find((one) => one.name === port?.name)?.port;
  return ingresses.map((ingress) => {
    const numbered = structuredClone(ingress);
    for (const { backend } of numbered.spec?.rules?.flatMap(({ http }) => http?.paths ?? []) ?? []) {
      if (backend.service?.port?.name === undefined) continue;
      const number = numberOf(ingress.metadata?.namespace, backend.service);
      if (number !== undefined) backend.service.port = { number };
    }
    return numbered;
  });
}
