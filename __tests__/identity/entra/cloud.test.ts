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

  it("know the account page of the public cloud only", () => {
    expect(cloudEndpoints("public").accountUrl).toBe("https://myaccount.microsoft.com/");
    expect(cloudEndpoints("china").accountUrl).toBeUndefined();
  });
});
