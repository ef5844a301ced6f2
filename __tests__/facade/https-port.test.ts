import { Gateway, IngressController, type AppProps, type EntraIngressAuthProps } from "../../lib";
import { parseConfig } from "../../lib/config";
import { configuredStack } from "../../lib/stack";
import {
  commandLines,
  flagValues,
  ingressesOf,
  inputErrors,
  newStack,
  onlyBlock,
  toJson,
  type StackJson,
} from "../support/construct-stack";
import { app, facadeWith } from "../support/facade";

const TENANT = "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90";
const facade = facadeWith({
  tenantId: TENANT,
  ingressController: IngressController.traefik({ httpsPort: 8443 }),
});
const gateway = { name: "public", namespace: "gateways" };

function stackOf(
  apps: Readonly<Record<string, AppProps>>,
  props: Partial<EntraIngressAuthProps> = {},
): StackJson {
  const stack = newStack();
  const auth = facade(stack, props);
  Object.entries(apps).forEach(([name, one]) => auth.protect(name, one));
  return toJson(stack);
}

/** Where people are sent to sign in, by the annotations of all Ingresses; each address once. */
function signInUrls(json: StackJson): string[] {
  const urls = Object.values(ingressesOf(json)).flatMap(({ metadata }) => {
    const { annotations = {} } = metadata as { annotations?: Record<string, string> };
    return annotations["nginx.ingress.kubernetes.io/auth-signin"] ?? [];
  });
  return [...new Set(urls)].sort();
}

const redirectUris = ({ resource }: StackJson): unknown =>
  (onlyBlock(resource, "azuread_application").web as { redirect_uris: unknown }).redirect_uris;

