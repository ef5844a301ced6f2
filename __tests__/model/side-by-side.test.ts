import { sideBySideProblems, type PlacedName, type StackNames } from "../../lib/model/side-by-side";

const at =
  (place: string) =>
  (...names: string[]): PlacedName[] =>
    names.map((name) => ({ name, place }));
const inTenant = at("contoso");
const inCluster = at("aks");

const ONE: StackNames = {
  path: "staff/auth",
  applications: inTenant("staff"),
  groups: inTenant("staff-users"),
  namespaces: [],
  authProxies: inCluster("auth/staff"),
  cookie: { name: "__Host-staff" },
  hosts: inCluster("staff.example.com"),
  ingresses: [{ name: "a-b/c", place: "aks", key: "a-b-c", service: "a-b/c:80", serviceKey: "a-b-c-80" }],
};
const OTHER: StackNames = {
  path: "partners/auth",
  applications: inTenant("partners"),
  groups: inTenant("partner-users"),
  namespaces: [],
  authProxies: inCluster("auth/partners"),
  cookie: { name: "__Host-partners" },
  hosts: inCluster("partners.example.com"),
};

const problemsOf = (one: StackNames, other: StackNames): string[] =>
  sideBySideProblems(one, other).map(({ message }) => message);

describe("two stacks side by side", () => {
  it("live together with names of their own", () => {
    expect(problemsOf(ONE, OTHER)).toEqual([]);
  });

  it.each<[string, Partial<StackNames>, string]>([
    [
      "application",
      { applications: inTenant("other", "Staff") },
      '"staff" is the name of an application of "partners/auth" in the same tenant already; give each its own name, or let both use one by its client id',
    ],
    [
      "group",
      { groups: inTenant("other", "staff-users") },
      '"staff-users" is the name of a group of "partners/auth" in the same tenant already; give each its own name, or let both use one by its object id',
    ],
    [
      "Ingress to the edge",
      {
        ingresses: [{ name: "a/b-c", place: "aks", key: "a-b-c", service: "a/web:80", serviceKey: "x" }],
      },
      'the Ingress "a-b/c" is one with "a/b-c" of "partners/auth" to the ingress controller of the same cluster; give one of the two another name with "ingressName" or "proxyIngressName"',
    ],
    [
      "Service to the edge",
      {
        ingresses: [{ name: "a/x", place: "aks", key: "other", service: "a/b-c:80", serviceKey: "a-b-c-80" }],
      },
      'the Service "a-b/c:80" is one with "a/b-c:80" of "partners/auth" to the ingress controller of the same cluster; rename one of the two, or give one another port',
    ],
    [
      "auth proxy",
      { authProxies: inCluster("auth/staff") },
      '"auth/staff" is the auth proxy of "partners/auth" in the same cluster already; give each its own name or namespace',
    ],
    [
      "host",
      { hosts: inCluster("staff.example.com") },
      '"staff.example.com" is a host of "partners/auth" in the same cluster already, and a host has one sign-in; protect all apps of a host in one stack',
    ],
  ])("refuse the same %s", (_what, change, message) => {
    expect(problemsOf(ONE, { ...OTHER, ...change })).toEqual([message]);
  });

  it("refuse a namespace that both make", () => {
    const namespaces = inCluster("auth");
    expect(problemsOf({ ...ONE, namespaces }, { ...OTHER, namespaces })).toEqual([
      '"auth" is a namespace that "partners/auth" makes in the same cluster already; give each its own namespace, or let one of the two use it without "create"',
    ]);
  });

  it.each<[string, Partial<StackNames>]>([
    [
      "application and groups in another tenant",
      { applications: at("fabrikam")("staff"), groups: at("fabrikam")("staff-users") },
    ],
    [
      "auth proxy and host in another cluster",
      { authProxies: at("eks")("auth/staff"), hosts: at("eks")("staff.example.com") },
    ],
    ["name of a cookie that stays at its host", { cookie: { name: "__Host-staff" } }],
  ])("may have the same %s", (_what, change) => {
    expect(problemsOf(ONE, { ...OTHER, ...change })).toEqual([]);
  });

  it("may both use an auth proxy that neither makes", () => {
    const neither = { authProxies: [], cookie: undefined };
    expect(problemsOf({ ...ONE, ...neither }, { ...OTHER, ...neither })).toEqual([]);
  });

  it.each([
    ["example.com", "example.com", 1],
    ["example.com", "apps.example.com", 1],
    ["apps.example.com", "example.com", 1],
    ["example.com", "example.org", 0],
    ["example.com", undefined, 0],
  ])("of cookie domains %s and %s with one cookie name have %d problems", (one, other, count) => {
    const name = "__Secure-oauth2-proxy";
    const problems = problemsOf(
      { ...ONE, cookie: { name, domain: one } },
      { ...OTHER, cookie: { name, domain: other } },
    );
    expect(problems).toEqual(
      Array.from(
        { length: count },
        () =>
          'the cookie "__Secure-oauth2-proxy" of "partners/auth" goes to the same hosts, so each sign-in would end the other\'s session; give each auth proxy its own name, which its cookie follows',
      ),
    );
  });

  it("say everything at once", () => {
    expect(problemsOf(ONE, { ...ONE, path: "copy/auth" })).toHaveLength(4);
  });
});
