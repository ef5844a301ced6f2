import { Directory, type Application, type Tenant, type User } from "../../../../lab/entra/directory";
import { seed, type Seed } from "../../../../lab/entra/seed";
import {
  applicationAccessTokenClaims,
  pairwiseSubject,
  userAccessTokenClaims,
  type SignedInUser,
} from "../../../../lab/entra/tokens/claims";

const LOGIN = "https://login.microsoftonline.com";
const TENANT = "11111111-1111-1111-1111-111111111111";

let directory: Directory;
let lab: Seed;
let contoso: Tenant;
let app: Application;

beforeEach(() => {
  directory = new Directory({ now: () => 0, visibilityDelay: () => 0 });
  lab = seed(directory, "https://graph.microsoft.com");
  contoso = lab.contoso;
  app = contoso.addApplication({ displayName: "app" });
  contoso.addServicePrincipal({ appId: app.appId });
});

function signedIn(user: User, client = app): SignedInUser {
  return { directory, tenant: contoso, user, client, authTime: 7, sessionId: "session" };
}
function ownAccessToken(application = app) {
  const servicePrincipal = contoso.servicePrincipalOf(application.appId)!;
  const target = { resource: application, identifier: application.appId };
  return applicationAccessTokenClaims(contoso, { application, servicePrincipal }, target, {
    loginUrl: LOGIN,
    authentication: "secret",
  });
}
function group(members: string[], more: object = {}) {
  return contoso.addGroup({ displayName: `group ${contoso.groups.list().length}`, members, ...more });
}

describe("an application's own access token", () => {
  it("is version 1 unless the registration asks for 2", () => {
    const servicePrincipal = contoso.servicePrincipalOf(app.appId)!;

    expect(ownAccessToken()).toEqual({
      appid: app.appId,
      appidacr: "1",
      aud: app.appId,
      idp: `https://sts.windows.net/${TENANT}/`,
      iss: `https://sts.windows.net/${TENANT}/`,
      oid: servicePrincipal.id,
      sub: servicePrincipal.id,
      tid: TENANT,
      ver: "1.0",
    });
  });

  it("is version 2 with the issuer of version 2 when the registration asks for it", () => {
    app.api.requestedAccessTokenVersion = 2;
    const servicePrincipal = contoso.servicePrincipalOf(app.appId)!;

    expect(ownAccessToken()).toEqual({
      aud: app.appId,
      azp: app.appId,
      azpacr: "1",
      iss: `${LOGIN}/${TENANT}/v2.0`,
      oid: servicePrincipal.id,
      sub: servicePrincipal.id,
      tid: TENANT,
      ver: "2.0",
    });
  });

  it("lists the groups of the service principal and says idtyp only when asked", () => {
    const { id } = contoso.servicePrincipalOf(app.appId)!;
    app.groupMembershipClaims = "SecurityGroup";
    const access = group([id]);
    expect(ownAccessToken()).toMatchObject({ groups: [access.id] });
    expect(ownAccessToken()).not.toHaveProperty("idtyp");

    app.optionalClaims = { accessToken: [{ name: "idtyp" }], idToken: [], saml2Token: [] };
    expect(ownAccessToken()).toMatchObject({ idtyp: "app" });
  });

  it("names in version 2 the client id as its audience, however it was asked for", () => {
    app.identifierUris = ["api://app"];
    const servicePrincipal = contoso.servicePrincipalOf(app.appId)!;
    const aud = () =>
      applicationAccessTokenClaims(
        contoso,
        { application: app, servicePrincipal },
        { resource: app, identifier: "api://app" },
        { loginUrl: LOGIN, authentication: "assertion" },
      ).aud;

    expect(aud()).toBe("api://app");
    app.api.requestedAccessTokenVersion = 2;
    expect(aud()).toBe(app.appId);
  });

  it("carries the roles that were assigned to it", () => {
    const role = { id: "3a1b9d5e-0000-4000-8000-000000000001", value: "Jobs.Run", displayName: "Run jobs" };
    app.appRoles = [{ ...role, description: null, isEnabled: true, allowedMemberTypes: ["Application"] }];
    const { id } = contoso.servicePrincipalOf(app.appId)!;
    expect(ownAccessToken()).not.toHaveProperty("roles");

    contoso.assign({ principalId: id, resourceId: id, appRoleId: role.id });
    expect(ownAccessToken()).toMatchObject({ roles: ["Jobs.Run"] });
  });
});

describe("a person's access token", () => {
  it("follows the resource's registration, not the client's", () => {
    const client = contoso.addApplication({ displayName: "client" });
    app.api.requestedAccessTokenVersion = 2;
    app.groupMembershipClaims = "SecurityGroup";
    const { id } = group([lab.people.alice.id]);
    const claims = userAccessTokenClaims(
      signedIn(lab.people.alice, client),
      { resource: app, identifier: app.appId },
      { loginUrl: LOGIN, scopes: ["read", "write"], authentication: "none" },
    );

    expect(claims).toEqual({
      aud: app.appId,
      azp: client.appId,
      azpacr: "0",
      groups: [id],
      iss: `${LOGIN}/${TENANT}/v2.0`,
      name: "Alice Adams",
      oid: lab.people.alice.id,
      preferred_username: "alice@contoso.com",
      scp: "read write",
      sub: pairwiseSubject(contoso, app, lab.people.alice.id),
      tid: TENANT,
      ver: "2.0",
    });
  });
});
