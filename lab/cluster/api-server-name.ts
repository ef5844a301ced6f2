/** Name of the API server inside the cluster, under which it is the issuer of service account tokens. */
export const API_SERVER_NAME = "kubernetes.default.svc.cluster.local";
