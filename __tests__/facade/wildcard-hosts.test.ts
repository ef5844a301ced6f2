import { decide } from "../../lib";
import { configWarnings, parseConfig } from "../../lib/config";
import { modelOf } from "../../lib/config/model";
import { formatProblem } from "../../lib/rules/rule";
import {
  flagValues,
  ingressesOf,
  inputErrors,
  newStack,
  onlyBlock,
  toJson,
} from "../support/construct-stack";
import { app, facadeWith } from "../support/facade";

const GROUP = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const facade = facadeWith({
  accessGroup: { objectId: GROUP },
  signIn: { host: "auth.example.com", cookieDomain: "example.com" },
  signOut: true,
});
const previews = { host: "*.preview.example.com", externalIngress: true };

describe("hosts below a domain that others make", () => {
  it("get the annotations of the check, sign in at the one host, and are returned to", () => {
    const stack = newStack();
    facade(stack).protect("previews", previews);

    const json = toJson(stack);

    expect(json.output.ingress_annotations?.value).toMatchObject({
      previews: {
        "nginx.ingress.kubernetes.io/auth-url": expect.stringContaining(`?allowed_groups=${GROUP}`),
        "nginx.ingress.kubernetes.io/auth-signin":
          "https://auth.example.com/oauth2/start?rd=https://$host$escaped_request_uri",
      },
    });
    expect(flagValues(json, "whitelist-domain")).toEqual([
      "*.preview.example.com",
      "login.microsoftonline.com",
    ]);
    expect(flagValues(json, "redirect-url")).toEqual(["https://auth.example.com/oauth2/callback"]);
    expect(Object.keys(ingressesOf(json))).toHaveLength(1);
  });

  it("are nowhere in what Entra is told, which takes no wildcard", () => {
    const stack = newStack();
    const auth = facade(stack);
    auth.protect("previews", previews);
    auth.protect("shop", app());

    const json = toJson(stack);

    expect(onlyBlock(json.resource, "azuread_application").web).toEqual({
      homepage_url: "https://shop.example.com",
      redirect_uris: ["https://auth.example.com/oauth2/callback", "https://auth.example.com/oauth2/sign_in"],
    });
    const pages = JSON.stringify(onlyBlock(json.resource, "kubernetes_config_map_v1").data);
    expect(pages).toContain("https://shop.example.com/");
    expect(pages).not.toContain("*.");
  });

  it("are refused where people would have to come back to a wildcard, and as an Ingress of the stack's own", () => {
    const withoutSignIn = inputErrors(() =>
      facade(newStack(), { signIn: undefined }).protect("previews", previews),
    );
    const own = inputErrors(() => facade().protect("previews", app({ host: "*.preview.example.com" })));
    const odd = ["*", "*.", "*.com", "a*.example.com", "*.*.example.com", "www.*.example.com"].map((host) =>
      inputErrors(() => facade().protect("previews", { ...previews, host })),
    );

    expect(withoutSignIn).toEqual([
      expect.stringMatching(
        /host: .* cannot have a wildcard; write signIn: \{ host: auth\.preview\.example\.com,/,
      ),
    ]);
    expect(own).toEqual([
      expect.stringMatching(/host: .* prefers the longer rule.*; write externalIngress: true/),
    ]);
    odd.forEach((messages) =>
      expect(messages[0]).toMatch(/host: ".*" (has a wildcard in it|is not a DNS name|is empty)/),
    );
  });

  it("are refused outside of the cookie domain", () => {
    const stack = newStack();
    facade(stack).protect("previews", { ...previews, host: "*.preview.example.org" });

    expect(() => toJson(stack)).toThrow(
      /"\*\.preview\.example\.org" is outside the cookie domain "example\.com"/,
    );
  });
});

describe("a file with a wildcard", () => {
  const file = (
    apps: string,
    signIn = "signIn: { host: auth.example.com, cookieDomain: example.com, tls: { secretName: wildcard } }",
  ): string => `
entra:
  accessGroup: { name: app-users, users: [alice@contoso.com] }
ingressController: { kind: traefik }
${signIn}
apps:
  - name: previews
    host: '*.preview.example.com'
    externalIngress: true
${apps}`;
  const shop =
    "  - { name: shop, host: a.preview.example.com, service: { namespace: shop, name: web, port: 80 }, publicPaths: [/status] }";
  const hostWarnings = (text: string): string[] =>
    configWarnings(parseConfig(text, {}))
      .map(formatProblem)
      .filter((warning) => warning.includes(".host: "));
  const nobody = { kind: "nobody" } as const;

  it("is what a team writes that makes a host for each review", () => {
    expect(hostWarnings(file(""))).toEqual([]);
  });

  it("names what the wildcard lacks where the file says no sign-in", () => {
    expect(() => parseConfig(file("", ""), {}, "previews.yaml")).toThrow(
      /apps\[0\]\.host: .* write signIn: \{ host: auth\.preview\.example\.com, cookieDomain: preview\.example\.com \}/,
    );
  });

  it("warns of who gets the cookies of other apps", () => {
    expect(hostWarnings(file(shop))).toEqual([
      expect.stringMatching(
        /^apps\[0\]\.host: whoever makes a host of "\*\.preview\.example\.com" is sent the session cookie .* can use it at a\.preview\.example\.com, because/,
      ),
    ]);
  });

  it("promises for a host what its own app says, and the wildcard for every other with one label more", () => {
    const model = modelOf(parseConfig(file(shop), {}));
    const answers = [
      "a.preview.example.com/status",
      "b.preview.example.com/status",
      "b.preview.example.com/oauth2/start",
      "a.b.preview.example.com/",
      "preview.example.com/",
      "auth.example.com/",
    ].map((url) => {
      const [host = "", ...rest] = url.split("/");
      return decide(model, { host, path: `/${rest.join("/")}` }, nobody).answer;
    });

    expect(answers).toEqual(["public", "sign-in", "sign-in", "not-served", "not-served", "not-served"]);
  });
});
