import { z } from "zod";
import { type Known, resourcesOf } from "../stack-objects/manifests";
import type { ServiceName } from "./ground";

/** An auth proxy that a stack puts in the path of an app. */
export interface Front {
  readonly service: ServiceName;
  readonly args: readonly string[];
  /** Its variables; undefined for what is the same for all auth proxies of its namespace. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

const texts = z.record(z.string(), z.string());
const deployment = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.unknown() }),
  spec: z.looseObject({
    template: z.looseObject({ spec: z.looseObject({ container: z.array(z.unknown()) }) }),
  }),
});
const container = z.looseObject({
  args: z.array(z.string()),
  env: z.array(
    z.object({
      name: z.string(),
      value_from: z.object({ secret_key_ref: z.object({ name: z.string(), key: z.string() }) }),
    }),
  ),
});
const evaluated = z.object({
  name: z.string(),
  namespace: z.string(),
  containers: z.tuple([container]),
});

const PORT = 4180;
/** What a Secret is called that says whom one auth proxy lets in. */
const OWN_SECRET = /-allowed-groups$/;

/** The auth proxies that a stack puts in the path of its apps, each as its Deployment says. */
export function frontsOf(json: string, known: Known): Front[] {
  const secrets = resourcesOf(json, "kubernetes_secret_v1", known, ({ metadata, data }) => {
    const { name } = z.looseObject({ name: z.string() }).parse(metadata);
    return OWN_SECRET.test(name) ? { name, data } : {};
  });
  const own = new Map(
    secrets.flatMap(({ name, data }) =>
      typeof name === "string" ? [[name, texts.parse(data)] as const] : [],
    ),
  );
  return resourcesOf(json, "kubernetes_deployment_v1", known, (args) => {
    const { metadata, spec } = deployment.parse(args);
    return { ...metadata, containers: spec.template.spec.container };
  }).map((given) => {
    const { name, namespace, containers } = evaluated.parse(given);
    const [{ args, env }] = containers;
    return {
      service: { namespace, name, port: PORT },
      args,
      variables: Object.fromEntries(
        env.map(({ name: variable, value_from: { secret_key_ref: ref } }) => [
          variable,
          own.get(ref.name)?.[ref.key],
        ]),
      ),
    };
  });
}
