import { isIP } from "node:net";
import { quote, type Rule } from "./rule";

export const LABEL_PATTERN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The name of a Service, namespace or Deployment: an RFC 1123 label. */
export const objectName: Rule = (value) =>
  LABEL_PATTERN.test(value)
    ? undefined
    : `${quote(value)} is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit`;

/** The name of a Secret, IngressClass or issuer: an RFC 1123 subdomain. */
export const subdomainName: Rule = (value) =>
  value.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(value)
    ? undefined
    : `${quote(value)} is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."`;

/** The key of an entry in a Secret. */
export const secretKey: Rule = (value) =>
  /^[-._a-zA-Z0-9]{1,253}$/.test(value)
    ? undefined
    : `${quote(value)} is not a key of a Secret; use letters, digits, "-", "_" and "."`;

/** The key of an entry in a ConfigMap. */
export const configMapKey: Rule = (value) => secretKey(value)?.replace("a Secret", "a ConfigMap");

/** A label or annotation key: an optional DNS prefix, a slash, and a name of at most 63 characters. */
export const metadataKey: Rule = (value) => {
  const [name, prefix, ...rest] = value.split("/").reverse();
  const nameFits = name !== undefined && /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name);
  const prefixFits = prefix === undefined || subdomainName(prefix) === undefined;
  return rest.length === 0 && nameFits && prefixFits
    ? undefined
    : `${quote(value)} is not an annotation or label key; write one such as nginx.ingress.kubernetes.io/proxy-body-size`;
};

/** The value of a label or of a taint. */
export const labelValue: Rule = (value) =>
  /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value)
    ? undefined
    : `${quote(value)} is not the value of a label or taint; use at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit`;

/** A TCP port. */
export const port: Rule<number> = (value) =>
  Number.isInteger(value) && value >= 1 && value <= 65_535
    ? undefined
    : `${value} is not a port; a port is a whole number from 1 to 65535`;

/** A port of a Service: its number, 1 to 65535, or its name, such as "http". */
export type ServicePort = number | string;

export const PORT_NAME_PATTERN = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** The name of a port, as an Ingress may say it; a Service itself may have longer ones. */
export const portName: Rule = (value) => {
  if (/^\d+$/.test(value)) {
    return (
      port(Number(value)) ??
      `${quote(value)} is text; it takes a number; write ${Number(value)} without quotes`
    );
  }
  return PORT_NAME_PATTERN.test(value)
    ? undefined
    : `${quote(value)} is not a name by which a port can be reached; use at most 15 lower-case letters, digits and single "-" between them, with a letter among them, or write the port's number`;
};

/** A port of a Service, by its number or its name. */
export const servicePort: Rule<ServicePort> = (value) =>
  typeof value === "string" ? portName(value) : port(value);

/** A port where its number alone will do, which the shared check of an app has seen to. */
export function portNumber(given: ServicePort): number {
  if (typeof given === "string") {
    throw new TypeError(
      "a port is text where a number is needed, which the check of its app should have refused",
    );
  }
  return given;
}

/** Units that people write for those of Kubernetes. */
const UNITS: Readonly<Record<string, string>> = {
  b: "",
  kb: "k",
  mb: "M",
  gb: "G",
  kib: "Ki",
  mib: "Mi",
  gib: "Gi",
  ki: "Ki",
  mi: "Mi",
  gi: "Gi",
  K: "k",
  g: "G",
};

/** A CPU or memory quantity such as `250m`, `0.5`, `64Mi`. */
export const quantity: Rule = (value) => {
  if (/^\d+(\.\d+)?(m|k|M|G|Ki|Mi|Gi)?$/.test(value)) {
    return undefined;
  }
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(value.trim()) ?? [];
  const instead = UNITS[unit] ?? UNITS[unit.toLowerCase()];
  return digits === "" || instead === undefined
    ? `${quote(value)} is not a Kubernetes quantity; write one such as "250m" (CPU) or "64Mi" (memory)`
    : `${quote(value)} is not a Kubernetes quantity; write ${quote(`${digits}${instead}`)}`;
};

/** More CPUs than this, or less memory, are a unit that is missing. */
const MOST_CPUS = 64;
const LEAST_BYTES = 1_000_000;

/** CPU of a container; without a unit it is whole processors. */
export const cpu: Rule = (value) =>
  quantity(value) ??
  (/^\d+(\.\d+)?$/.test(value) && Number(value) > MOST_CPUS
    ? `${quote(value)} is that many whole processors; write ${quote(`${value}m`)} for thousandths of one`
    : undefined);

/** Memory of a container; without a unit it is bytes, and with "m" thousandths of one. */
export const memory: Rule = (value) =>
  quantity(value) ??
  (/m$/.test(value) || (/^\d+(\.\d+)?$/.test(value) && Number(value) < LEAST_BYTES)
    ? `${quote(value)} is ${value.endsWith("m") ? "thousandths of a byte" : "bytes"}; write ${quote(`${value.replace(/m$/, "")}Mi`)} for mebibytes`
    : undefined);

/** An address range in CIDR notation, or a single address. */
export const addressRange: Rule = (value) => {
  if (/\/0+$/.test(value)) {
    return `${quote(value)} is every address; name the ranges that the controller's requests come from`;
  }
  return isAddressRange(value)
    ? undefined
    : `${quote(value)} is not an address range; write one such as 10.244.0.0/16`;
};

/** Whether a text is an address, or a range in CIDR notation, of any size. */
export function isAddressRange(value: string): boolean {
  return /^(\d{1,3}\.){3}\d{1,3}(\/\d{1,2})?$|^[0-9a-fA-F:]+(\/\d{1,3})?$/.test(value) && fits(value);
}

function fits(value: string): boolean {
  const [address = "", bits] = value.split("/");
  const widest = address.includes(":") ? 128 : 32;
  return isIP(address) !== 0 && (bits === undefined || (Number(bits) <= widest && !/^0\d/.test(bits)));
}

/** How many Pods run at once. */
export const replicas: Rule<number> = (value) =>
  Number.isInteger(value) && value >= 1
    ? undefined
    : `${value} is not a number of replicas; write a whole number from 1 up, 2 to survive the loss of a node`;

/** The prefix of the annotations that ingress-nginx reads, and Traefik's provider kubernetesIngressNGINX too. */
export const NGINX_PREFIX = "nginx.ingress.kubernetes.io";
