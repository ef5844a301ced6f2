import type { TerraformStack } from "cdktf";
import { AccessGroup, type EntraIngressAuth, IngressController, type EntraIngressAuthProps } from "../../lib";
import {
  blocksOf,
  flagValues,
  ingressesByPath,
  newStack,
  onlyBlock,
  referenceTo,
  toJson,
  valuesOf,
} from "../support/construct-stack";
import { app, facadeWith } from "../support/facade";

const ID = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const facade = facadeWith({ authProxy: { namespace: { name: "auth" } } });

describe("protect", () => {
  it("gives every app an Ingress, and every host one /oauth2 Ingress and one redirect URI", () => {
    const stack = newStack();
    const auth = facade(stack);
    const apps = [
      auth.protect("shop", app({ host: "shop.example.com" })),
      auth.protect("cart", app({ host: "shop.example.com", paths: ["/cart"] })),
      auth.protect("wiki", app({ host: "wiki.example.com" })),
    ];

    const json = toJson(stack);

    expect(auth.apps).toEqual(apps);
    expect(Object.keys(ingressesByPath(json)).sort()).toEqual([
      "shop.example.com/",
      "shop.example.com/cart",
      "shop.example.com/oauth2",
      "wiki.example.com/",
      "wiki.example.com/oauth2",
    ]);
    expect(onlyBlock(json.resource, "azuread_application").web).toEqual({
      homepage_url: "https://shop.example.com",
      redirect_uris: ["https://shop.example.com/oauth2/callback", "https://wiki.example.com/oauth2/callback"],
    });
  });

  it.each([
    [["a.example.com"], ["https://a.example.com/oauth2/callback"]],
    [["a.example.com", "b.example.com"], []],
  ])("for %j fixes the redirect URI only where there is one host", (hosts, redirectUrls) => {
    const stack = newStack();
    const auth = facade(stack);
    hosts.forEach((host, i) => auth.protect(`app-${i}`, app({ host })));

    expect(flagValues(toJson(stack), "redirect-url")).toEqual(redirectUrls);
  });

  it("counts however late it is called, after everything else of the stack", () => {
    const early = newStack();
    const late = newStack();
    const protect = (auth: EntraIngressAuth) => auth.protect("shop", app({ host: "shop.example.com" }));
    protect(facade(early));
    new AccessGroup(early, "other", { name: "other" });

    const auth = facade(late);
    new AccessGroup(late, "other", { name: "other" });
    protect(auth);

    expect(toJson(late)).toEqual(toJson(early));
  });

  it("names the /oauth2 Ingress as the first app of the host says", () => {
    const stack = newStack();
    const auth = facade(stack);
    auth.protect("shop", app({ host: "shop.example.com", proxyIngressName: "sign-in" }));

    expect(ingressesByPath(toJson(stack))["shop.example.com/oauth2"]?.metadata).toMatchObject({
      name: "sign-in",
      namespace: "auth",
    });
  });

  it("shares the app's certificate with the /oauth2 Ingress where both are in one namespace", () => {
    const stack = newStack();
    const auth = facade(stack);
    const service = { namespace: "auth", name: "web", port: 80 };
    auth.protect("near", app({ host: "near.example.com", service, tls: { secretName: "cert" } }));
    auth.protect("far", app({ host: "far.example.com", tls: { secretName: "cert" } }));

    const ingresses = ingressesByPath(toJson(stack));

    expect(ingresses["near.example.com/oauth2"]?.spec).toMatchObject({
      tls: [{ hosts: ["near.example.com"], secret_name: "cert" }],
    });
    expect(ingresses["far.example.com/oauth2"]?.spec).not.toHaveProperty("tls");
  });

  it("still signs people in at the host of an Ingress that somebody else owns, and says what it needs", () => {
    const stack = newStack();
    const auth = facade(stack);
    const grafana = auth.protect("grafana", { host: "grafana.example.com", externalIngress: true });
    const reports = auth.protect("reports", {
      host: "reports.example.com",
      externalIngress: true,
      api: true,
    });

    const json = toJson(stack);

    expect(Object.keys(ingressesByPath(json)).sort()).toEqual([
      "grafana.example.com/oauth2",
      "reports.example.com/oauth2",
    ]);
    const group = referenceTo(json.resource, "azuread_group", "object_id");
    const api = {
      "nginx.ingress.kubernetes.io/auth-url": `http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth?allowed_groups=${group}`,
      "nginx.ingress.kubernetes.io/auth-response-headers":
        "X-Auth-Request-User,X-Auth-Request-Email,X-Auth-Request-Preferred-Username,X-Auth-Request-Groups,X-Auth-Request-Access-Token,X-Forwarded-User,X-Forwarded-Email,X-Forwarded-Preferred-Username,X-Forwarded-Groups,X-Forwarded-Access-Token",
      "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
    };
    const page = {
      ...api,
      "nginx.ingress.kubernetes.io/auth-signin": "https://$host/oauth2/start?rd=$escaped_request_uri",
    };
    expect(json.output.ingress_annotations?.value).toEqual({ grafana: page, reports: api });
    expect(valuesOf(stack, { one: auth.annotationsFor(grafana), two: auth.annotationsFor(reports) })).toEqual(
      {
        one: page,
        two: api,
      },
    );
  });

  it("gives the same annotations for an app of its own", () => {
    const stack = newStack();
    const auth = facade(stack, { authCheck: "public-host", clusterDomain: "k8s.example.com" });
    const shop = auth.protect("shop", app({ host: "shop.example.com" }));

    const { annotations } = valuesOf(stack, { annotations: auth.annotationsFor(shop) }) as {
      annotations: Record<string, string>;
    };

    expect(ingressesByPath(toJson(stack))["shop.example.com/"]?.metadata).toMatchObject({
      annotations: { ...annotations, "nginx.ingress.kubernetes.io/ssl-redirect": "true" },
    });
    expect(annotations["nginx.ingress.kubernetes.io/auth-url"]).toBe("https://$host/oauth2/auth");
  });
});

