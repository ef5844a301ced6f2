import { type SharedSignInProps } from "../../lib";
import {
  flagValues,
  inArgument,
  ingressesByPath,
  inputErrors,
  newStack,
  onlyBlock,
  toJson,
  unknownText,
  valuesOf,
} from "../support/construct-stack";
import { app, facadeWith } from "../support/facade";

const SIGN_IN: SharedSignInProps = { host: "auth.example.com", cookieDomain: "example.com" };
const facade = facadeWith({
  accessGroup: { objectId: "7c9e6679-7425-40de-944b-e07fc1f90ae7" },
  authProxy: { namespace: { name: "auth" } },
  signIn: SIGN_IN,
});

describe("a shared sign-in", () => {
  it("is one /oauth2 Ingress and one redirect URI for all apps; the home page is an app", () => {
    const stack = newStack();
    const auth = facade(stack);
    auth.protect("shop", app({ host: "shop.example.com" }));
    auth.protect("wiki", app({ host: "wiki.example.com" }));

    const json = toJson(stack);

    expect(Object.keys(ingressesByPath(json)).sort()).toEqual([
      "auth.example.com/oauth2",
      "shop.example.com/",
      "wiki.example.com/",
    ]);
    expect(onlyBlock(json.resource, "azuread_application").web).toEqual({
      homepage_url: "https://shop.example.com",
      redirect_uris: ["https://auth.example.com/oauth2/callback"],
    });
  });

  it("shares one cookie among the hosts of the domain, and returns to the protected ones only", () => {
    const stack = newStack();
    const auth = facade(stack);
    auth.protect("shop", app({ host: "shop.example.com" }));
    auth.protect("wiki", app({ host: "wiki.example.com" }));

    const json = toJson(stack);

    expect({
      "redirect-url": flagValues(json, "redirect-url"),
      "cookie-domain": flagValues(json, "cookie-domain"),
      "cookie-name": flagValues(json, "cookie-name"),
      "whitelist-domain": flagValues(json, "whitelist-domain"),
    }).toEqual({
      "redirect-url": ["https://auth.example.com/oauth2/callback"],
      "cookie-domain": ["example.com"],
      "cookie-name": ["__Secure-oauth2-proxy"],
      "whitelist-domain": ["shop.example.com", "wiki.example.com"],
    });
  });

  it("sends people from every app to its host, and back to the page they asked for", () => {
    const stack = newStack();
    const auth = facade(stack);
    const shop = auth.protect("shop", app({ host: "shop.example.com" }));

    expect(valuesOf(stack, { annotations: auth.annotationsFor(shop) })).toMatchObject({
      annotations: {
        "nginx.ingress.kubernetes.io/auth-url": `http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth?allowed_groups=7c9e6679-7425-40de-944b-e07fc1f90ae7`,
        "nginx.ingress.kubernetes.io/auth-signin":
          "https://auth.example.com/oauth2/start?rd=https://$host$escaped_request_uri",
      },
    });
  });

  it("is per app where nothing is said: a cookie bound to the host, and nowhere else to return to", () => {
    const stack = newStack();
    facade(stack, { signIn: undefined }).protect("shop", app({ host: "shop.example.com" }));

    const json = toJson(stack);

    expect({
      "cookie-domain": flagValues(json, "cookie-domain"),
      "cookie-name": flagValues(json, "cookie-name"),
      "whitelist-domain": flagValues(json, "whitelist-domain"),
    }).toEqual({ "cookie-domain": [], "cookie-name": ["__Host-oauth2-proxy"], "whitelist-domain": [] });
  });

  it.each<[string, SharedSignInProps["tls"], unknown, Record<string, string>]>([
    ["the controller's certificate", undefined, undefined, {}],
    ["a Secret", { secretName: "cert" }, [{ hosts: ["auth.example.com"], secret_name: "cert" }], {}],
    [
      "an issuer",
      { issuer: { name: "letsencrypt" } },
      [{ hosts: ["auth.example.com"], secret_name: "oauth2-proxy-tls" }],
      { "cert-manager.io/cluster-issuer": "letsencrypt" },
    ],
  ])("has the certificate of %s", (_, tls, section, annotations) => {
    const stack = newStack();
    facade(stack, { signIn: { ...SIGN_IN, tls } });

    const ingress = ingressesByPath(toJson(stack))["auth.example.com/oauth2"];

    expect((ingress?.spec as { tls?: unknown }).tls).toEqual(section);
    expect((ingress?.metadata as { annotations: unknown }).annotations).toEqual({
      "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
      "nginx.ingress.kubernetes.io/enable-global-auth": "false",
      "nginx.ingress.kubernetes.io/ssl-redirect": "true",
      ...annotations,
    });
  });
});

describe("what a shared sign-in refuses", () => {
  it("is a host outside of the cookie domain, its own and every app's", () => {
    const stack = newStack();
    const auth = facade(stack, { signIn: { host: "auth.example.org", cookieDomain: "example.com" } });
    auth.protect("shop", app({ host: "shop.example.com" }));
    auth.protect("wiki", app({ host: "wiki.badexample.com" }));

    const outside = (host: string) =>
      `"${host}" is outside the cookie domain "example.com", so the browser would never send the session there; use a host below example.com, or leave "signIn" out`;
    expect(() => toJson(stack)).toThrow(
      `[stack/auth] signIn.host: ${outside("auth.example.org")}\n  [stack/auth] wiki.host: ${outside("wiki.badexample.com")}`,
    );
  });

  it("is not the domain itself", () => {
    const stack = newStack();
    facade(stack, { signIn: { host: "example.com", cookieDomain: "example.com" } }).protect(
      "shop",
      app({ host: "shop.example.com" }),
    );

    expect(flagValues(toJson(stack), "cookie-domain")).toEqual(["example.com"]);
  });

  it("is names that are none, all at once", () => {
    expect(
      inputErrors(() =>
        facade(newStack(), {
          signIn: {
            host: "auth.example.com:443",
            cookieDomain: ".example.com",
            tls: { secretName: "A", proxySecretName: "B", issuer: { name: "C" } },
          },
        }),
      ),
    ).toEqual([
      `[stack/auth] signIn.host: "auth.example.com:443" has a port; write "auth.example.com"`,
      '[stack/auth] signIn.cookieDomain: ".example.com" starts with a dot; cookieDomain takes a name such as example.com',
      ...['secretName: "A"', 'proxySecretName: "B"', 'issuer.name: "C"'].map(
        (place) =>
          `[stack/auth] signIn.tls.${place} is not a Kubernetes name; use at most 253 lower-case letters, digits, "-" and "."`,
      ),
    ]);
  });

  it("is a host or domain that only Terraform knows, because the other settings follow from it", () => {
    const stack = newStack();
    const unknown = "is a value that only Terraform will know; it must be known at synth";

    expect(
      inputErrors(() =>
        facade(stack, {
          signIn: { host: unknownText(stack, "host"), cookieDomain: unknownText(stack, "domain") },
        }),
      ),
    ).toEqual([`[stack/auth] signIn.host: ${unknown}`, `[stack/auth] signIn.cookieDomain: ${unknown}`]);
  });

  it("is not an app's host that only Terraform knows", () => {
    const stack = newStack();
    facade(stack).protect("shop", app({ host: unknownText(stack, "host") }));

    expect(flagValues(toJson(stack), "whitelist-domain")).toEqual([inArgument("var.host")]);
  });
});
