import { randomBytes } from "node:crypto";
import { CoreV1Api, type KubernetesObject } from "@kubernetes/client-node";
import { StrictObjects } from "../cluster/strict-objects";
import { NGINX } from "../conformance/edges";
import { GRAPH_APP_ID } from "../entra/microsoft-graph";
import { APP_HOST, type Lab } from "../lab";
import type { Groups } from "./people";

/** A Secret with the client secret, as the owner of an application puts it where a stack's auth proxy runs. */
export const CREDENTIAL = {
  namespace: "oauth2-proxy-new",
  name: "oauth2-proxy-credential",
  key: "client-secret",
} as const;

/** An application, an oauth2-proxy and annotated Ingresses that somebody wrote by hand. */
export interface ByHand {
  readonly clientId: string;
  delete(): Promise<void>;
}

const NAME = "written-by-hand";
const PROXY_NAMESPACE = "kube-system";
const PORT = 4180;

/** Puts them in place at the lab's nginx, before the app: all of it for the admins, but for a public path. */
export async function writeByHand({ cluster, entra }: Lab, groups: Groups): Promise<ByHand> {
  const { contoso } = entra.seed;
  const application = contoso.addApplication({
    displayName: NAME,
    groupMembershipClaims: "SecurityGroup",
  });
  application.web.redirectUris = [`https://${APP_HOST}/oauth2/callback`];
  application.api.requestedAccessTokenVersion = 2;
  const { appId: clientId } = application;
  const graph = contoso.servicePrincipalOf(GRAPH_APP_ID);
  if (graph === undefined) throw new Error("the tenant has no Microsoft Graph");
  contoso.addPermissionGrant({
    clientId: contoso.addServicePrincipal({ appId: clientId }).id,
    consentType: "AllPrincipals",
    principalId: null,
    resourceId: graph.id,
    scope: "openid profile email",
  });
  const clientSecret = contoso.addPassword(application, { displayName: NAME }).secretText;

  const core = cluster.config.makeApiClient(CoreV1Api);
  await core.createNamespace({ body: { metadata: { name: CREDENTIAL.namespace } } });
  await core.createNamespacedSecret({
    namespace: CREDENTIAL.namespace,
    body: { metadata: { name: CREDENTIAL.name }, stringData: { [CREDENTIAL.key]: clientSecret } },
  });
  const objects = cluster.config.makeApiClient(StrictObjects);
  const written = [...proxy({ clientId, clientSecret, tenant: contoso.id, groups }), ...ingresses(groups)];
  for (const object of written) await objects.apply(object);
  return {
    clientId,
    delete: async () => {
      for (const object of [...written].reverse()) await objects.delete(object);
    },
  };
}

function proxy({
  clientId,
  clientSecret,
  tenant,
  groups,
}: {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tenant: string;
  readonly groups: Groups;
}): KubernetesObject[] {
  const metadata = { name: NAME, namespace: PROXY_NAMESPACE };
  const labels = { app: NAME };
  const env = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: NAME, key: name } } });
  const args = [
    "--provider=oidc",
    `--oidc-issuer-url=https://login.microsoftonline.com/${tenant}/v2.0`,
    `--client-id=${clientId}`,
    `--redirect-url=https://${APP_HOST}/oauth2/callback`,
    "--scope=openid profile email",
    "--oidc-email-claim=preferred_username",
    "--email-domain=*",
    `--allowed-group=${groups.STAFF}`,
    `--allowed-group=${groups.ADMINS}`,
    "--code-challenge-method=S256",
    "--cookie-name=__Host-oauth2-proxy",
    "--skip-jwt-bearer-tokens=true",
    "--skip-provider-button=true",
    `--http-address=0.0.0.0:${PORT}`,
    "--upstream=static://202",
    "--reverse-proxy=true",
    "--set-xauthrequest=true",
  ];
  const container = {
    name: "oauth2-proxy",
    image: "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4",
    args,
    env: [env("OAUTH2_PROXY_CLIENT_SECRET"), env("OAUTH2_PROXY_COOKIE_SECRET")],
    ports: [{ containerPort: PORT }],
    readinessProbe: { httpGet: { path: "/ready", port: PORT }, periodSeconds: 1 },
  };
  return [
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      stringData: {
        OAUTH2_PROXY_CLIENT_SECRET: clientSecret,
        OAUTH2_PROXY_COOKIE_SECRET: randomBytes(16).toString("hex"),
      },
    },
    { apiVersion: "v1", kind: "Service", metadata, spec: { selector: labels, ports: [{ port: PORT }] } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
  ].map((object): KubernetesObject => object);
}

/** The widest path last, so that deleting the other way round leaves no wider one to answer for a narrower one. */
function ingresses({ ADMINS }: Groups): KubernetesObject[] {
  const auth = `http://${NAME}.${PROXY_NAMESPACE}.svc.cluster.local:${PORT}/oauth2/auth`;
  const buffered = { "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k" };
  const checked = {
    ...buffered,
    "nginx.ingress.kubernetes.io/auth-url": `${auth}?allowed_groups=${ADMINS}`,
    "nginx.ingress.kubernetes.io/auth-signin": "https://$host/oauth2/start?rd=$escaped_request_uri",
  };
  const app = { name: "podinfo", port: { number: 9_898 } };
  return [
    ingress(
      `${NAME}-sign-in`,
      PROXY_NAMESPACE,
      "/oauth2",
      "Prefix",
      { name: NAME, port: { number: PORT } },
      buffered,
    ),
    ingress(`${NAME}-logo`, "default", "/logo", "Exact", app, {}),
    ingress(NAME, "default", "/", "Prefix", app, checked),
  ];
}

function ingress(
  name: string,
  namespace: string,
  path: string,
  pathType: string,
  service: object,
  annotations: Readonly<Record<string, string>>,
): KubernetesObject {
  const written = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace, annotations },
    spec: {
      ingressClassName: NGINX.className,
      tls: [{ hosts: [APP_HOST], secretName: "tls-secret" }],
      rules: [{ host: APP_HOST, http: { paths: [{ path, pathType, backend: { service } }] } }],
    },
  };
  return written;
}
