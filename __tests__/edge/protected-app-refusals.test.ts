import { Token, TerraformVariable } from "cdktf";
import { IngressController, ProtectedApp, type AuthCheck, type ProtectedAppProps } from "../../lib";
import { inputErrors, newStack, unknownText } from "../support/construct-stack";

const CHECK: AuthCheck = {
  service: { namespace: "auth", name: "oauth2-proxy", port: 4180 },
  clusterDomain: "cluster.local",
  via: "cluster",
  identityHeaders: ["X-Auth-Request-User"],
  bufferSize: "64k",
};
const CONTEXT = { name: "shop", controller: IngressController.ingressNginx(), check: CHECK };
const PROPS: ProtectedAppProps = {
  host: "shop.example.com",
  service: { namespace: "shop", name: "web", port: 8080 },
};

function refused(props: Partial<ProtectedAppProps>): string[] {
  return inputErrors(() => new ProtectedApp(newStack(), "app", { ...PROPS, ...CONTEXT, ...props }));
}

describe("what a protected app refuses", () => {
  it("is said all at once, with the construct's path", () => {
    const messages = refused({
      host: "https://shop.example.com",
      paths: ["/ok", "cart", "/oauth2/x"],
      publicPaths: ["/~"],
      service: { namespace: "Shop", name: "web.shop", port: 70_000 },
      tls: { secretName: "Cert", proxySecretName: "C", issuer: { name: "I" } },
      extraAnnotations: { "nginx.ingress.kubernetes.io/auth-url": "https://evil.test" },
      proxyIngressName: "P",
    });

    const label =
      'is not a Kubernetes name; use at most 63 lower-case letters, digits and "-", starting and ending with a letter or digit';
    const subdomain = 'is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."';
    expect(messages).toEqual(
      [
        'host: "https://shop.example.com" is a URL; host takes a name such as podinfo.example.com',
        `service.namespace: "Shop" ${label}`,
        `service.name: "web.shop" ${label}`,
        "service.port: 70000 is not a port; a port is a whole number from 1 to 65535",
        `proxyIngressName: "P" ${subdomain}`,
        'paths[1]: "cart" does not start with "/"; write "/cart"',
        'paths[2]: "/oauth2/x" lies under /oauth2, where the auth proxy answers on every protected host; use another path, or, where the app itself answers there, give the auth proxy another one: authProxy.proxyPrefix: /auth-proxy',
        'publicPaths[0]: "/~" has "~", and ingress-nginx\'s admission webhook refuses such a path (strict-validate-path-type of its ConfigMap, on by default); use letters, digits, ".", "_" and "-" between the slashes, or protect the path around it',
        'extraAnnotations: annotation "nginx.ingress.kubernetes.io/auth-url" decides who gets in; the library sets it, so say who may enter with "access" of the app or path',
        `tls.secretName: "Cert" ${subdomain}`,
        `tls.proxySecretName: "C" ${subdomain}`,
        `tls.issuer.name: "I" ${subdomain}`,
      ].map((message) => `[stack/app] ${message}`),
    );
  });

  it.each<[string, Partial<ProtectedAppProps>, string]>([
    [
      "no Service",
      { service: undefined },
      'service: is missing, so that there is nothing to protect; write service: { namespace, name, port }, or "externalIngress: true" where somebody else owns the Ingress',
    ],
    [
      "a Service beside an Ingress of somebody else",
      { externalIngress: true },
      "service: belongs to the app's own Ingress, which somebody else owns here; leave it out, or leave externalIngress out",
    ],
    [
      "a path for programs that nothing protects",
      { paths: ["/shop"], apiPaths: ["/api"] },
      'apiPaths[0]: "/api" is outside the app\'s paths (/shop), so nothing would protect it; add it to "paths", or name a path within them',
    ],
    [
      "any origin",
      { cors: { origins: ["*"] } },
      'cors.origins[0]: "*" is not one origin; name every origin whose pages may read the app\'s answers, such as https://app.example.com',
    ],
    [
      "no origin, which controllers would read as any",
      { cors: { origins: [] } },
      "cors.origins: is empty; at least one entry is needed",
    ],
    [
      "a header that is none",
      { cors: { origins: ["https://a.example.com"], headers: ["*"] } },
      'cors.headers[0]: "*" is not the name of a header; write one such as X-Request-Id',
    ],
    [
      "everything that is public",
      { publicPaths: ["/"] },
      'publicPaths[0]: "/" would open the whole app; list the protected paths in "paths" beside it, name the public paths one by one, or give what is public a host of its own',
    ],
    [
      "no path",
      { paths: [] },
      'paths: is empty, so that nothing would be reachable; leave the key out for "/"',
    ],
  ])("is %s", (_, props, message) => {
    expect(refused(props)).toEqual([`[stack/app] ${message}`]);
  });

  it("is a name that no Ingress can have", () => {
    expect(
      inputErrors(() => new ProtectedApp(newStack(), "app", { ...PROPS, ...CONTEXT, name: "My shop" })),
    ).toEqual([expect.stringMatching(/^\[stack\/app\] name: "My shop" is not a Kubernetes name/)]);
  });

  it("is annotations or paths that only Terraform knows, because they could say anything", () => {
    const stack = newStack();
    const list = new TerraformVariable(stack, "paths", { type: "list(string)" }).listValue;
    const map = new TerraformVariable(stack, "annotations", { type: "map(string)" });
    const unknown = "is a value that only Terraform will know; it must be known at synth";

    expect(
      refused({ paths: list, publicPaths: list, extraAnnotations: Token.asStringMap(map.value) }),
    ).toEqual([
      `[stack/app] extraAnnotations: ${unknown}`,
      `[stack/app] paths: ${unknown}`,
      `[stack/app] publicPaths: ${unknown}`,
    ]);
    expect(refused({ publicPaths: [unknownText(stack, "path")] })).toEqual([
      `[stack/app] publicPaths[0]: ${unknown}`,
    ]);
  });
});
