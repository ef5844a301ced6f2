import {
  AuthProxy,
  EntraIngressAuth,
  GitHubIngressAuth,
  IngressController,
  type AppProps,
  type EntraIngressAuthProps,
} from "../../lib";
import {
  blocksOf,
  flagValues,
  ingressesOf,
  inputErrors,
  newStack,
  onlyBlock,
  toJson,
  unknownText,
  type StackJson,
} from "../support/construct-stack";

const TENANT = "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90";
const SHOP: AppProps = { host: "shop.example.com", service: { namespace: "shop", name: "web", port: 80 } };
const NGINX = "nginx.ingress.kubernetes.io";
const ingressController = IngressController.ingressNginx();

function synthesized(props: Partial<EntraIngressAuthProps>, app: AppProps = SHOP): StackJson {
  const stack = newStack();
  new EntraIngressAuth(stack, "auth", {
    tenantId: TENANT,
    accessGroup: { name: "users" },
    ingressController,
    ...props,
  }).protect("shop", app);
  return toJson(stack);
}

/** The one path of every Ingress in the auth proxy's namespace. */
function signInPaths(json: StackJson, namespace: string): string[] {
  return Object.values(ingressesOf(json)).flatMap((ingress) => {
    const { metadata, spec } = ingress as {
      metadata: { namespace: string };
      spec: { rule: { http: { path: { path: string }[] } }[] };
    };
    return metadata.namespace === namespace
      ? spec.rule.flatMap(({ http }) => http.path.map(({ path }) => path))
      : [];
  });
}

/** The annotations of the app's Ingress. */
function annotationsOf(json: StackJson): Record<string, string> {
  const [ingress] = Object.values(ingressesOf(json)).filter(
    ({ metadata }) => (metadata as { namespace: string }).namespace === "shop",
  );
  return (ingress?.metadata as { annotations: Record<string, string> }).annotations;
}

