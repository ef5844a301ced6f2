import { TerraformVariable } from "cdktf";
import { AuthProxy, EntraIngressAuth, IngressController } from "../../lib";
import {
  blocksOf,
  flagValues,
  inArgument,
  ingressesByPath,
  inputErrors,
  newStack,
  onlyBlock,
  toJson,
  unknownText,
} from "../support/construct-stack";

const UNKNOWN = "is a value that only Terraform will know; it must be known at synth";

describe("values that only Terraform knows", () => {
  it("reach the application, the group, the auth proxy and the outputs as they are", () => {
    const stack = newStack();
    new EntraIngressAuth(stack, "auth", {
      tenantId: unknownText(stack, "tenant"),
      application: { name: unknownText(stack, "application"), homePage: unknownText(stack, "home") },
      accessGroup: { objectId: unknownText(stack, "group") },
      credential: { existingSecret: { name: unknownText(stack, "secret"), key: "client-secret" } },
      authProxy: { namespace: { name: unknownText(stack, "namespace") } },
      ingressController: IngressController.ingressNginx({
        className: unknownText(stack, "class"),
        namespace: unknownText(stack, "controller"),
        trustedAddresses: [unknownText(stack, "pods")],
      }),
      clusterDomain: unknownText(stack, "domain"),
    }).protect("shop", {
      host: "shop.example.com",
      service: { namespace: unknownText(stack, "shop"), name: unknownText(stack, "web"), port: 80 },
    });

    const json = toJson(stack);

    const group = `\${regex("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", lower(var.group))}`;
    const issuer = "https://login.microsoftonline.com/${var.tenant}/v2.0";
    expect(json.output).toMatchObject({
      tenant_id: { value: "${var.tenant}" },
      application_name: { value: "${var.application}" },
      group_id: { value: group },
      oidc_issuer_url: { value: issuer },
    });
    expect(blocksOf(json.resource, "kubernetes_secret_v1").map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        { OAUTH2_PROXY_ALLOWED_GROUPS: group },
        { OAUTH2_PROXY_OIDC_ISSUER_URL: issuer },
      ]),
    );
    expect(flagValues(json, "trusted-proxy-ip")).toEqual([inArgument("var.pods")]);
    const ingresses = ingressesByPath(json);
    expect(ingresses["shop.example.com/"]).toMatchObject({
      metadata: {
        annotations: {
          "nginx.ingress.kubernetes.io/auth-url": `http://oauth2-proxy.\${var.namespace}.svc.\${var.domain}:4180/oauth2/auth?allowed_groups=${group}`,
        },
      },
      spec: { ingress_class_name: "${var.class}" },
    });
    expect(ingresses["shop.example.com/oauth2"]?.spec).toMatchObject({
      ingress_class_name: "${var.class}",
    });
    expect(JSON.stringify(onlyBlock(json.resource, "kubernetes_network_policy_v1"))).toContain(
      '"kubernetes.io/metadata.name":"${var.controller}"',
    );
  });

  it("may be one host of two apps, read twice, with one /oauth2 Ingress", () => {
    const stack = newStack();
    const auth = new EntraIngressAuth(stack, "auth", {
      accessGroup: { name: "users" },
      ingressController: IngressController.traefik(),
    });
    const host = new TerraformVariable(stack, "host", {});
    for (const name of ["one", "two"]) {
      auth.protect(name, {
        host: host.stringValue,
        paths: [`/${name}`],
        service: { namespace: "default", name, port: 80 },
      });
    }

    expect(Object.keys(ingressesByPath(toJson(stack))).sort()).toEqual([
      "${var.host}/oauth2",
      "${var.host}/one",
      "${var.host}/two",
    ]);
    expect(blocksOf(toJson(stack).resource, "kubernetes_ingress_v1")).toHaveLength(3);
  });

  it("may be the hosts, each with an /oauth2 Ingress and a redirect URI of its own", () => {
    const stack = newStack();
    const auth = new EntraIngressAuth(stack, "auth", {
      accessGroup: { name: "users" },
      authProxy: { namespace: { name: "auth" } },
      ingressController: IngressController.ingressNginx(),
    });
    for (const name of ["shop", "wiki"]) {
      auth.protect(name, {
        host: unknownText(stack, `${name}_host`),
        service: { namespace: name, name: "web", port: 80 },
      });
    }

    const json = toJson(stack);

    expect(Object.keys(ingressesByPath(json)).sort()).toEqual([
      "${var.shop_host}/",
      "${var.shop_host}/oauth2",
      "${var.wiki_host}/",
      "${var.wiki_host}/oauth2",
    ]);
    expect(onlyBlock(json.resource, "azuread_application").web).toEqual({
      homepage_url: "https://${var.shop_host}",
      // They have an order, but none that could be known.
      redirect_uris: expect.arrayContaining([
        "https://${var.shop_host}/oauth2/callback",
        "https://${var.wiki_host}/oauth2/callback",
      ]) as unknown,
    });
    // The app's name, because no resource can be called after a value that is not known yet.
    expect(Object.keys(json.resource.kubernetes_ingress_v1 ?? {})).toEqual(
      expect.arrayContaining([expect.stringMatching(/^auth_sign-in_shop_ingress_[0-9A-F]{8}$/)]),
    );
  });

  it("may be the one host, at which the callback is fixed", () => {
    const stack = newStack();
    new EntraIngressAuth(stack, "auth", {
      accessGroup: { name: "users" },
      ingressController: IngressController.ingressNginx(),
    }).protect("shop", { host: unknownText(stack, "host"), externalIngress: true });

    expect(flagValues(toJson(stack), "redirect-url")).toEqual([
      inArgument('join("", ["https://", var.host, "/oauth2/callback"])'),
    ]);
  });

  it("may be the Service of an auth proxy that was brought along, its port included", () => {
    const stack = newStack();
    const authProxy = AuthProxy.fromService(stack, "proxy", {
      namespace: unknownText(stack, "namespace"),
      name: unknownText(stack, "proxy_name"),
      port: new TerraformVariable(stack, "port", { type: "number" }).numberValue,
    });
    new EntraIngressAuth(stack, "auth", {
      accessGroup: { objectId: unknownText(stack, "group") },
      ingressController: IngressController.ingressNginx(),
      authProxy,
    }).protect("shop", {
      host: "shop.example.com",
      service: { namespace: "shop", name: "web", port: 80 },
    });

    const ingresses = ingressesByPath(toJson(stack));

    expect(ingresses["shop.example.com/"]?.metadata).toMatchObject({
      annotations: {
        "nginx.ingress.kubernetes.io/auth-url": expect.stringMatching(
          /^http:\/\/\$\{var\.proxy_name\}\.\$\{var\.namespace\}\.svc\.cluster\.local:\$\{var\.port\}\/oauth2\/auth\?allowed_groups=/,
        ) as unknown,
      },
    });
    expect(ingresses["shop.example.com/oauth2"]?.spec).toMatchObject({
      rule: [
        {
          http: {
            path: [{ backend: { service: { name: "${var.proxy_name}", port: { number: "${var.port}" } } } }],
          },
        },
      ],
    });
  });

  it("are refused where they decide what is synthesized", () => {
    const stack = newStack();

    expect(
      inputErrors(
        () =>
          new EntraIngressAuth(stack, "auth", {
            accessGroup: { name: "users" },
            authProxy: {
              session: { lifetime: unknownText(stack, "lifetime"), refresh: unknownText(stack, "refresh") },
              bufferSize: unknownText(stack, "buffer"),
            },
            ingressController: IngressController.ingressNginx(),
          }),
      ),
    ).toEqual(
      ["authProxy.session.lifetime", "authProxy.session.refresh", "authProxy.bufferSize"].map(
        (place) => `[stack/auth] ${place}: ${UNKNOWN}`,
      ),
    );
  });

  it("are refused as lists of members, owners or redirect URIs, which have no length yet", () => {
    const stack = newStack();
    const list = new TerraformVariable(stack, "list", { type: "list(string)" }).listValue;
    const facade = (id: string, props: Partial<ConstructorParameters<typeof EntraIngressAuth>[2]>) =>
      inputErrors(
        () =>
          new EntraIngressAuth(stack, id, {
            accessGroup: { name: "users" },
            ingressController: IngressController.ingressNginx(),
            outputs: false,
            ...props,
          }),
      );

    expect(facade("a", { accessGroup: { name: "users", users: list, groups: list, owners: list } })).toEqual([
      `[stack/a/access-group] owners: ${UNKNOWN}`,
      `[stack/a/access-group] users: ${UNKNOWN}`,
      `[stack/a/access-group] groups: ${UNKNOWN}`,
    ]);
    expect(facade("b", { application: { name: "apps", owners: list, redirectUris: list } })).toEqual([
      `[stack/b/application] redirectUris: ${UNKNOWN}`,
      `[stack/b/application] owners: ${UNKNOWN}`,
    ]);
  });
});
