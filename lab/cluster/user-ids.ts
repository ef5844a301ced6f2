import { KubernetesObjectApi, type KubeConfig, type KubernetesObject } from "@kubernetes/client-node";
import { until } from "../until";

const API = "admissionregistration.k8s.io/v1";
const NAME = "user-ids";
const PODS = { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] };
/** Where the lab's programs run as Pods. */
const MATCHED = {
  resourceRules: [PODS],
  objectSelector: { matchLabels: { "app.kubernetes.io/name": "oauth2-proxy" } },
};

/** What stands in for OpenShift's SecurityContextConstraints: the platform gives the id, and refuses any other. */
function policies(user: number): KubernetesObject[] {
  const given = `object.spec.?securityContext.?runAsUser.orValue(0)`;
  const own = `object.spec.containers.all(one, one.?securityContext.?runAsUser.orValue(${user}) == ${user})`;
  const set = `Object{spec: Object.spec{securityContext: Object.spec.securityContext{runAsUser: ${user}}}}`;
  const bound = { policyName: NAME };
  return [
    {
      kind: "MutatingAdmissionPolicy",
      spec: {
        failurePolicy: "Fail",
        reinvocationPolicy: "Never",
        matchConstraints: MATCHED,
        matchConditions: [{ name: "no-id", expression: `${given} == 0` }],
        mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression: set } }],
      },
    },
    { kind: "MutatingAdmissionPolicyBinding", spec: bound },
    {
      kind: "ValidatingAdmissionPolicy",
      spec: {
        failurePolicy: "Fail",
        matchConstraints: MATCHED,
        validations: [
          {
            expression: `${given} == ${user} && ${own}`,
            message: `unable to validate against any security context constraint: runAsUser must be ${user}`,
          },
        ],
      },
    },
    { kind: "ValidatingAdmissionPolicyBinding", spec: { ...bound, validationActions: ["Deny"] } },
  ].map((object) => ({ apiVersion: API, metadata: { name: NAME }, ...object }));
}

/** Has the cluster choose the user id of oauth2-proxy's Pods, as long as the work takes. */
export async function withUserIds(
  config: KubeConfig,
  user: number,
  work: () => Promise<void>,
): Promise<void> {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const made = policies(user);
  try {
    for (const policy of made) await objects.create(policy);
    // The API server takes up policies a moment later.
    await until(() => isRefused(objects, user + 1), "a Pod with an id of its own is not refused");
    await work();
  } finally {
    for (const policy of made.reverse()) await objects.delete(policy).catch(() => undefined);
  }
}

/** Whether a Pod with an id of its own is refused; it is never made. */
async function isRefused(objects: KubernetesObjectApi, runAsUser: number): Promise<boolean> {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: NAME,
      namespace: "default",
      labels: { "app.kubernetes.io/name": "oauth2-proxy" },
    },
    spec: { securityContext: { runAsUser }, containers: [{ name: "one", image: "none" }] },
  };
  return objects.create(pod, undefined, "All").then(
    () => false,
    (error: unknown) => String(error).includes("security context constraint"),
  );
}
