import { synthesized, type TerraformJson } from "../support/files";

/*
 * Every setting that the write-up names, in the sample's JSON. Where the write-up's value does not work
 * (facts: a scope without profile leaves people out, forwarded tokens overflow the cookie), the test says
 * what stands there instead.
 */
const stack: TerraformJson = synthesized("entra-ingress-auth.yaml");

function only(type: string): Record<string, unknown> {
  const [resource, ...others] = Object.values(stack.resource[type] ?? {});
  expect(others).toEqual([]);
  return resource ?? {};
}

function byName(type: string, name: string, namespace: string): Record<string, unknown> {
  const found = Object.values(stack.resource[type] ?? {}).filter((resource) => {
    const metadata = resource.metadata as { name: string; namespace: string };
    return metadata.name === name && metadata.namespace === namespace;
  });
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

function addressOf(type: string): string {
  return `${type}.${Object.keys(stack.resource[type] ?? {})[0] ?? ""}`;
}

const annotationsOf = (resource: Record<string, unknown>): unknown =>
  (resource.metadata as { annotations: unknown }).annotations;

describe("Entra", () => {
  it("registers the application with version 2 tokens and the group claim", () => {
    expect(only("azuread_application")).toMatchObject({
      display_name: "oauth2-proxy",
      sign_in_audience: "AzureADMyOrg",
      group_membership_claims: ["SecurityGroup"],
      api: { requested_access_token_version: 2 },
      web: {
        homepage_url: "https://podinfo.example.com",
        redirect_uris: ["https://podinfo.example.com/oauth2/callback"],
      },
    });
  });

  it("makes a service principal that needs no assignment", () => {
    expect(only("azuread_service_principal")).toMatchObject({
      client_id: `\${${addressOf("azuread_application")}.client_id}`,
      app_role_assignment_required: false,
    });
  });

  it("makes the group with the user and the application's own service principal in it", () => {
    expect(only("azuread_group")).toMatchObject({
      display_name: "oauth2-proxy-users",
      security_enabled: true,
    });
    const members = Object.values(stack.resource.azuread_group_member ?? {});
    expect(members.map((member) => member.group_object_id)).toEqual([
      `\${${addressOf("azuread_group")}.object_id}`,
      `\${${addressOf("azuread_group")}.object_id}`,
    ]);
    expect(members.map((member) => member.member_object_id)).toEqual([
      `\${${addressOf("azuread_service_principal")}.object_id}`,
      expect.stringMatching(/^\$\{data\.azuread_user\..*\.object_id\}$/),
    ]);
  });

  it("has the outputs, the secret among them as sensitive", () => {
    const names = Object.keys(stack.output);
    expect(names).toEqual(
      expect.arrayContaining([
        "client_id",
        "client_secret",
        "sp_id",
        "tenant_id",
        "group_id",
        "oidc_issuer_url",
        "application_name",
        "application_homepage",
        "group_name",
      ]),
    );
    expect(stack.output.client_secret?.sensitive).toBe(true);
    expect(stack.output.sp_id?.value).toBe(`\${${addressOf("azuread_service_principal")}.client_id}`);
  });
});

describe("oauth2-proxy", () => {
  const deployment = byName("kubernetes_deployment_v1", "oauth2-proxy", "kube-system");
  const spec = deployment.spec as {
    template: { spec: { container: { args: string[]; env: unknown[]; resources: unknown }[] } };
  };
  const [container] = spec.template.spec.container;

  it.each([
    "--provider=oidc",
    "--email-domain=*",
    "--upstream=file:///dev/null",
    "--http-address=0.0.0.0:4180",
    "--skip-provider-button=true",
    "--skip-jwt-bearer-tokens=true",
    "--redirect-url=https://podinfo.example.com/oauth2/callback",
  ])("has the flag %s", (flag) => {
    expect(container?.args).toContain(flag);
  });

  it("asks for profile and email beside openid, without which people would be left out", () => {
    expect(container?.args).toContain("--scope=openid profile email");
  });

  it("keeps tokens out of session and headers, which would overflow the cookie", () => {
    expect(container?.args).toContain("--set-authorization-header=false");
    expect(container?.args).toContain("--pass-authorization-header=false");
    expect(container?.args).toContain("--session-cookie-minimal=true");
  });

  it.each([
    ["oauth2-proxy-id", "OAUTH2_PROXY_CLIENT_ID", /^\$\{azuread_application\..*\.client_id\}$/],
    ["oauth2-proxy-secret", "OAUTH2_PROXY_CLIENT_SECRET", /^\$\{azuread_application_password\..*\.value\}$/],
    [
      "oauth2-proxy-oidc-issuer-url",
      "OAUTH2_PROXY_OIDC_ISSUER_URL",
      /^https:\/\/login\.microsoftonline\.com\/\$\{data\.azuread_client_config\..*\.tenant_id\}\/v2\.0$/,
    ],
    ["oauth2-proxy-allowed-groups", "OAUTH2_PROXY_ALLOWED_GROUPS", /^\$\{azuread_group\..*\.object_id\}$/],
  ])("reads the Secret %s, filled by Terraform", (name, variable, value) => {
    expect(container?.env).toContainEqual({
      name: variable,
      value_from: { secret_key_ref: { name, key: variable } },
    });
    const secret = byName("kubernetes_secret_v1", name, "kube-system");
    expect(secret.data).toEqual({ [variable]: expect.stringMatching(value) });
  });

  it("has the write-up's resources and Service", () => {
    expect(container?.resources).toEqual({
      requests: { cpu: "250m", memory: "64Mi" },
      limits: { cpu: "500m", memory: "128Mi" },
    });
    const service = byName("kubernetes_service_v1", "oauth2-proxy", "kube-system");
    expect(service.spec).toMatchObject({ port: [{ port: 4180 }] });
  });
});

describe("the Ingresses", () => {
  it("puts the auth check and the sign-in on the app's", () => {
    expect(annotationsOf(byName("kubernetes_ingress_v1", "podinfo", "default"))).toMatchObject({
      "nginx.ingress.kubernetes.io/auth-url": "https://$host/oauth2/auth",
      "nginx.ingress.kubernetes.io/auth-signin": "https://$host/oauth2/start?rd=$escaped_request_uri",
      "nginx.ingress.kubernetes.io/proxy-buffer-size": "512k",
    });
  });

  it("puts the large buffer on the proxy's own", () => {
    const ingress = byName("kubernetes_ingress_v1", "oauth2-proxy", "kube-system");
    expect(annotationsOf(ingress)).toMatchObject({ "nginx.ingress.kubernetes.io/proxy-buffer-size": "512k" });
    expect(ingress.spec).toEqual({
      ingress_class_name: "nginx",
      tls: [{ hosts: ["podinfo.example.com"], secret_name: "tls-secret" }],
      rule: [
        {
          host: "podinfo.example.com",
          http: {
            path: [
              {
                path: "/oauth2",
                path_type: "Prefix",
                backend: { service: { name: "oauth2-proxy", port: { number: 4180 } } },
              },
            ],
          },
        },
      ],
    });
  });
});

describe("the write-up's weak points", () => {
  const text = JSON.stringify(stack);

  it("are not repeated", () => {
    expect(text).toContain("--show-debug-on-error=false");
    expect(text).not.toContain("netshoot");
    expect(text).toContain("--reverse-proxy=true");
    expect(text).toContain("--trusted-proxy-ip=10.0.0.0/8");
    expect(text).toMatch(/"OAUTH2_PROXY_COOKIE_SECRET":"\$\{random_password\./);
    expect(text).toContain("oauth2-proxy:v7.15.4");
  });
});
