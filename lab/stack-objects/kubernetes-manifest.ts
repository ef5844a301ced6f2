import type { KubernetesObject } from "@kubernetes/client-node";
import * as models from "@kubernetes/client-node/dist/gen/models/all.js";

/** API group and version of the kinds that are not in the core group. */
const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: "apps/v1",
  Ingress: "networking.k8s.io/v1",
  NetworkPolicy: "networking.k8s.io/v1",
  HorizontalPodAutoscaler: "autoscaling/v2",
  PodDisruptionBudget: "policy/v1",
};
const CORE_KINDS = ["ConfigMap", "Namespace", "Secret", "Service", "ServiceAccount"];
/** Kinds without a namespace. */
const CLUSTER_KINDS = ["Namespace"];
/** Arguments that tell the Terraform provider something, and are no part of the object. */
const PROVIDER_ARGUMENTS = ["wait_for_rollout", "data_wo_revision"];
/** The data of a Secret that Terraform writes and does not keep. */
const WRITE_ONLY = "data_wo";

interface Field {
  /** As the official client calls it, which is not always the API's own name: `_from`. */
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
}
/** The types of the Kubernetes API, as the official client knows them. */
const TYPES: ReadonlyMap<string, { getAttributeTypeMap(): Field[] }> = new Map(Object.entries(models));

/**
 * The object that the Terraform provider makes of a resource: blocks named in snake_case and the singular become
 * the fields of the API's own types. What these do not have is an error that says where.
 */
export function kubernetesManifest(type: string, args: Readonly<Record<string, unknown>>): KubernetesObject {
  const [, name = "", version = "v1"] = /^kubernetes_([a-z_]+)_(v\d)$/.exec(type) ?? [];
  const words = name.split("_");
  const kind = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const apiVersion = CORE_KINDS.includes(kind) ? "v1" : API_VERSIONS[kind];
  if (apiVersion === undefined) throw new Error(`${type} is not known here`);
  const given = Object.fromEntries(
    Object.entries(args)
      .filter(([name]) => !PROVIDER_ARGUMENTS.includes(name))
      .map(([name, value]) => [name === WRITE_ONLY ? "data" : name, value]),
  );
  const { metadata, ...rest } = convertObject(given, `${version.toUpperCase()}${kind}`, type);
  const named = {
    ...(CLUSTER_KINDS.includes(kind) ? {} : { namespace: "default" }),
    ...asRecord(metadata, type),
  };
  return { apiVersion, kind, metadata: named, ...(kind === "Secret" ? encodeSecret(rest) : rest) };
}

/** The provider takes the values of a Secret plainly. */
function encodeSecret({ data, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const encoded = Object.entries(asRecord(data ?? {}, "data")).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  return { ...rest, data: Object.fromEntries(encoded) };
}

function convertObject(value: unknown, type: string, place: string): Record<string, unknown> {
  const fields = TYPES.get(type)?.getAttributeTypeMap();
  if (fields === undefined) throw new Error(`${place} is a ${type}, which is not known here`);
  const converted: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(asRecord(unwrap(value), place))) {
    if (inner === null || inner === undefined) continue;
    const field = findField(fields, name);
    if (field === undefined) throw new Error(`${place}.${name} is no field of ${type}`);
    converted[field.name] = convert(inner, field.type, `${place}.${name}`);
  }
  return converted;
}

function findField(fields: readonly Field[], name: string): Field | undefined {
  const plain = name.replaceAll("_", "").toLowerCase();
  return [plain, `${plain}s`, `${plain}es`]
    .map((wanted) => fields.find(({ baseName }) => baseName.toLowerCase() === wanted))
    .find((field) => field !== undefined);
}

function convert(value: unknown, type: string, place: string): unknown {
  const item = /^Array<(.*)>$/.exec(type)?.[1];
  if (item !== undefined) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.map((each, index) => convert(each, item, `${place}[${index}]`));
  }
  if (type.startsWith("{ [key: string]: string; }")) {
    return Object.fromEntries(
      Object.entries(asRecord(value, place)).map(([key, each]) => [key, String(each)]),
    );
  }
  switch (type) {
    case "string":
      return scalar(value, place);
    case "IntOrString":
      return /^\d+$/.test(scalar(value, place)) ? Number(value) : value;
    case "number":
      return asNumber(scalar(value, place), place);
    case "boolean":
      if (value === true || value === "true") return true;
      if (value === false || value === "false") return false;
      throw new Error(`${place} is not true or false`);
    default:
      return convertObject(value, type, place);
  }
}

/** Terraform writes the mode of a file in octal, with a leading zero. */
function asNumber(text: string, place: string): number {
  const number = /^0[0-7]+$/.test(text) ? parseInt(text, 8) : Number(text);
  if (Number.isNaN(number)) throw new Error(`${place} is not a number`);
  return number;
}

function scalar(value: unknown, place: string): string {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
    throw new Error(`${place} is a block where a value belongs`);
  }
  return String(value);
}

/** A block that may be there once can be written as a list of one. */
function unwrap(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function asRecord(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`${place} is not a block`);
  }
  return Object.fromEntries(Object.entries(value));
}
