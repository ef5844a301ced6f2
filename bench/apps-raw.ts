import { App, TerraformStack } from "cdktf";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { ADMIN_PATH, appsOf, ruledAppsOf, type BenchApp } from "./apps";
import { bareResources, metadata } from "./bare-resources";

// The resources of apps-library.ts as somebody would write them without the library: the same number of
// each kind, and the same Ingress for every app.
const PREFIX = "nginx.ingress.kubernetes.io";
const [, , count = "1000", outdir = "cdktf.out", rules] = process.argv;
const app = new App({ outdir });
const stack = new TerraformStack(app, "apps");
// The Ingress among these is the one of the sign-in host.
bareResources(stack);
new NamespaceV1(stack, "namespace", { metadata });
for (const name of ["id", "oidc-issuer-url", "allowed-groups", "cookie-secret"]) {
  new SecretV1(stack, name, { metadata });
}
for (const benchApp of (rules === undefined ? appsOf : ruledAppsOf)(Number(count))) {
  addIngress(benchApp, "/", benchApp.group);
  if (benchApp.adminGroup !== undefined) {
    addIngress(benchApp, ADMIN_PATH, benchApp.adminGroup);
  }
}
app.synth();

function addIngress({ name, host, service }: BenchApp, path: string, group?: string): void {
  const id = `${name}${path.slice(1)}`;
  const query = group === undefined ? "" : `?allowed_groups=${group}`;
  new IngressV1(stack, id, {
    metadata: {
      name: id,
      namespace: service.namespace,
      annotations: {
        [`${PREFIX}/auth-url`]: `http://oauth2-proxy.oauth2-proxy.svc.cluster.local:4180/oauth2/auth${query}`,
        [`${PREFIX}/auth-signin`]:
          "https://auth.example.com/oauth2/start?rd=https://$host$escaped_request_uri",
        [`${PREFIX}/auth-response-headers`]:
          "X-Auth-Request-User,X-Auth-Request-Email,X-Auth-Request-Preferred-Username,X-Auth-Request-Groups,X-Auth-Request-Access-Token,X-Forwarded-User,X-Forwarded-Email,X-Forwarded-Preferred-Username,X-Forwarded-Groups,X-Forwarded-Access-Token",
        [`${PREFIX}/proxy-buffer-size`]: "64k",
        [`${PREFIX}/ssl-redirect`]: "true",
      },
    },
    spec: {
      ingressClassName: "nginx",
      tls: [{ hosts: [host], secretName: "tls-secret" }],
      rule: [
        {
          host,
          http: {
            path: [
              {
                path,
                pathType: "Prefix",
                backend: { service: { name: service.name, port: { number: service.port } } },
              },
            ],
          },
        },
      ],
    },
  });
}
