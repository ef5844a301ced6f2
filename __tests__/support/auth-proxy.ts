import { TerraformStack, Testing } from "cdktf";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { IngressController } from "../../lib/edge";
import type { AuthProxyOptions, AuthProxyWiring } from "../../lib/oauth2-proxy/props";
import type { Workload } from "../../lib/oauth2-proxy/workload";
import type { ControllerLimits } from "../../lib/contracts/sign-in";
import { IDENTITIES } from "../../lib/identity";
import type { ResolvedSettings } from "../../lib/resolver";
import { resolveSession, type SessionOptions } from "../../lib/oauth2-proxy/session-options";

export const GROUP_ID = "11111111-2222-3333-4444-555555555555";

/** What the resolver decides, for options that go together. */
export function settled(
  options: SessionOptions = {},
  controller: ControllerLimits = IngressController.ingressNginx(),
): ResolvedSettings {
  const resolution = resolveSession(IDENTITIES.entra, options, controller);
  if ("reasons" in resolution) {
    throw new Error(resolution.reasons.map(({ message }) => message).join("\n"));
  }
  return resolution.settings;
}

/** An auth proxy for one host, with everything that has a default left to it. */
export function proxyProps(
  changes: Partial<AuthProxyOptions & AuthProxyWiring> = {},
): AuthProxyOptions & AuthProxyWiring {
  return {
    identityProvider: {
      traits: IDENTITIES.entra,
      clientId: "the-client-id",
      issuerUrl: "https://login.example.com/tenant/v2.0",
      signOutUrl: "https://login.example.com/logout",
    },
    credential: { secrets: { OAUTH2_PROXY_CLIENT_SECRET: "the-client-secret" } },
    resolved: settled(),
    groupsClaim: "groups",
    allowedGroups: () => [{ id: GROUP_ID, displayName: "oauth2-proxy-users" }],
    signInHosts: () => ["podinfo.example.com"],
    returnHosts: () => [],
    bearerTokens: () => false,
    clients: [{ namespace: "ingress-nginx", podLabels: { app: "controller" }, addresses: ["10.0.0.0/8"] }],
    ...changes,
  };
}

/** What runs as the auth proxy, without anything that only Terraform knows. */
export const WORKLOAD: Workload = {
  name: "gate",
  namespace: "auth",
  image: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4",
  replicas: 2,
  args: () => ["--provider=oidc", "--trusted-proxy-ip=10.0.0.0/8", "--trusted-proxy-ip=fc00::/7"],
  variables: () => [
    { name: "OAUTH2_PROXY_CLIENT_ID", secret: { name: "gate-id", key: "OAUTH2_PROXY_CLIENT_ID" } },
    { name: "OAUTH2_PROXY_REDIS_PASSWORD", secret: { name: "cache", key: "password" } },
  ],
  tokens: [],
  templates: "gate-templates",
  podAnnotations: { "checksum/secrets": "abc" },
  requests: { cpu: "50m", memory: "64Mi" },
  limits: { memory: "128Mi" },
  scheduling: {},
};

/** Resources by type and id, as Terraform reads them. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

/** The stack with the providers that a user configures. */
export function providedStack(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "stack");
  new KubernetesProvider(stack, "kubernetes");
  new HelmProvider(stack, "helm");
  return stack;
}

export function resourcesOf(stack: TerraformStack): Resources {
  return (JSON.parse(Testing.synth(stack, true)) as { resource?: Resources }).resource ?? {};
}

/** The one resource of a type. */
export function only<T = Record<string, unknown>>(resources: Resources, type: string): T {
  const found = Object.values(resources[type] ?? {});
  if (found.length !== 1) {
    throw new Error(`expected one ${type}, found ${found.length}`);
  }
  return found[0] as T;
}
