import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, synthesized } from "../support/files";

const AUTH_URL = "nginx.ingress.kubernetes.io/auth-url";
const EXAMPLES = readdirSync(join(ROOT, "examples")).filter((file) => file.endsWith(".yaml"));
const BEHIND_GATEWAY = EXAMPLES.filter((file) =>
  /^gateway:/m.test(readFileSync(join(ROOT, "examples", file), "utf8")),
);

type Ingress = {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: { readonly rule: readonly { readonly host: string }[] };
};

describe("the examples", () => {
  it.each(EXAMPLES.filter((file) => !BEHIND_GATEWAY.includes(file)))(
    "%s opens every app of its own through an Ingress with the auth check",
    (file) => {
      const stack = synthesized(`examples/${file}`);

      const ingresses = Object.entries(stack.resource.kubernetes_ingress_v1 ?? {});
      const urls = ingresses
        .filter(([id]) => id.startsWith("auth_ingresses_"))
        .map(([, { metadata }]) => (metadata as Ingress["metadata"]).annotations[AUTH_URL] ?? "");
      expect(urls.filter((url) => url.includes("/oauth2/auth")).length).toBeGreaterThan(0);
      // Public paths have a check that everybody passes; an Ingress that asks for a certificate has no path.
      expect(urls.filter((url) => !/\/oauth2\/auth|\/ping$|^$/.test(url))).toEqual([]);
    },
  );

  it("gateway.yaml opens every path that is not public through an HTTPRoute with the auth check", () => {
    const objects = Object.values(synthesized("examples/gateway.yaml").resource.kubernetes_manifest ?? {});
    const specsOf = (kind: string): object[] =>
      objects
        .map(({ manifest }) => manifest as { readonly kind: string; readonly spec: object })
        .filter((manifest) => manifest.kind === kind)
        .map(({ spec }) => spec);
    const isOpen = (spec: object): boolean => !JSON.stringify(spec).includes('"kind":"Middleware"');
    const pathOf = (spec: object): string | undefined => /"value":"([^"]*)"/.exec(JSON.stringify(spec))?.[1];

    expect(specsOf("HTTPRoute").filter(isOpen).map(pathOf).sort()).toEqual(["/healthz", "/oauth2"]);
    expect(specsOf("HTTPRoute").map(pathOf).sort()).toEqual(["/", "/admin", "/api", "/healthz", "/oauth2"]);
    for (const spec of specsOf("Middleware")) {
      expect(JSON.stringify(spec)).toMatch(/:4180\/(oauth2\/auth)?\?allowed_groups=/);
    }
  });

  it("several-apps.yaml gives the owner of the third Ingress its annotations", () => {
    const { output } = synthesized("examples/several-apps.yaml");

    expect(output.ingress_annotations?.value).toEqual({
      grafana: {
        "nginx.ingress.kubernetes.io/auth-url": expect.stringMatching(
          /^http:\/\/oauth2-proxy\..*\.svc\.cluster\.local:4180\/oauth2\/auth\?allowed_groups=/,
        ) as string,
        "nginx.ingress.kubernetes.io/auth-signin": "https://$host/oauth2/start?rd=$escaped_request_uri",
        "nginx.ingress.kubernetes.io/auth-response-headers":
          "X-Auth-Request-User,X-Auth-Request-Email,X-Auth-Request-Preferred-Username,X-Auth-Request-Groups,X-Auth-Request-Access-Token,X-Forwarded-User,X-Forwarded-Email,X-Forwarded-Preferred-Username,X-Forwarded-Groups,X-Forwarded-Access-Token",
        "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
      },
    });
  });

  it("several-apps.yaml answers programs without a redirect", () => {
    const ingresses = Object.values(
      synthesized("examples/several-apps.yaml").resource.kubernetes_ingress_v1 ?? {},
    ) as unknown as Ingress[];
    const orders = ingresses.find(
      ({ metadata, spec }) => spec.rule[0]?.host === "api.contoso.com" && AUTH_URL in metadata.annotations,
    );

    expect(Object.keys(orders?.metadata.annotations ?? {})).toContain(AUTH_URL);
    expect(Object.keys(orders?.metadata.annotations ?? {})).not.toContain(
      "nginx.ingress.kubernetes.io/auth-signin",
    );
  });

  it("shared-sign-in.yaml registers one redirect URI for all hosts", () => {
    const { resource } = synthesized("examples/shared-sign-in.yaml");

    const [application] = Object.values(resource.azuread_application ?? {});
    expect(application?.web).toMatchObject({ redirect_uris: ["https://auth.contoso.com/oauth2/callback"] });
  });

  it("brought-along.yaml makes nothing in Entra and says which redirect URIs are needed", () => {
    const { resource, output } = synthesized("examples/brought-along.yaml");

    expect(Object.keys(resource).filter((type) => type.startsWith("azuread_"))).toEqual([]);
    expect(output.redirect_uris?.value).toEqual(["https://podinfo.contoso.com/oauth2/callback"]);
  });
});
