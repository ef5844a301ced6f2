import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, synthesized } from "../support/files";

const EXAMPLES = readdirSync(join(ROOT, "examples")).filter((file) => file.endsWith(".yaml"));

function ingress(example: string, name: string): Record<string, unknown> {
  const all = Object.values(synthesized(`examples/${example}`).resource.kubernetes_ingress_v1 ?? {});
  return all.find((resource) => (resource.metadata as { name: string }).name === name) ?? {};
}

describe("the examples", () => {
  it.each(EXAMPLES)("%s opens every app of its own through an Ingress with the auth check", (file) => {
    const stack = synthesized(`examples/${file}`);

    const ingresses = Object.entries(stack.resource.kubernetes_ingress_v1 ?? {});
    const behindCheck = ingresses.filter(([id]) => id.startsWith("auth_apps_") && !id.includes("public"));
    expect(behindCheck.length).toBeGreaterThan(0);
    for (const [, resource] of behindCheck) {
      expect(resource.metadata).toMatchObject({
        annotations: {
          "nginx.ingress.kubernetes.io/auth-url": expect.stringContaining("/oauth2/auth") as string,
        },
      });
    }
  });

  it("several-apps.yaml gives the owner of the third Ingress its annotations", () => {
    const { output } = synthesized("examples/several-apps.yaml");

    expect(output.ingress_annotations?.value).toEqual({
      grafana: {
        "nginx.ingress.kubernetes.io/auth-url": expect.stringMatching(
          /^http:\/\/oauth2-proxy\..*\.svc\.cluster\.local:4180\/oauth2\/auth$/,
        ) as string,
        "nginx.ingress.kubernetes.io/auth-signin": "https://$host/oauth2/start?rd=$escaped_request_uri",
        "nginx.ingress.kubernetes.io/auth-response-headers":
          "X-Auth-Request-User,X-Auth-Request-Email,X-Auth-Request-Preferred-Username,X-Auth-Request-Groups,X-Auth-Request-Access-Token,X-Forwarded-User,X-Forwarded-Email,X-Forwarded-Preferred-Username,X-Forwarded-Groups,X-Forwarded-Access-Token",
        "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
      },
    });
  });

  it("several-apps.yaml answers programs without a redirect", () => {
    const { annotations } = ingress("several-apps.yaml", "orders").metadata as {
      annotations: Record<string, string>;
    };

    expect(Object.keys(annotations)).not.toContain("nginx.ingress.kubernetes.io/auth-signin");
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