describe("an edge that people reach at another port than 443", () => {
  it("has it in every address that people are led to", () => {
    const json = stackOf({ shop: app() }, { signOut: true });

    expect(signInUrls(json)).toEqual(["https://$host:8443/oauth2/start?rd=$escaped_request_uri"]);
    expect(flagValues(json, "redirect-url")).toEqual(["https://shop.example.com:8443/oauth2/callback"]);
    expect(onlyBlock(json.resource, "azuread_application").web).toEqual({
      homepage_url: "https://shop.example.com:8443",
      redirect_uris: [
        "https://shop.example.com:8443/oauth2/callback",
        "https://shop.example.com:8443/oauth2/sign_in",
      ],
    });
    expect(json.output.sign_out_urls?.value).toEqual({
      shop: `https://shop.example.com:8443/oauth2/sign_out?rd=https%3A%2F%2Flogin.microsoftonline.com%2F${TENANT}%2Foauth2%2Fv2.0%2Flogout%3Fpost_logout_redirect_uri%3Dhttps%253A%252F%252Fshop.example.com%253A8443%252Foauth2%252Fsign_in`,
    });
  });

  it("has it in no name and no rule of an Ingress, where a host has none", () => {
    const names = Object.keys(ingressesOf(stackOf({ shop: app() })));

    expect(names).toEqual(
      Object.keys(ingressesOf(stackOf({ shop: app() }, { ingressController: IngressController.traefik() }))),
    );
    expect(JSON.stringify(ingressesOf(stackOf({ shop: app() })))).not.toContain(
      '"host":"shop.example.com:8443"',
    );
  });

  it("has it at a shared sign-in: there, on the way back, and in what the auth proxy may return to", () => {
    const json = stackOf(
      { shop: app(), wiki: { host: "wiki.example.com", externalIngress: true } },
      { signIn: { host: "auth.example.com", cookieDomain: "example.com" } },
    );

    const url = "https://auth.example.com:8443/oauth2/start?rd=https://$host:8443$escaped_request_uri";
    expect(signInUrls(json)).toEqual([url]);
    expect(json.output.ingress_annotations?.value).toMatchObject({
      wiki: { "nginx.ingress.kubernetes.io/auth-signin": url },
    });
    expect(redirectUris(json)).toEqual(["https://auth.example.com:8443/oauth2/callback"]);
    expect(flagValues(json, "redirect-url")).toEqual(["https://auth.example.com:8443/oauth2/callback"]);
    expect(flagValues(json, "whitelist-domain")).toEqual(["shop.example.com:8443", "wiki.example.com:8443"]);
    expect(flagValues(json, "cookie-domain")).toEqual(["example.com"]);
    expect(JSON.stringify(onlyBlock(json.resource, "kubernetes_config_map_v1"))).toContain(
      "https://shop.example.com:8443/",
    );
  });

  it("has it where the check goes through the public host", () => {
    const json = stackOf({ shop: app() }, { authCheck: "public-host" });

    expect(JSON.stringify(ingressesOf(json))).toContain('auth-url":"https://$host:8443/oauth2/auth"');
  });

  it("has it in what the owner of another auth proxy is told", () => {
    const json = stackOf(
      { shop: app() },
      {
        signIn: { host: "auth.example.com", cookieDomain: "example.com" },
        authProxy: { service: { namespace: "auth", name: "proxy", port: 80 } },
      },
    );

    expect(json.output.auth_proxy_needs?.value).toMatchObject({
      redirect_uris: ["https://auth.example.com:8443/oauth2/callback"],
      whitelist_domains: ["shop.example.com:8443"],
    });
  });

  it("has it before each app behind a Gateway of which only the standard is known", () => {
    const json = stackOf(
      { shop: app() },
      { ingressController: undefined, gateway: Gateway.standard({ ...gateway, httpsPort: 8443 }) },
    );

    expect(commandLines(json)[0]).toContain("--redirect-url=https://shop.example.com:8443/oauth2/callback");
    expect(redirectUris(json)).toEqual(["https://shop.example.com:8443/oauth2/callback"]);
  });

  it("is one of several: each edge leads to its own port, and the auth proxy follows the request", () => {
    const json = stackOf(
      { shop: app({ edge: ["default", "dev"] }), wiki: app({ host: "wiki.example.com" }) },
      {
        ingressController: IngressController.ingressNginx(),
        edges: {
          dev: {
            ingressController: IngressController.traefik({
              className: "dev",
              controllerClass: "k8s.io/ingress-nginx",
              httpsPort: 30443,
            }),
          },
        },
        signIn: { host: "auth.example.com", cookieDomain: "example.com" },
      },
    );

    expect(signInUrls(json)).toEqual([
      "https://auth.example.com/oauth2/start?rd=https://$host$escaped_request_uri",
      "https://auth.example.com:30443/oauth2/start?rd=https://$host:30443$escaped_request_uri",
    ]);
    expect(redirectUris(json)).toEqual([
      "https://auth.example.com/oauth2/callback",
      "https://auth.example.com:30443/oauth2/callback",
    ]);
    expect(flagValues(json, "redirect-url")).toEqual([]);
    expect(flagValues(json, "whitelist-domain")).toEqual([
      "shop.example.com",
      "shop.example.com:30443",
      "wiki.example.com",
    ]);
  });

  it("says nothing more where it is 443", () => {
    const written = stackOf(
      { shop: app() },
      { ingressController: IngressController.traefik({ httpsPort: 443 }) },
    );

    expect(written).toEqual(stackOf({ shop: app() }, { ingressController: IngressController.traefik() }));
  });

  it("is refused where the auth proxy would not hear of it, and where it is no port", () => {
    const refused = inputErrors(() =>
      stackOf(
        { shop: app() },
        { ingressController: undefined, gateway: Gateway.envoyGateway({ ...gateway, httpsPort: 8443 }) },
      ),
    );
    const wrong = inputErrors(() =>
      stackOf({ shop: app() }, { ingressController: IngressController.traefik({ httpsPort: 84_430 }) }),
    );

    expect(refused).toEqual([
      expect.stringMatching(
        /gateway\.httpsPort: 8443 is not possible behind Envoy Gateway, .*; let a load balancer/,
      ),
    ]);
    expect(wrong).toEqual([expect.stringMatching(/ingressController\.httpsPort: 84430 is not a port/)]);
  });
});

describe("a port in a config file", () => {
  const file = (host: string, controller: string): string => `
entra: { accessGroup: { name: app-users, users: [alice@contoso.com] } }
ingressController: ${controller}
apps:
  - name: web
    host: ${host}
    service: { namespace: web, name: web, port: 80 }
    tls: { secretName: web-tls }
`;

  it("leads from the host, where people write it first, to the key", () => {
    expect(() => parseConfig(file("web.example.com:8443", "{ kind: traefik }"), {}, "port.yaml")).toThrow(
      'apps[0].host: "web.example.com:8443" has a port; host takes a name such as podinfo.example.com, and the port at which people reach the edge is said of that: httpsPort: 8443 under "ingressController", "gateway" or the edge in "edges"',
    );
  });

  it("is the same as in props", () => {
    const config = parseConfig(file("web.example.com", "{ kind: traefik, httpsPort: 8443 }"), {});
    const stack = configuredStack(newStack(), config);

    expect(redirectUris(toJson(stack))).toEqual(["https://web.example.com:8443/oauth2/callback"]);
  });
});