describe("an auth proxy with another prefix", () => {
  const authProxy = { namespace: { name: "auth" }, proxyPrefix: "/sign-in" };

  it("answers there in every place that has to know", () => {
    const json = synthesized({ authProxy, signOut: true });

    expect(flagValues(json, "proxy-prefix")).toEqual(["/sign-in"]);
    expect(flagValues(json, "redirect-url")).toEqual(["https://shop.example.com/sign-in/callback"]);
    expect(signInPaths(json, "auth")).toEqual(["/sign-in"]);
    expect(annotationsOf(json)).toMatchObject({
      [`${NGINX}/auth-url`]: expect.stringMatching(
        /^http:\/\/oauth2-proxy\.auth\.svc\.cluster\.local:4180\/sign-in\/auth/,
      ) as string,
      [`${NGINX}/auth-signin`]: "https://$host/sign-in/start?rd=$escaped_request_uri",
    });
    expect(onlyBlock(json.resource, "azuread_application").web).toMatchObject({
      redirect_uris: [
        "https://shop.example.com/sign-in/callback",
        "https://shop.example.com/sign-in/sign_in",
      ],
    });
    const { shop } = json.output.sign_out_urls?.value as { shop: string };
    expect(shop).toMatch(/^https:\/\/shop\.example\.com\/sign-in\/sign_out\?rd=/);
    expect(decodeURIComponent(decodeURIComponent(shop))).toMatch(
      /post_logout_redirect_uri=https:\/\/shop\.example\.com\/sign-in\/sign_in$/,
    );
  });

  it("leaves /oauth2 nowhere but in Entra's own addresses", () => {
    const text = JSON.stringify(synthesized({ authProxy, signOut: true })).replaceAll(
      `login.microsoftonline.com/${TENANT}/oauth2/v2.0`,
      "",
    );

    expect(text.match(/[^"]{0,40}(\/|%2F)oauth2(?!-proxy)[^"]{0,20}/g) ?? []).toEqual([
      expect.stringContaining(encodeURIComponent(`${TENANT}/oauth2/v2.0/logout`).slice(-20)),
    ]);
  });

  it("answers there for a check through the public host, and at a shared sign-in", () => {
    const json = synthesized({
      authProxy,
      authCheck: "public-host",
      signIn: { host: "auth.example.com", cookieDomain: "example.com" },
    });

    expect(annotationsOf(json)).toMatchObject({
      [`${NGINX}/auth-url`]: expect.stringMatching(/^https:\/\/auth\.example\.com\/sign-in\/auth/) as string,
      [`${NGINX}/auth-signin`]: "https://auth.example.com/sign-in/start?rd=https://$host$escaped_request_uri",
    });
    expect(signInPaths(json, "auth")).toEqual(["/sign-in"]);
  });

  it("leaves /oauth2 to the apps", () => {
    const json = synthesized({ authProxy }, { ...SHOP, publicPaths: ["/oauth2/authorization"] });

    expect(JSON.stringify(ingressesOf(json))).toContain('"path":"/oauth2/authorization"');
  });

  it("refuses apps' paths below its own", () => {
    const app = { ...SHOP, publicPaths: ["/sign-in/x"] };

    expect(inputErrors(() => synthesized({ authProxy }, app))).toEqual([
      '[stack/auth/apps/shop] publicPaths[0]: "/sign-in/x" lies under /sign-in, where the auth proxy answers on every protected host; use another path, or, where the app itself answers there, give the auth proxy another one: authProxy.proxyPrefix: /auth-proxy',
    ]);
  });

  it("may be somebody else's", () => {
    const stack = newStack();
    const service = { namespace: "auth", name: "proxy", port: 4180 };
    const foreign = AuthProxy.fromService(stack, "proxy", service, { proxyPrefix: "/sign-in" });

    for (const json of [
      synthesized({ authProxy: foreign }),
      synthesized({ authProxy: { service, proxyPrefix: "/sign-in" } }),
    ]) {
      expect(signInPaths(json, "auth")).toEqual(["/sign-in"]);
      expect(annotationsOf(json)[`${NGINX}/auth-url`]).toContain(
        "proxy.auth.svc.cluster.local:4180/sign-in/auth",
      );
      expect(blocksOf(json.resource, "azuread_application")).toMatchObject([
        { web: { redirect_uris: ["https://shop.example.com/sign-in/callback"] } },
      ]);
    }
  });

  it("may be asked by people of GitHub", () => {
    const stack = newStack();
    const auth = new GitHubIngressAuth(stack, "auth", {
      clientId: "Ov23liAbCdEfGhIjKlMn",
      clientSecret: { name: "github", key: "secret" },
      organization: "contoso",
      ingressController,
      signOut: true,
      authProxy,
    });
    auth.protect("shop", SHOP);

    const { output } = toJson(stack);

    expect(output.redirect_uris?.value).toEqual(["https://shop.example.com/sign-in/callback"]);
    expect(auth.signOutUrls).toEqual({
      shop: "https://shop.example.com/sign-in/sign_out?rd=%2Fsign-in%2Fsign_in",
    });
  });
});

describe("a prefix that cannot be", () => {
  it.each([
    [{ proxyPrefix: "/" }, "authProxy"],
    [{ service: { namespace: "auth", name: "proxy", port: 80 }, proxyPrefix: "/" }, "authProxy"],
  ])("is refused by the facade: %j", (authProxy, place) => {
    expect(inputErrors(() => synthesized({ authProxy }))).toEqual([
      `[stack/auth] ${place}.proxyPrefix: "/" would take every path of every app; write one such as /auth-proxy`,
    ]);
  });

  it("is refused by somebody else's proxy, and has to be known", () => {
    const stack = newStack();
    const service = { namespace: "auth", name: "proxy", port: 80 };
    const proxyPrefix = unknownText(stack, "prefix");

    expect(inputErrors(() => AuthProxy.fromService(stack, "a", service, { proxyPrefix: "x" }))).toEqual([
      expect.stringContaining('[stack/a] proxyPrefix: "x" is not a plain path'),
    ]);
    expect(inputErrors(() => synthesized({ authProxy: { proxyPrefix } }))).toEqual([
      "[stack/auth] authProxy.proxyPrefix: is a value that only Terraform will know; it must be known at synth",
    ]);
  });
});
