import { z } from "zod";

const ingress = z.looseObject({
  metadata: z.looseObject({ name: z.string(), annotations: z.record(z.string(), z.string()) }),
  spec: z.looseObject({
    rule: z.tuple([z.looseObject({ http: z.looseObject({ path: z.array(z.unknown()) }) })]),
  }),
});
type Ingress = z.infer<typeof ingress>;
const stack = z.looseObject({
  resource: z.looseObject({
    kubernetes_ingress_v1: z.record(z.string(), ingress),
  }),
  moved: z.array(z.object({ from: z.string(), to: z.string() })),
});

/**
 * What a release made in which the paths of an app that have one rule shared an Ingress, of what this one synthesizes:
 * each Ingress has the address that it has moved from, and another name. A path whose Ingress has moved from nowhere
 * was in the one with the same annotations.
 */
export function asFormerRelease(json: string): string {
  const { moved, ...now } = stack.parse(JSON.parse(json));
  const { kubernetes_ingress_v1: ingresses } = now.resource;
  const former = new Map<string, Ingress>();
  const formerAddresses = new Map(moved.map(({ from, to }) => [idOf(to), idOf(from)]));
  for (const [id, one] of Object.entries(ingresses).filter(([key]) => formerAddresses.has(key))) {
    former.set(formerAddresses.get(id) ?? id, withoutOrder(one));
  }
  for (const [id, one] of Object.entries(ingresses).filter(([key]) => !formerAddresses.has(key))) {
    const shared = [...former.values()].find((other) => haveSameRule(one, other));
    if (shared === undefined) former.set(id, withoutOrder(one));
    else shared.spec.rule[0].http.path.push(...one.spec.rule[0].http.path);
  }
  // It had no order of Ingresses beside them, and nothing waits for one that it did not have.
  const text = JSON.stringify({
    ...now,
    resource: {
      ...now.resource,
      kubernetes_ingress_v1: Object.fromEntries(former),
      terraform_data: undefined,
    },
  });
  const gone = Object.keys(ingresses).filter((id) => !former.has(id));
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    key === "depends_on" && Array.isArray(value)
      ? value.filter((address) => gone.every((id) => address !== `kubernetes_ingress_v1.${id}`))
      : value,
  );
}

function withoutOrder({ metadata, spec }: Ingress): Ingress {
  return { metadata: { ...metadata, name: `former-${metadata.name}` }, spec };
}

function haveSameRule(one: Ingress, other: Ingress): boolean {
  return JSON.stringify(one.metadata.annotations) === JSON.stringify(other.metadata.annotations);
}

function idOf(address: string): string {
  return address.slice(address.indexOf(".") + 1);
}
