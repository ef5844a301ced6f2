import { writeFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { type KubeConfig, RbacAuthorizationV1Api } from "@kubernetes/client-node";
import { NETWORK } from "../namespace/network";
import { Component } from "./component";

export interface ServicesOptions {
  readonly folder: string;
  readonly programs: Readonly<Record<"kube-proxy" | "coredns", string>>;
  readonly kubeconfigs: Readonly<Record<"kube-proxy" | "coredns", string>>;
  readonly nodeName: string;
  /** Hosts file whose names Pods resolve too. */
  readonly hostsFile: string;
  readonly onFailure?: (error: Error) => void;
}

/** What makes Services work: kube-proxy for their addresses, CoreDNS for their names. */
export async function startServices(options: ServicesOptions, admin: KubeConfig): Promise<Component[]> {
  await allowDns(admin);
  const corefile = join(options.folder, "Corefile");
  writeFileSync(corefile, corefileOf(options.hostsFile, options.kubeconfigs.coredns));
  const proxyFile = join(options.folder, "kube-proxy.json");
  writeFileSync(
    proxyFile,
    JSON.stringify(kubeProxyConfiguration(options.kubeconfigs["kube-proxy"], options.nodeName)),
  );
  const component = (name: "kube-proxy" | "coredns", args: string[], isReady: () => Promise<boolean>) =>
    new Component({
      name,
      path: options.programs[name],
      args,
      log: join(options.folder, `${name}.log`),
      isReady,
      onFailure: options.onFailure,
    }).start();
  return Promise.all([
    component("kube-proxy", [`--config=${proxyFile}`], async () => {
      return (await fetch("http://127.0.0.1:10256/healthz")).ok;
    }),
    component("coredns", ["-conf", corefile], () => accepts(NETWORK.node, 53)),
  ]);
}

function kubeProxyConfiguration(kubeconfig: string, nodeName: string): object {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig },
    hostnameOverride: nodeName,
    mode: "nftables",
    clusterCIDR: NETWORK.pods,
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: "127.0.0.1:10249",
    // Limits of the whole machine, which are not the lab's to change.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    // Changes of endpoints show at once: there are few of them.
    nftables: { minSyncPeriod: "50ms" },
  };
}

/** The cluster's DNS: Services, then the lab's names, and nothing else exists. */
function corefileOf(hostsFile: string, kubeconfig: string): string {
  return `. {
  bind ${NETWORK.node}
  errors
  kubernetes cluster.local {
    kubeconfig ${kubeconfig} lab
    ttl 5
  }
  hosts ${hostsFile} {
    reload 50ms
    ttl 5
    fallthrough
  }
  template ANY ANY {
    rcode NXDOMAIN
  }
}
`;
}

async function allowDns(admin: KubeConfig): Promise<void> {
  const rbac = admin.makeApiClient(RbacAuthorizationV1Api);
  const name = "system:coredns";
  const read = ["list", "watch"];
  await rbac.createClusterRole({
    body: {
      metadata: { name },
      rules: [
        { apiGroups: [""], resources: ["services", "namespaces", "pods"], verbs: read },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
      ],
    },
  });
  await rbac.createClusterRoleBinding({
    body: {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name }],
    },
  });
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket().setTimeout(2000);
    const end = (up: boolean) => {
      socket.destroy();
      resolve(up);
    };
    socket
      .on("connect", () => end(true))
      .on("timeout", () => end(false))
      .on("error", () => end(false));
    socket.connect(port, host);
  });
}
