import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api, KubeConfig, RbacAuthorizationV1Api, type V1PolicyRule } from "@kubernetes/client-node";
import type { Lab } from "../lab";
import { until } from "../until";

/** What a deployer's service account may do; a rule of a namespace holds nowhere else. */
export interface Rights {
  readonly cluster: readonly V1PolicyRule[];
  readonly namespaces: Readonly<Record<string, readonly V1PolicyRule[]>>;
}

/** Where the service accounts of deployers are. */
const NAMESPACE = "deployers";
const SECONDS = 4 * 3_600;

/** Makes a service account with these rights and no others, and gives a kubeconfig file of it. */
export async function deployerWith(lab: Lab, name: string, rights: Rights): Promise<string> {
  const { config, caFile } = lab.cluster;
  const core = config.makeApiClient(CoreV1Api);
  await makeNamespace(lab, NAMESPACE);
  await core.createNamespacedServiceAccount({ namespace: NAMESPACE, body: { metadata: { name } } });
  const rbac = config.makeApiClient(RbacAuthorizationV1Api);
  const subjects = [{ kind: "ServiceAccount", name, namespace: NAMESPACE }];
  const metadata = { name };
  await rbac.createClusterRole({ body: { metadata, rules: [...rights.cluster] } });
  await rbac.createClusterRoleBinding({
    body: { metadata, roleRef: roleRef("ClusterRole", name), subjects },
  });
  for (const [namespace, rules] of Object.entries(rights.namespaces)) {
    await rbac.createNamespacedRole({ namespace, body: { metadata, rules: [...rules] } });
    const body = { metadata, roleRef: roleRef("Role", name), subjects };
    await rbac.createNamespacedRoleBinding({ namespace, body });
  }
  const body = { spec: { audiences: [], expirationSeconds: SECONDS } };
  const { status } = await core.createNamespacedServiceAccountToken({ name, namespace: NAMESPACE, body });
  if (status === undefined) throw new Error(`the API server gave no token for ${NAMESPACE}/${name}`);

  const server = config.getCurrentCluster()?.server ?? "";
  const deployer = new KubeConfig();
  deployer.loadFromOptions({
    clusters: [{ name: "lab", server, caFile, skipTLSVerify: false }],
    users: [{ name, token: status.token }],
    contexts: [{ name: "lab", cluster: "lab", user: name }],
    currentContext: "lab",
  });
  const file = join(lab.folder, `${name}.kubeconfig`);
  // YAML reads JSON.
  writeFileSync(file, deployer.exportConfig(), { mode: 0o600 });
  return file;
}

/** Makes a namespace where it is not there. */
export async function makeNamespace({ cluster }: Lab, name: string): Promise<void> {
  const core = cluster.config.makeApiClient(CoreV1Api);
  const { items } = await core.listNamespace();
  if (items.every(({ metadata }) => metadata?.name !== name)) {
    await core.createNamespace({ body: { metadata: { name } } });
  }
}

/** Takes a namespace away where it is there, with all that is in it, and waits until it is gone. */
export async function removeNamespace({ cluster }: Lab, name: string): Promise<void> {
  const core = cluster.config.makeApiClient(CoreV1Api);
  const isGone = async (): Promise<boolean> => {
    const { items } = await core.listNamespace();
    return items.every(({ metadata }) => metadata?.name !== name);
  };
  if (await isGone()) return;
  await core.deleteNamespace({ name });
  await until(isGone, `the namespace ${name} does not go`);
}

function roleRef(kind: "ClusterRole" | "Role", name: string) {
  return { apiGroup: "rbac.authorization.k8s.io", kind, name };
}
