import { kubernetesManifest } from "../../../lab/stack-objects/kubernetes-manifest";

describe("the Kubernetes object of a resource", () => {
  it("has the API's names, lists and types in the place of the provider's blocks", () => {
    expect(
      kubernetesManifest("kubernetes_deployment_v1", {
        metadata: { name: "proxy", namespace: "auth", labels: { "app.kubernetes.io/name": "proxy" } },
        spec: {
          replicas: "2",
          selector: { match_labels: { some_label: "kept" } },
          strategy: { rolling_update: { max_surge: "1", max_unavailable: "25%" } },
          template: {
            metadata: { annotations: { "checksum/a_b": "1" } },
            spec: {
              container: [
                {
                  name: "proxy",
                  args: ["--a"],
                  env: [{ name: "A", value_from: { secret_key_ref: { name: "s", key: "K" } } }],
                  liveness_probe: { http_get: { path: "/ping", port: "http" } },
                  port: [{ container_port: 4180 }],
                  security_context: { capabilities: { drop: ["ALL"] }, run_as_user: "65532" },
                  volume_mount: [{ mount_path: "/t", name: "t", read_only: true }],
                },
              ],
              topology_spread_constraint: [
                { label_selector: [{ match_labels: { a: "b" } }], max_skew: 1, topology_key: "host" },
              ],
              volume: [{ name: "t", config_map: { name: "c", default_mode: "0444" } }],
            },
          },
        },
        wait_for_rollout: true,
      }),
    ).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "proxy", namespace: "auth", labels: { "app.kubernetes.io/name": "proxy" } },
      spec: {
        replicas: 2,
        selector: { matchLabels: { some_label: "kept" } },
        strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: "25%" } },
        template: {
          metadata: { annotations: { "checksum/a_b": "1" } },
          spec: {
            containers: [
              {
                name: "proxy",
                args: ["--a"],
                env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "K" } } }],
                livenessProbe: { httpGet: { path: "/ping", port: "http" } },
                ports: [{ containerPort: 4180 }],
                securityContext: { capabilities: { drop: ["ALL"] }, runAsUser: 65532 },
                volumeMounts: [{ mountPath: "/t", name: "t", readOnly: true }],
              },
            ],
            topologySpreadConstraints: [
              { labelSelector: { matchLabels: { a: "b" } }, maxSkew: 1, topologyKey: "host" },
            ],
            volumes: [{ name: "t", configMap: { name: "c", defaultMode: 0o444 } }],
          },
        },
      },
    });
  });

  it("has the official client's own names where they are others than the API's, or the client would drop them", () => {
    expect(
      kubernetesManifest("kubernetes_network_policy_v1", {
        metadata: { name: "proxy", namespace: "auth" },
        spec: { ingress: [{ from: [{ pod_selector: { match_labels: { a: "b" } } }] }] },
      }),
    ).toEqual({
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "proxy", namespace: "auth" },
      spec: { ingress: [{ _from: [{ podSelector: { matchLabels: { a: "b" } } }] }] },
    });
  });

  it("keeps the values of a Secret encoded", () => {
    expect(
      kubernetesManifest("kubernetes_secret_v1", { metadata: { name: "s" }, data: { KEY_NAME: "value" } }),
    ).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s", namespace: "default" },
      data: { KEY_NAME: "dmFsdWU=" },
    });
  });

  it("tells a path of an Ingress from its paths", () => {
    const path = {
      path: "/a",
      path_type: "Prefix",
      backend: { service: { name: "s", port: { number: 80 } } },
    };
    expect(
      kubernetesManifest("kubernetes_ingress_v1", {
        metadata: { name: "i", namespace: "n" },
        spec: {
          ingress_class_name: "nginx",
          rule: [{ host: "h", http: { path: [path] } }],
          tls: [{ hosts: ["h"] }],
        },
      }),
    ).toEqual({
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "i", namespace: "n" },
      spec: {
        ingressClassName: "nginx",
        rules: [
          {
            host: "h",
            http: {
              paths: [
                { path: "/a", pathType: "Prefix", backend: { service: { name: "s", port: { number: 80 } } } },
              ],
            },
          },
        ],
        tls: [{ hosts: ["h"] }],
      },
    });
  });

  it("has no namespace where its kind has none", () => {
    expect(kubernetesManifest("kubernetes_namespace_v1", { metadata: { name: "n" } })).toEqual({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "n" },
    });
  });

  it.each([
    ["kubernetes_pod_v1", {}, "kubernetes_pod_v1 is not known here"],
    [
      "kubernetes_service_v1",
      { spec: { port: [{ colour: "red" }] } },
      "kubernetes_service_v1.spec.port[0].colour is no field of V1ServicePort",
    ],
    [
      "kubernetes_deployment_v1",
      { spec: { replicas: "two" } },
      "kubernetes_deployment_v1.spec.replicas is not a number",
    ],
    [
      "kubernetes_service_account_v1",
      { automount_service_account_token: "maybe" },
      "kubernetes_service_account_v1.automount_service_account_token is not true or false",
    ],
    ["kubernetes_service_v1", { spec: "x" }, "kubernetes_service_v1.spec is not a block"],
    [
      "kubernetes_service_v1",
      { metadata: { name: ["a", "b"] } },
      "kubernetes_service_v1.metadata.name is a block",
    ],
  ])("of %s with what its type lacks is refused", (type, args, message) => {
    expect(() => kubernetesManifest(type, args)).toThrow(message);
  });
});