describe("bearer tokens", () => {
  const bearer = (stack: TerraformStack) => flagValues(toJson(stack), "skip-jwt-bearer-tokens");

  it.each<[string, Partial<EntraIngressAuthProps>, string]>([
    ["refused where only people are members", { accessGroup: { name: "users", users: [ID] } }, "false"],
    ["refused where a group is nested", { accessGroup: { name: "users", groups: [ID] } }, "false"],
    [
      "accepted where the application itself is a member",
      { accessGroup: { name: "users", servicePrincipals: ["self"] } },
      "true",
    ],
    [
      "accepted where another service principal is a member",
      { accessGroup: { name: "users", servicePrincipals: [{ objectId: ID }] } },
      "true",
    ],
    ["refused for a group of which nothing is known", { accessGroup: { objectId: ID } }, "false"],
    [
      "accepted for a group that is said to have service principals",
      { accessGroup: { objectId: ID, hasServicePrincipals: true } },
      "true",
    ],
    [
      "refused by choice",
      { accessGroup: { name: "users", servicePrincipals: ["self"] }, authProxy: { bearerTokens: false } },
      "false",
    ],
    ["accepted by choice", { accessGroup: { objectId: ID }, authProxy: { bearerTokens: true } }, "true"],
  ])("are %s", (_, props, value) => {
    const stack = newStack();
    facade(stack, props);

    expect(bearer(stack)).toEqual([value]);
  });

  it("are accepted once a service principal becomes a member, however late", () => {
    const stack = newStack();
    const { accessGroup } = facade(stack);
    if (!(accessGroup instanceof AccessGroup)) {
      throw new Error("the facade did not make its group");
    }
    accessGroup.addServicePrincipal({ clientId: ID });

    expect(bearer(stack)).toEqual(["true"]);
  });
});

describe("what the facade wires", () => {
  it("is the application's own service principal as the member self", () => {
    const stack = newStack();
    facade(stack, { accessGroup: { name: "users", servicePrincipals: ["self"] } });

    const { resource } = toJson(stack);

    expect(onlyBlock(resource, "azuread_group_member").member_object_id).toBe(
      referenceTo(resource, "azuread_service_principal", "object_id"),
    );
  });

  it("is the permission to refresh, consented to with the others, where sessions refresh", () => {
    const stack = newStack();
    const auth = facade(stack, {
      application: { name: "apps", adminConsent: true },
      authProxy: {
        session: { refresh: "30m", store: { redis: { url: "rediss://cache.example.com:6380" } } },
      },
    });

    const json = toJson(stack);

    expect(auth.settings.scopes).toEqual(["openid", "profile", "email", "offline_access"]);
    expect(flagValues(json, "scope")).toEqual(["openid profile email offline_access"]);
    expect(
      onlyBlock(json.resource, "azuread_service_principal_delegated_permission_grant").claim_values,
    ).toEqual(["openid", "profile", "email", "offline_access"]);
  });

  it("is a client secret with the times that are given, for the application", () => {
    const stack = newStack();
    facade(stack, { credential: { clientSecret: { rotation: "30d", lifetime: "60d" } } });

    const { resource } = toJson(stack);

    expect(onlyBlock(resource, "time_rotating")).toEqual({ rotation_days: 30 });
    expect(onlyBlock(resource, "azuread_application_password").application_id).toBe(
      referenceTo(resource, "azuread_application", "id"),
    );
  });

  it("lets the controller that is described connect, and trusts its addresses only", () => {
    const stack = newStack();
    facade(stack, {
      ingressController: IngressController.traefik({
        namespace: "edge",
        podLabels: { app: "edge" },
        trustedAddresses: ["10.244.0.0/16"],
      }),
    });

    const json = toJson(stack);

    expect(flagValues(json, "trusted-proxy-ip")).toEqual(["10.244.0.0/16"]);
    const { spec } = onlyBlock(json.resource, "kubernetes_network_policy_v1") as {
      spec: { ingress: { from: unknown }[] };
    };
    expect(spec.ingress.map(({ from }) => from)).toEqual([
      [
        {
          namespace_selector: { match_labels: { "kubernetes.io/metadata.name": "edge" } },
          pod_selector: { match_labels: { app: "edge" } },
        },
      ],
    ]);
  });

  it("makes an application named oauth2-proxy where nothing is said", () => {
    const stack = newStack();
    facade(stack);

    const { resource } = toJson(stack);

    expect(onlyBlock(resource, "azuread_application").display_name).toBe("oauth2-proxy");
    expect(blocksOf(resource, "azuread_group_member")).toEqual([]);
  });
});
