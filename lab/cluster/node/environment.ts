import { type V1Container, type V1EnvVar, type V1Pod, type V1Service } from "@kubernetes/client-node";
import { expand } from "./expand";
import { fieldValue, type PodAddresses } from "./field-ref";
import { MissingReference, type ReferencedObjects } from "./objects";

/** What a container's environment is made from, beside its own spec. */
export interface EnvironmentSources {
  readonly objects: ReferencedObjects;
  readonly addresses: PodAddresses;
  /** Services of the Pod's namespace, and the API server's. */
  readonly services: readonly V1Service[];
}

/** Environment of a container: Services, envFrom, then env, each of which may use those before it. */
export async function containerEnvironment(
  pod: V1Pod,
  container: V1Container,
  sources: EnvironmentSources,
): Promise<Record<string, string>> {
  const environment: Record<string, string> = {};
  const linked = pod.spec?.enableServiceLinks !== false;
  for (const service of sources.services) {
    if (linked || isApiServer(service)) Object.assign(environment, serviceLinks(service));
  }
  for (const from of container.envFrom ?? []) {
    const reference = from.secretRef ?? from.configMapRef;
    const read = from.secretRef === undefined ? "configMap" : "secret";
    const content = await sources.objects[read](reference?.name ?? "", reference?.optional);
    for (const [key, value] of content ?? []) environment[(from.prefix ?? "") + key] = value.toString();
  }
  for (const variable of container.env ?? []) {
    const value = await variableValue(pod, variable, environment, sources);
    if (value !== undefined) environment[variable.name] = value;
  }
  return environment;
}

async function variableValue(
  pod: V1Pod,
  variable: V1EnvVar,
  environment: Readonly<Record<string, string>>,
  sources: EnvironmentSources,
): Promise<string | undefined> {
  const from = variable.valueFrom;
  if (from?.secretKeyRef) return sources.objects.key("secret", from.secretKeyRef);
  if (from?.configMapKeyRef) return sources.objects.key("configMap", from.configMapKeyRef);
  if (from?.fieldRef) {
    const value = fieldValue(pod, from.fieldRef.fieldPath, sources.addresses);
    if (value === undefined) throw new MissingReference(`unsupported fieldPath: ${from.fieldRef.fieldPath}`);
    return value;
  }
  if (from !== undefined) {
    throw new MissingReference(
      `the lab has no ${Object.keys(from).join(", ")} for the variable ${variable.name}`,
    );
  }
  return expand(variable.value ?? "", environment);
}

function isApiServer(service: V1Service): boolean {
  return service.metadata?.namespace === "default" && service.metadata.name === "kubernetes";
}

/** Variables that every container gets for a Service, in the form that Docker links once had. */
export function serviceLinks(service: V1Service): Record<string, string> {
  const address = service.spec?.clusterIP;
  const ports = service.spec?.ports ?? [];
  const [first] = ports;
  if (address === undefined || address === "None" || address === "" || first === undefined) return {};
  const prefix = variableName(service.metadata?.name ?? "");
  const url = (port: number, protocol = "TCP") => `${protocol.toLowerCase()}://${address}:${port}`;
  const links: Record<string, string> = {
    [`${prefix}_SERVICE_HOST`]: address,
    [`${prefix}_SERVICE_PORT`]: String(first.port),
    [`${prefix}_PORT`]: url(first.port, first.protocol),
  };
  for (const { name, port, protocol = "TCP" } of ports) {
    if (name !== undefined) links[`${prefix}_SERVICE_PORT_${variableName(name)}`] = String(port);
    const link = `${prefix}_PORT_${port}_${protocol}`;
    links[link] = url(port, protocol);
    links[`${link}_PROTO`] = protocol.toLowerCase();
    links[`${link}_PORT`] = String(port);
    links[`${link}_ADDR`] = address;
  }
  return links;
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
