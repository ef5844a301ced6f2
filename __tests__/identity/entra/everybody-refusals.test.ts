import { parseConfig } from "../../../lib/config";
import { AppRegistration, EntraIngressAuth, IngressController } from "../../../lib";
import { configWarnings } from "../../../lib/config/warnings";
import { inputErrors, newStack } from "../../support/construct-stack";
import { FINANCE, stackWith } from "../../support/everybody";

const FILE = {
  stack: "everyone",
  entra: { application: { name: "portal" } },
  ingressController: { kind: "ingress-nginx", className: "nginx" },
  apps: [
    {
      name: "portal",
      host: "portal.example.com",
      service: { namespace: "default", name: "portal", port: 80 },
      tls: { secretName: "portal-tls" },
    },
  ],
};

/** The places and the beginnings of what is wrong with a file. */
function refused(entra: object, more: object = {}, app: object = {}): string[] {
  const [first] = FILE.apps;
  try {
    parseConfig(
      JSON.stringify({ ...FILE, entra: { ...FILE.entra, ...entra }, ...more, apps: [{ ...first, ...app }] }),
      {},
    );
  } catch (error) {
    return String(Object(error).message)
      .split("\n")
      .map((line) => line.replace(/^(Error: )?[^ ]*:\d+:\d+: /, ""));
  }
  return [];
}

describe("an app registration that a program makes", () => {
  const errorsOf = (accountClaim?: boolean): string[] => {
    const stack = newStack();
    const application = new AppRegistration(stack, "application", { name: "portal", accountClaim });
    return inputErrors(
      () =>
        new EntraIngressAuth(stack, "auth", {
          application,
          everybody: "members",
          ingressController: IngressController.ingressNginx(),
        }),
    );
  };

  it("lets in members where its tokens say who is one", () => {
    expect(errorsOf(true)).toEqual([]);
  });

  it("is refused where its tokens do not, because nobody would get in", () => {
    expect(errorsOf()).toEqual([expect.stringMatching(/application: has tokens .* accountClaim: true$/)]);
  });
});

describe("what has to be known of everybody", () => {
  const warnings = (entra: object): string[] => {
    const authProxy = { namespace: { name: "auth" } };
    const config = parseConfig(JSON.stringify({ ...FILE, authProxy, entra }), {});
    return configWarnings(config).map(({ path, message }) => `${path.join(".")} ${message}`);
  };

  it("is that Entra lets in fewer where it requires assignments, which the stack makes for no people", () => {
    const application = { name: "portal", assignmentRequired: true };
    expect(warnings({ everybody: "membersAndGuests", application })).toEqual([
      expect.stringMatching(
        /^entra\.application\.assignmentRequired has Entra let in nobody who is not assigned/,
      ),
    ]);
    expect(warnings({ accessGroup: { name: "staff" }, application })).toEqual([]);
  });

  it("is that the owner of an application that exists has its tokens say who is a member", () => {
    const application = { clientId: FINANCE };
    const credential = { existingSecret: { name: "secret", key: "key" } };
    expect(warnings({ everybody: "members", application, credential })).toEqual([
      expect.stringMatching(/^entra\.application\.clientId .*optional claim "acct"/),
    ]);
    expect(warnings({ everybody: "membersAndGuests", application, credential })).toEqual([]);
  });
});

describe("what does not go together with everybody", () => {
  it("is nothing, and a missing rule still is an error that names the key", () => {
    expect(refused({})).toEqual([
      expect.stringMatching(
        /^apps\[0\]: has no rule that says who may enter; .*"everybody: members" or "everybody: membersAndGuests"$/,
      ),
    ]);
    expect(refused({ everybody: "members" })).toEqual([]);
    expect(refused({ everybody: "membersAndGuests" })).toEqual([]);
    expect(refused({ everybody: "member" })).toEqual([
      'entra.everybody: "member" is not known here (did you mean "members"?); it takes "members" or "membersAndGuests"',
    ]);
  });

  it.each([
    ["a group of the stack", { accessGroup: { name: "staff" } }, {}, "entra.accessGroup"],
    ["further groups", { groups: [{ name: "staff" }] }, {}, "entra.groups[0]"],
    ["roles", { roles: [{ value: "staff" }] }, {}, "entra.roles[0]"],
    ["a rule by group", {}, { access: { groups: [FINANCE] } }, "apps[0].access.groups[0]"],
    ["a rule by person", {}, { access: { users: ["a@b.c"] } }, "apps[0].access.users[0]"],
  ])("refuses %s beside members, with three ways out", (_, entra, app, place) => {
    const errors = refused({ everybody: "members", ...entra }, {}, app);

    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(place.replace(/\[0\]$/, ""));
    expect(errors[0]).toMatch(/membersAndGuests.*user\.userType -eq "Member".*or make a stack for each$/);
  });

  it.each([
    [{ accessGroup: { name: "staff" } }, {}, /^entra\.accessGroup: .*under "groups"/],
    [{ accessRole: { value: "staff" } }, {}, /^entra\.accessRole: .*under "roles"/],
    [{ signInGroups: [FINANCE] }, {}, /^entra\.signInGroups: bounds who may sign in/],
    [{}, { access: { everybody: "membersAndGuests", groups: [FINANCE] } }, /adds nobody to "everybody"/],
    [{}, { access: { everybody: "members" } }, /needs everybody: members under "entra"/],
  ])("refuses beside membersAndGuests: %j %j", (entra, app, message) => {
    expect(refused({ everybody: "membersAndGuests", ...entra }, {}, app)).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it("refuses every program of the tenant where everybody enters and tokens are accepted", () => {
    const strangers = /lets in every program of the tenant.*assignmentRequired: true/;
    const tokens = { authProxy: { bearerTokens: true } };
    expect(refused({ everybody: "membersAndGuests" }, tokens)).toEqual([expect.stringMatching(strangers)]);
    expect(
      refused({ accessGroup: { name: "staff" } }, tokens, { access: { everybody: "membersAndGuests" } }),
    ).toEqual([expect.stringMatching(/^apps\[0\]\.access\.everybody: lets in every program/)]);
    expect(
      refused(
        { everybody: "membersAndGuests", application: { name: "portal", assignmentRequired: true } },
        tokens,
      ),
    ).toEqual([]);
    // Programs have no kind of account, so that none is let in beside people.
    expect(refused({ everybody: "members" }, tokens)).toEqual([]);
  });

  it("refuses machine clients beside members, and tokens for other applications beside guests", () => {
    const client = { name: "reporting", credential: { clientSecret: {} } };
    expect(refused({ everybody: "members", machineClients: [client] })).toEqual([
      expect.stringMatching(/^entra\.machineClients: .*none would get in/),
    ]);
    expect(
      refused(
        { everybody: "membersAndGuests", application: { name: "portal", assignmentRequired: true } },
        { authProxy: { bearerTokens: true, extraAudiences: [FINANCE] } },
      ),
    ).toEqual([expect.stringMatching(/^authProxy\.extraAudiences: do not go together/)]);
  });

  it("says the same of props, and of what protect adds later", () => {
    expect(inputErrors(() => stackWith({ everybody: "members", accessGroup: { name: "staff" } }))).toEqual([
      expect.stringMatching(/^\[stack\/auth\] accessGroup: does not go together with everybody "members"/),
    ]);
    expect(() =>
      stackWith(
        { accessGroup: { objectId: FINANCE }, authProxy: { bearerTokens: true } },
        { apps: { portal: { access: { everybody: "membersAndGuests" } } } },
      ),
    ).toThrow(/lets in every program of the tenant/);
  });
});
