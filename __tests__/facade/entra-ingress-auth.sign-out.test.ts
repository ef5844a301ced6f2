import {
  blocksOf,
  flagValues,
  inputErrors,
  newStack,
  onlyBlock,
  referenceTo,
  toJson,
  unknownText,
} from "../support/construct-stack";
import { facadeWith } from "../support/facade";

const TENANT = "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90";
const facade = facadeWith({ tenantId: TENANT });
const LOGOUT = `https%3A%2F%2Flogin.microsoftonline.com%2F${TENANT}%2Foauth2%2Fv2.0%2Flogout`;
const service = { namespace: "apps", name: "web", port: 80 };

function pagesOf(stack: ReturnType<typeof newStack>): string[] {
  return Object.keys(onlyBlock(toJson(stack).resource, "kubernetes_config_map_v1").data as object);
}

describe("sign-out", () => {
  it("is off by default: no output, no page, no further redirect URI or host", () => {
    const stack = newStack();
    facade(stack).protect("shop", { host: "shop.example.com", service });

    const json = toJson(stack);

    expect(Object.keys(json.output)).not.toContain("sign_out_urls");
    expect(pagesOf(stack)).toEqual(["error.html"]);
    expect(flagValues(json, "whitelist-domain")).toEqual([]);
    expect(flagValues(json, "skip-provider-button")).toEqual(["true"]);
    expect(blocksOf(json.resource, "azuread_application")).toMatchObject([
      { web: { redirect_uris: ["https://shop.example.com/oauth2/callback"] } },
    ]);
  });

  it("goes on to Microsoft's from every app's own host, and back to a page there that is registered", () => {
    const stack = newStack();
    const auth = facade(stack, { signOut: true });
    auth.protect("shop", { host: "shop.example.com", service });
    auth.protect("wiki", { host: "wiki.example.com", externalIngress: true });

    const json = toJson(stack);

    expect(json.output.sign_out_urls).toEqual({
      value: {
        shop: `https://shop.example.com/oauth2/sign_out?rd=${LOGOUT}%3Fpost_logout_redirect_uri%3Dhttps%253A%252F%252Fshop.example.com%252Foauth2%252Fsign_in`,
        wiki: `https://wiki.example.com/oauth2/sign_out?rd=${LOGOUT}%3Fpost_logout_redirect_uri%3Dhttps%253A%252F%252Fwiki.example.com%252Foauth2%252Fsign_in`,
      },
    });
    expect(auth.signOutUrls).toEqual(json.output.sign_out_urls?.value);
    expect(pagesOf(stack)).toEqual(["error.html", "sign_in.html"]);
    expect(flagValues(json, "whitelist-domain")).toEqual(["login.microsoftonline.com"]);
    expect(flagValues(json, "skip-provider-button")).toEqual(["false"]);
    expect(blocksOf(json.resource, "azuread_application")).toMatchObject([
      {
        web: {
          redirect_uris: [
            "https://shop.example.com/oauth2/callback",
            "https://shop.example.com/oauth2/sign_in",
            "https://wiki.example.com/oauth2/callback",
            "https://wiki.example.com/oauth2/sign_in",
          ],
        },
      },
    ]);
  });

  it("is one for all apps where they share a sign-in host, and stays in the tenant's cloud", () => {
    const stack = newStack();
    const auth = facade(stack, {
      cloud: "usgovernment",
      signOut: true,
      signIn: { host: "auth.example.com", cookieDomain: "example.com" },
    });
    auth.protect("shop", { host: "shop.example.com", service });

    const json = toJson(stack);

    expect(json.output.sign_out_urls).toEqual({
      value: {
        shop: `https://auth.example.com/oauth2/sign_out?rd=${LOGOUT.replace("microsoftonline.com", "microsoftonline.us")}%3Fpost_logout_redirect_uri%3Dhttps%253A%252F%252Fauth.example.com%252Foauth2%252Fsign_in`,
      },
    });
    expect(flagValues(json, "whitelist-domain")).toEqual(["shop.example.com", "login.microsoftonline.us"]);
    expect(JSON.stringify(json)).toContain('start?rd={{if eq .Redirect \\"/\\"}}https://shop.example.com/');
  });

  it("has Terraform encode what only Terraform knows", () => {
    const stack = newStack();
    const auth = facade(stack, { signOut: true, tenantId: undefined });
    auth.protect("shop", { host: unknownText(stack, "host"), service });

    const { output, data } = toJson(stack);

    const tenant = referenceTo(data, "azuread_client_config", "tenant_id", "data.");
    expect(output.sign_out_urls).toEqual({
      value: {
        shop:
          "https://${var.host}/oauth2/sign_out?rd=" +
          `\${urlencode("https://login.microsoftonline.com/${tenant}/oauth2/v2.0/logout")}` +
          "%3Fpost_logout_redirect_uri%3Dhttps%253A%252F%252F${var.host}%252Foauth2%252Fsign_in",
      },
    });
  });

  it("tells the owner of an application that exists which redirect URIs it needs", () => {
    const stack = newStack();
    const auth = facade(stack, {
      signOut: true,
      application: { clientId: "0f8fad5b-d9cb-469f-a165-70867728950e" },
    });
    auth.protect("shop", { host: "shop.example.com", service });

    expect(toJson(stack).output.redirect_uris).toEqual({
      value: ["https://shop.example.com/oauth2/callback", "https://shop.example.com/oauth2/sign_in"],
    });
  });

  it("is refused beside an auth proxy that somebody else runs", () => {
    const authProxy = { service: { namespace: "auth", name: "oauth2-proxy", port: 4180 } };

    expect(inputErrors(() => facade(newStack(), { signOut: true, authProxy }))).toEqual([
      "[stack/auth] signOut: needs settings of an auth proxy that somebody else runs; leave it out, and have its owner allow redirects to Microsoft's sign-in host",
    ]);
  });
});

describe("the refusal page", () => {
  it("asks Microsoft for another account of the tenant, with the scope of the sign-in", () => {
    const stack = newStack();
    const auth = facade(stack, {
      authProxy: { session: { refresh: "1h", store: { redis: { url: "rediss://cache.example.com:6380" } } } },
    });
    auth.protect("shop", { host: "shop.example.com", service });

    const { resource } = toJson(stack);

    const pages = onlyBlock(resource, "kubernetes_config_map_v1").data as Record<string, string>;
    expect(pages["error.html"]).toContain(
      `"https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/authorize?client_id=${referenceTo(resource, "azuread_application", "client_id")}&response_type=code&scope=openid%20profile%20email%20offline_access&prompt=select_account&redirect_uri="`,
    );
  });
});
