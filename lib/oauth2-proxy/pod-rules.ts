import { isAddressRange, metadataKey } from "../rules/kubernetes";
import { quote, type Problem, type Rule } from "../rules/rule";
import { parseUrl } from "../rules/url";
import type { CaBundleProps, EgressProxyProps, PodOptions, ServiceAccountProps } from "./pod-props";

/** The URL of a proxy that leads to the Internet. What it asks a client for comes from a Secret. */
export const egressProxyUrl: Rule = (value) => {
  const url = parseUrl(value);
  const example = "http://proxy.contoso.com:3128";
  if (value.includes("@")) {
    return `${url === undefined ? "the URL" : `the URL of ${quote(url.host)}`} carries credentials, which would end up in the Pod's variables and the state; put the whole URL into a Secret, and write egressProxy: { existingSecret: { name, key } }`;
  }
  if (url === undefined || !["http:", "https:"].includes(url.protocol) || !/^[\w.:[\]-]+$/.test(url.host)) {
    return `${quote(value)} is not the URL of an HTTP proxy; write one such as ${example}`;
  }
  return ["", "/"].includes(url.pathname) && url.search === "" && url.hash === ""
    ? undefined
    : `${quote(value)} has more than a host and a port; write one such as ${example}. A file that chooses a proxy (PAC) is not possible: oauth2-proxy reads none`;
};

/** What is asked without the egress proxy, as Go's NO_PROXY has it. */
export const noProxyEntry: Rule = (value) => {
  if (value === "*") {
    return `${quote(value)} is everything, so that the egress proxy would be asked for nothing; name hosts and domains, or leave egressProxy out`;
  }
  return isAddressRange(value) || /^(\*?\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i.test(value)
    ? undefined
    : `${quote(value)} is neither a host, nor a domain such as ".contoso.com", nor an address or a range such as 10.0.0.0/8; write one of these in each entry of the list`;
};

/** What does not go together within an egress proxy. */
export function egressProxyProblems(egressProxy: EgressProxyProps): Problem[] {
  return oneOfTwo(egressProxy, ["url", "existingSecret"]);
}

/** What does not go together within a bundle of certificates. */
export function caBundleProblems(caBundle: CaBundleProps): Problem[] {
  return oneOfTwo(caBundle, ["configMap", "secret"]);
}

/** What does not go together within a ServiceAccount. */
export function serviceAccountProblems({ name, annotations, labels }: ServiceAccountProps): Problem[] {
  const own = Object.entries({ annotations, labels }).filter(([, value]) => value !== undefined);
  return name === undefined
    ? []
    : own.map(([key]) => ({
        path: [key],
        message: `are for a ServiceAccount that is made, and ${quote(name)} is there already; write them where that one is made, or leave "name" out`,
      }));
}

function oneOfTwo<Key extends string>(
  given: Readonly<Partial<Record<Key, unknown>>>,
  [one, other]: readonly [Key, Key],
): Problem[] {
  if (given[one] === undefined && given[other] === undefined) {
    return [{ path: [], message: `is missing ${quote(one)} or ${quote(other)}; write one of them` }];
  }
  return given[one] === undefined || given[other] === undefined
    ? []
    : [
        {
          path: [other],
          message: `key ${quote(other)} does not go together with ${quote(one)}; keep one or the other`,
        },
      ];
}

/** Labels that the library writes: Service, disruption budget and network policies find the Pods by them. */
const OWN_LABELS = [
  "app.kubernetes.io/name",
  "app.kubernetes.io/instance",
  "app.kubernetes.io/part-of",
  "pod-template-hash",
];

/** Labels that the chart writes beside those. */
const CHART_LABELS = [
  "app",
  "helm.sh/chart",
  "app.kubernetes.io/managed-by",
  "app.kubernetes.io/component",
  "app.kubernetes.io/version",
];

/** A label beside those that Pods, or their ServiceAccount, have already. */
export const furtherLabel: Rule = (key) =>
  OWN_LABELS.includes(key)
    ? `${quote(key)} is what the auth proxy's Pods are found by, and is written already; choose another key, such as "contoso.com/${key.split("/").at(-1) ?? ""}"`
    : metadataKey(key);

/** An annotation beside those that Pods have already. */
export const furtherAnnotation: Rule = (key) => {
  if (key.startsWith("checksum/")) {
    return `${quote(key)} is written already: checksums of Secrets and pages replace the Pods when those change; choose another key, such as "contoso.com/${key.slice("checksum/".length)}"`;
  }
  return key === "kubectl.kubernetes.io/restartedAt"
    ? `${quote(key)} is what "kubectl rollout restart" writes; to replace the Pods from here, write a key of your own, such as "contoso.com/restarted-at"`
    : metadataKey(key);
};

/** What bears on the Pods in a section of the auth proxy. */
export interface PodShape extends Pick<PodOptions, "podLabels" | "serviceAccount"> {
  readonly helm?: unknown;
}

/** What the chart cannot do. */
export function chartProblems({ helm, podLabels = {}, serviceAccount }: PodShape): Problem[] {
  if (helm === undefined) {
    return [];
  }
  const labels = Object.keys(podLabels)
    .filter((key) => CHART_LABELS.includes(key))
    .map((key) => ({
      path: ["podLabels", key],
      message: `is a label that the chart gives the Pods itself; choose another key, or leave "helm" out`,
    }));
  return serviceAccount?.labels === undefined
    ? labels
    : [
        ...labels,
        {
          path: ["serviceAccount", "labels"],
          message:
            'is nothing that the chart can give its ServiceAccount; make one with these labels yourself and write serviceAccount: { name }, or leave "helm" out',
        },
      ];
}

/** The names of the Secrets for the registry. */
export function pullSecretNames(secrets: NonNullable<PodOptions["imagePullSecrets"]>): readonly string[] {
  return secrets.map((secret) => (typeof secret === "string" ? secret : secret.name));
}
