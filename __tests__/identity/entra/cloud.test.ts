import { EntraIngressAuth, IngressController } from "../../../lib";
import { flagValues, newStack, toJson } from "../../support/construct-stack";
import { cloudEndpoints, issuerUrl, signOutUrl, type Cloud } from "../../../lib/identity/entra/cloud";

const TENANT = "8a4d1a5e-3b1f-4f0e-9d58-5d2f1c7b6a90";

describe("the clouds", () => {
  it.each<[Cloud, string, string]>([
    ["public", "login.microsoftonline.com", "public"],
    ["usgovernment", "login.microsoftonline.us", "usgovernmentl4"],
    ["usgovernmentl5", "login.microsoftonline.us", "usgovernmentl5"],
    ["china", "login.partner.microsoftonline.cn", "china"],
  ])("%s signs in at %s, which the azuread provider calls %s", (cloud, loginHost, environment) => {
    expect(issuerUrl(cloud, TENANT)).toBe(`https://${loginHost}/${TENANT}/v2.0`);
    expect(signOutUrl(cloud, TENANT)).toBe(`https://${loginHost}/${TENANT}/oauth2/v2.0/logout`);
    expect(cloudEndpoints(cloud).environment).toBe(environment);
  });

  it.each<Cloud>(["usgovernment", "usgovernmentl5", "china"])(
    "%s gives programs their tokens, and names the issuer, at its own host alone",
    (cloud) => {
      const stack = newStack();
      new EntraIngressAuth(stack, "auth", {
        cloud,
        tenantId: TENANT,
        accessGroup: { name: "staff" },
        machineClients: [{ name: "reporting", credential: { clientSecret: {} } }],
        ingressController: IngressController.ingressNginx(),
        signOut: true,
      }).protect("shop", {
        host: "shop.example.com",
        service: { namespace: "shop", name: "web", port: 80 },
      });
      const json = toJson(stack);
      const login = `https://${cloudEndpoints(cloud).loginHost}/${TENANT}`;

      expect(json.output.oidc_issuer_url?.value).toBe(`${login}/v2.0`);
      expect(json.output.machine_clients?.value).toMatchObject({
        reporting: {
          token_url: `${login}/oauth2/v2.0/token`,
          // Of no cloud: the client id of the application.
          scope: expect.stringMatching(/^\$\{azuread_application\..*client_id\}\/\.default$/) as string,
        },
      });
      expect(flagValues(json, "whitelist-domain")).toEqual([cloudEndpoints(cloud).loginHost]);
      expect(flagValues(json, "extra-jwt-issuers")).toEqual([]);
      expect(JSON.stringify(json)).not.toMatch(/microsoftonline\.com|myaccount\.microsoft\.com/);
    },
  );

  it("know the account page of the public cloud only", () => {
    expect(cloudEndpoints("public").accountUrl).toBe("https://myaccount.microsoft.com/");
    expect(cloudEndpoints("china").accountUrl).toBeUndefined();
  });
});
