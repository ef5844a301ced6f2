import { EntraIngressAuth, IngressController } from "../../../lib";
import { parseConfig } from "../../../lib/config";
import { flagsOf, inputErrors, newStack, onlyBlock, toJson } from "../../support/construct-stack";

const ISSUER = "https://oidc.cluster.example.com/id";

function stackWith(
  changes: { readonly cloud?: "china"; readonly issuer?: string; readonly serviceAccount?: string } = {},
) {
  const { issuer = ISSUER, serviceAccount, ...props } = changes;
  const stack = newStack();
  new EntraIngressAuth(stack, "auth", {
    ...props,
    accessGroup: { name: "staff" },
    credential: { workloadIdentity: { issuer } },
    ingressController: IngressController.ingressNginx(),
    authProxy: {
      name: "gate",
      namespace: { name: "auth" },
      serviceAccount: serviceAccount === undefined ? undefined : { name: serviceAccount },
    },
  });
  return toJson(stack);
}

describe("workload identity", () => {
  it("has Entra take the token of the auth proxy's service account, and makes no client secret", () => {
    const { resource } = stackWith();

    expect(onlyBlock(resource, "azuread_application_federated_identity_credential")).toMatchObject({
      audiences: ["api://AzureADTokenExchange"],
      issuer: ISSUER,
      subject: "system:serviceaccount:auth:gate",
    });
    expect(Object.keys(resource)).not.toContain("azuread_application_password");
    expect(JSON.stringify(resource.kubernetes_secret_v1)).not.toMatch(/CLIENT_SECRET/);
  });

  it("has Entra take the token of a service account that is there, where the Pods run as one", () => {
    const { resource } = stackWith({ serviceAccount: "theirs" });

    expect(onlyBlock(resource, "azuread_application_federated_identity_credential")).toMatchObject({
      subject: "system:serviceaccount:auth:theirs",
    });
  });

  it("gives the Pods a token for Entra that Kubernetes renews, without a webhook", () => {
    const stack = stackWith();
    const { resource } = stack;
    const { spec } = onlyBlock(resource, "kubernetes_deployment_v1") as {
      spec: { template: { spec: PodSpec } };
    };
    const { container, volume } = spec.template.spec;
    const [proxy] = container;
    const file = proxy?.env.find(({ name }) => name === "AZURE_FEDERATED_TOKEN_FILE")?.value ?? "";
    const mounted = proxy?.volume_mount.find(({ mount_path }) => file.startsWith(`${mount_path}/`));
    const projected = volume.find(({ name }) => name === mounted?.name)?.projected;

    expect(projected?.[0]?.sources).toEqual([
      {
        service_account_token: {
          audience: "api://AzureADTokenExchange",
          expiration_seconds: 3_600,
          path: file.slice((mounted?.mount_path.length ?? 0) + 1),
        },
      },
    ]);
    expect(flagsOf(stack)).toEqual(
      expect.arrayContaining(["--provider=entra-id", "--entra-id-federated-token-auth=true"]),
    );
  });

  it("lets the Pods start when Entra knows of them", () => {
    const { resource } = stackWith();
    const [id] = Object.keys(resource.azuread_application_federated_identity_credential ?? {});

    expect(onlyBlock(resource, "kubernetes_deployment_v1").depends_on).toContain(
      `azuread_application_federated_identity_credential.${id}`,
    );
  });

  it("is refused in a national cloud, which oauth2-proxy sends no such token to", () => {
    expect(inputErrors(() => stackWith({ cloud: "china" }))).toEqual([
      "[stack/auth] credential.workloadIdentity: oauth2-proxy sends the token of its Pods to the public cloud only, and this tenant is in another; write clientSecret: {} for a secret that is made and rotated here, or existingSecret: { name, key }",
    ]);
    const file = `
entra:
  cloud: usgovernment
  accessGroup: { name: staff, users: [alice@contoso.com] }
  credential: { workloadIdentity: { issuer: "${ISSUER}" } }
ingressController: { kind: traefik }
apps: [{ name: shop, host: shop.example.com, service: { namespace: shop, name: web, port: 80 } }]
`;
    expect(() => parseConfig(file, {})).toThrow(
      /^config:5:\d+: entra\.credential\.workloadIdentity: oauth2-proxy sends the token/m,
    );
  });

  it("is refused with an issuer that is none", () => {
    expect(inputErrors(() => stackWith({ issuer: "oidc.example.com" }))).toEqual([
      expect.stringContaining('credential.workloadIdentity.issuer: "oidc.example.com" is not an issuer'),
    ]);
  });
});

interface PodSpec {
  readonly container: readonly {
    readonly env: readonly { readonly name: string; readonly value?: string }[];
    readonly volume_mount: readonly { readonly name: string; readonly mount_path: string }[];
  }[];
  readonly volume: readonly {
    readonly name: string;
    readonly projected?: readonly { readonly sources: readonly unknown[] }[];
  }[];
}
