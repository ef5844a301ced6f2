import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";

/** Who may use the API server beside service accounts, and the groups that RBAC knows each by. */
const USERS = {
  admin: { name: "admin", groups: ["system:masters"] },
  "kube-controller-manager": { name: "system:kube-controller-manager", groups: [] },
  "kube-scheduler": { name: "system:kube-scheduler", groups: [] },
  "kube-proxy": { name: "system:kube-proxy", groups: [] },
  coredns: { name: "system:coredns", groups: [] },
  node: { name: "system:node:lab", groups: ["system:nodes"] },
} as const;

/** A user of the API server. */
export type User = keyof typeof USERS;

/** Fresh tokens for the users of the API server: its token file, and a kubeconfig for each. */
export class Access {
  private readonly tokens = new Map<User, string>();

  constructor(private readonly folder: string) {
    for (const user of Object.keys(USERS) as User[])
      this.tokens.set(user, randomBytes(24).toString("base64url"));
  }

  /** Writes the file for the API server's --token-auth-file. */
  writeTokenFile(): string {
    const lines = [...this.tokens].map(([user, token]) => {
      const { name, groups } = USERS[user];
      return `${token},${name},${name},"${groups.join(",")}"\n`;
    });
    const path = join(this.folder, "tokens.csv");
    writeFileSync(path, lines.join(""), { mode: 0o600 });
    return path;
  }

  /** Configuration of the official client for a user. */
  config(user: User, server: string, caFile: string): KubeConfig {
    const config = new KubeConfig();
    config.loadFromOptions({
      clusters: [{ name: "lab", server, caFile, skipTLSVerify: false }],
      users: [{ name: user, token: this.tokens.get(user) }],
      contexts: [{ name: "lab", cluster: "lab", user }],
      currentContext: "lab",
    });
    return config;
  }

  /** Writes the kubeconfig file of a user. */
  writeKubeconfig(user: User, server: string, caFile: string): string {
    const path = join(this.folder, `${user}.kubeconfig`);
    // YAML reads JSON.
    writeFileSync(path, this.config(user, server, caFile).exportConfig(), { mode: 0o600 });
    return path;
  }
}
