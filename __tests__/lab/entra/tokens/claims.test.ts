import { Directory, type Application, type Tenant, type User } from "../../../../lab/entra/directory";
import { seed, type Seed } from "../../../../lab/entra/seed";
import { idTokenClaims, pairwiseSubject, type SignedInUser } from "../../../../lab/entra/tokens/claims";

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
function idToken(user: User, scope = "openid profile email", version: 1 | 2 = 2) {
  return idTokenClaims(signedIn(user), { version, loginUrl: LOGIN, scopes: scope.split(" "), nonce: "n" });
}
function group(members: string[], more: object = {}) {
  return contoso.addGroup({ displayName: `group ${contoso.groups.list().length}`, members, ...more });
}

describe("an ID token", () => {
  it("says with openid alone who it is for and nothing about the person", () => {
    expect(idToken(lab.people.alice, "openid")).toEqual({
      aud: app.appId,
      iss: `${LOGIN}/${TENANT}/v2.0`,
      nonce: "n",
      sub: pairwiseSubject(contoso, app, lab.people.alice.id),
      tid: TENANT,
      ver: "2.0",
    });
  });

  it("adds name, object id and sign-in name with profile, e-mail with email", () => {
    const { alice } = lab.people;

    expect(idToken(alice)).toMatchObject({
      email: "alice@contoso.com",
      name: "Alice Adams",
      oid: alice.id,
      preferred_username: "alice@contoso.com",
    });
  });

  it("has no e-mail for a member without mail, whatever the scope", () => {
    expect(idToken(lab.people.bob)).not.toHaveProperty("email");
  });

  it("has a guest's e-mail without being asked, and says who vouches for them", () => {
    expect(idToken(lab.guest, "openid profile")).toMatchObject({
      email: "dave@fabrikam.com",
      idp: "https://sts.windows.net/22222222-2222-2222-2222-222222222222/",
      preferred_username: "dave@fabrikam.com",
      tid: TENANT,
    });
  });

  it("has the version 1 issuer and claims when asked for at the version 1 endpoint", () => {
    expect(idToken(lab.people.alice, "openid", 1)).toMatchObject({
      iss: `https://sts.windows.net/${TENANT}/`,
      unique_name: "alice@contoso.com",
      upn: "alice@contoso.com",
      ver: "1.0",
    });
  });

  it("names the same person differently in two applications, and always the same in one", () => {
    const other = contoso.addApplication({ displayName: "other" });
    const subject = (application: Application) => pairwiseSubject(contoso, application, lab.people.alice.id);

    expect(subject(app)).toBe(subject(app));
    expect(subject(app)).not.toBe(subject(other));
  });

  it("carries the optional claims that the registration lists, where the person has them", () => {
    app.optionalClaims = {
      accessToken: [],
      idToken: ["email", "family_name", "upn", "acct", "auth_time", "sid", "ctry"].map((name) => ({ name })),
      saml2Token: [],
    };

    expect(idToken(lab.people.alice, "openid")).toMatchObject({
      acct: 0,
      auth_time: 7,
      email: "alice@contoso.com",
      family_name: "Adams",
      sid: "session",
      upn: "alice@contoso.com",
    });
    expect(idToken(lab.people.alice, "openid")).not.toHaveProperty("ctry");
    expect(idToken(lab.people.bob, "openid")).not.toHaveProperty("email");
    expect(idToken(lab.guest, "openid")).toMatchObject({ acct: 1 });
    expect(idToken(lab.guest, "openid")).not.toHaveProperty("upn");
  });
});

describe("the group claim", () => {
  it.each([null, "None"])("is absent with groupMembershipClaims %s", (value) => {
    app.groupMembershipClaims = value;
    group([lab.people.alice.id]);

    expect(idToken(lab.people.alice)).not.toHaveProperty("groups");
  });

  it("lists security groups, those through nested groups too, with SecurityGroup", () => {
    app.groupMembershipClaims = "SecurityGroup";
    const inner = group([lab.people.alice.id]);
    const outer = group([inner.id]);
    group([lab.people.alice.id], { securityEnabled: false, mailEnabled: true, mailNickname: "list" });
    group([lab.people.bob.id]);

    expect(idToken(lab.people.alice).groups).toEqual([inner.id, outer.id]);
  });

  it("ends with groups that are members of each other", () => {
    app.groupMembershipClaims = "SecurityGroup";
    const first = group([lab.people.alice.id]);
    const second = group([first.id]);
    contoso.addMember(first.id, second.id);

    expect(idToken(lab.people.alice).groups).toEqual([first.id, second.id]);
  });

  it("lists distribution lists too with All", () => {
    app.groupMembershipClaims = "All";
    const list = group([lab.people.alice.id], {
      securityEnabled: false,
      mailEnabled: true,
      mailNickname: "list",
    });

    expect(idToken(lab.people.alice)).toMatchObject({
      groups: [list.id],
      wids: ["b79fbf4d-3ef9-4689-8143-76b194e85509"],
    });
  });

  it("lists with ApplicationGroup only assigned groups that name the person themselves", () => {
    app.groupMembershipClaims = "ApplicationGroup";
    const resourceId = contoso.servicePrincipalOf(app.appId)!.id;
    const direct = group([lab.people.alice.id]);
    const nesting = group([direct.id]);
    group([lab.people.alice.id]);
    contoso.assign({ principalId: direct.id, resourceId });
    contoso.assign({ principalId: nesting.id, resourceId });

    expect(idToken(lab.people.alice).groups).toEqual([direct.id]);
  });

  it("gives way to a source of groups from the 201st on", () => {
    app.groupMembershipClaims = "SecurityGroup";
    for (let count = 0; count < 200; count += 1) group([lab.people.alice.id]);
    expect(idToken(lab.people.alice).groups).toHaveLength(200);

    group([lab.people.alice.id]);
    const claims = idToken(lab.people.alice);
    expect(claims).not.toHaveProperty("groups");
    expect(claims).toMatchObject({
      _claim_names: { groups: "src1" },
      _claim_sources: {
        src1: {
          endpoint: `https://graph.windows.net/${TENANT}/users/${lab.people.alice.id}/getMemberObjects`,
        },
      },
    });
  });

  it("moves to roles where the optional claim says so", () => {
    app.groupMembershipClaims = "SecurityGroup";
    app.optionalClaims = {
      accessToken: [],
      idToken: [{ name: "groups", additionalProperties: ["emit_as_roles"] }],
      saml2Token: [],
    };
    const { id } = group([lab.people.alice.id]);

    expect(idToken(lab.people.alice)).toMatchObject({ roles: [id] });
    expect(idToken(lab.people.alice)).not.toHaveProperty("groups");
  });
});
