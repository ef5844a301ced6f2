import {
  startAdmissionWebhook,
  type AdmissionRequest,
  type AdmissionWebhookOptions,
} from "../cluster/admission";

/** A write of an object of Kubernetes, such as `UPDATE ingresses default/shop`. */
export type Write = string;

/** Sees every write of the deployer, and lets the API server refuse one when it is told to. */
export interface RefusedWrites {
  /** The deployer's writes since the last call, each once. */
  taken(): readonly Write[];
  /** Refuses a write the next time; undefined refuses none. */
  refuse(write: Write | undefined): void;
  /** Whether the write was refused that is to be. */
  readonly refused: boolean;
  close(): Promise<void>;
}

/** Who deploys: the cluster's administrator. Controllers have names of their own. */
const DEPLOYER = "admin";

export async function startRefusedWrites(
  options: Pick<AdmissionWebhookOptions, "config" | "authority">,
): Promise<RefusedWrites> {
  let writes = new Set<Write>();
  let toRefuse: Write | undefined;
  let refused = false;
  const webhook = await startAdmissionWebhook({
    ...options,
    name: "refused-writes.lab.example.com",
    path: "/refused-writes",
    rules: [
      {
        apiGroups: ["", "apps", "gateway.networking.k8s.io", "networking.k8s.io", "policy", "traefik.io"],
        apiVersions: ["v1", "v1alpha1"],
        operations: ["CREATE", "UPDATE", "DELETE"],
        resources: RESOURCES,
      },
    ],
    probe: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "refused-writes-probe", namespace: "default" },
    },
    refusal: (request) => {
      if (request.userInfo.username !== DEPLOYER || request.dryRun) return undefined;
      const write = describe(request);
      writes.add(write);
      if (write !== toRefuse) return undefined;
      toRefuse = undefined;
      refused = true;
      return `the lab refuses ${write} this once`;
    },
  });
  return {
    taken: () => {
      const taken = [...writes];
      writes = new Set();
      return taken;
    },
    refuse: (write) => {
      toRefuse = write;
      refused = false;
    },
    get refused() {
      return refused;
    },
    close: () => webhook.close(),
  };
}

const RESOURCES = [
  "configmaps",
  "deployments",
  "httproutes",
  "ingresses",
  "ingressroutes",
  "middlewares",
  "networkpolicies",
  "poddisruptionbudgets",
  "secrets",
  "serviceaccounts",
  "services",
];

function describe({ operation, resource, namespace, name }: AdmissionRequest): Write {
  return `${operation} ${resource.resource} ${namespace}/${name}`;
}

/** Whether a write makes the object of a namespace and name, such as `default/shop`, whatever its kind. */
export function isCreation(write: Write, object: string): boolean {
  return write.startsWith("CREATE ") && write.endsWith(` ${object}`);
}
