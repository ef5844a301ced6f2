import { stripVTControlCharacters } from "node:util";
import { summary } from "../../bin/summary";
import { configWarnings, parseConfig } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";
import { inTemporaryFolder } from "../support/files";

function summaryOf(text: string): string[] {
  return inTemporaryFolder((outdir) => {
    const config = parseConfig(text, {});
    const { stack } = synthesize(config, { outdir });
    const printed = summary({ stack, file: "out/cdk.tf.json" }, "terraform plan", configWarnings(config));
    return stripVTControlCharacters(printed).split("\n");
  });
}

const REST = `
ingressController: { kind: ingress-nginx }
apps:
  - name: shop
    host: shop.example.com
    paths: [/cart, /pay]
    publicPaths: [/healthz, { path: /about, pathType: Exact }]
    service: { namespace: shop, name: web, port: 80 }
  - name: grafana
    host: grafana.example.com
    externalIngress: true
`;

describe("the summary", () => {
  it("has a line for every app: its paths, who may enter, and what is open to everybody", () => {
    expect(summaryOf(`entra: { accessGroup: { name: Staff } }${REST}`).slice(0, 3)).toEqual([
      "Stack                 entra-ingress-auth",
      "shop.example.com      shop: /pay, /cart for members of Staff; /healthz, /about alone for everybody, without sign-in",
      "grafana.example.com   grafana: NOT PROTECTED until the owner of its Ingress takes the annotations; then / for members of Staff",
    ]);
  });

  it("says once what is true of many hosts", () => {
    const apps = Array.from(
      { length: 200 },
      (_, i) => `  - { name: app, host: a${i}.example.com, service: { namespace: a, name: a, port: 80 } }\n`,
    ).map((text, i) => text.replace("name: app", `name: app-${i}`));
    const text = `entra: { accessGroup: { name: Staff } }\ningressController: { kind: traefik }\napps:\n${apps.join("")}`;

    expect(summaryOf(text)[1]).toBe(
      "200 hosts             / for members of Staff (a0.example.com, a1.example.com, a2.example.com and 197 more)",
    );
  });

  it("ends with what has to be known", () => {
    expect(summaryOf(`entra: { accessGroup: { name: Staff } }${REST}`).at(-1)).toMatch(
      /^Warning +apps\[0\]\.publicPaths: "shop\.example\.com\/.*" is public beside protected paths of the same Service\. ingress-nginx decides/,
    );
  });

  it("has the paths that answer programs, and the machine clients", () => {
    const clients =
      "[{ name: ci, credential: { clientSecret: {} } }, { name: etl, credential: { clientSecret: {} } }]";
    const entra = `entra: { accessGroup: { name: Staff }, machineClients: ${clients} }`;

    expect(
      summaryOf(`${entra}${REST}`.replace("/pay]", "/pay]\n    apiPaths: [/pay/v1]")).slice(1, 4),
    ).toEqual([
      "shop.example.com      shop: /pay, /cart for members of Staff; /pay/v1 for members of Staff (401 without a session); /healthz, /about alone for everybody, without sign-in",
      "grafana.example.com   grafana: NOT PROTECTED until the owner of its Ingress takes the annotations; then / for members of Staff",
      "Machine clients       ci, etl",
    ]);
  });

  it.each([
    ["membersAndGuests", "everybody of the tenant, guests included"],
    ["members", "members of the tenant, no guests"],
  ])("says of %s that they are everybody, or who of them is assigned", (everybody, who) => {
    const of = (application: string): string | undefined =>
      summaryOf(`entra: { everybody: ${everybody}, application: { ${application} } }${REST}`)[2];
    const app =
      "grafana.example.com  grafana: NOT PROTECTED until the owner of its Ingress takes the annotations; then /";

    expect(of("name: wiki")).toBe(`${app} for ${who}`);
    expect(of("name: wiki, assignmentRequired: true")).toBe(
      `${app} for ${who}, if assigned to the application`,
    );
  });

  it("says so of a path for everybody beside groups, which are assigned by the stack", () => {
    const entra =
      "entra: { accessGroup: { name: Staff }, application: { name: wiki, assignmentRequired: true } }";
    const rest = REST.replace(
      "[/cart, /pay]",
      "[/cart, { path: /all, access: { everybody: membersAndGuests } }]",
    ).replace("  - name: shop", "  - name: shop\n    normalizesPaths: true");

    expect(summaryOf(`${entra}${rest}`)[1]).toBe(
      "shop.example.com      shop: /all for everybody of the tenant, guests included, if assigned to the application; /cart for members of Staff; /healthz, /about alone for everybody, without sign-in",
    );
  });

  it("names a group that was brought along by its id", () => {
    const id = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    expect(summaryOf(`entra: { accessGroup: { objectId: ${id} } }${REST}`)[2]).toBe(
      `grafana.example.com  grafana: NOT PROTECTED until the owner of its Ingress takes the annotations; then / for members of ${id}`,
    );
  });

  it("has the three times of a session that refreshes", () => {
    const session =
      "authProxy: { session: { lifetime: 12h, refresh: 30m, store: { redis: { url: rediss://c.example.com:6380 } } } }";
    expect(summaryOf(`entra: { accessGroup: { name: Staff } }\n${session}${REST}`).slice(3, 7)).toEqual([
      "Members managed here  0 of Staff",
      "Session ends          after 12h",
      "Groups refresh        every 30m",
      "Removed people        are out within 1h30m; bearer tokens last as long as Entra made them, about an hour",
    ]);
  });

  it("counts the resources by provider, and ends with the file and the next command", () => {
    expect(
      summaryOf(`entra: { accessGroup: { name: Staff } }\nauthProxy: { helm: {} }${REST}`).slice(7, -1),
    ).toEqual([
      "State                 the file terraform.entra-ingress-auth.tfstate; it holds client secrets; the cookie secret, the key to every session",
      "Resources             azuread 4, time 3, kubernetes 14, random 1, helm 1, terraform 1",
      "Output                out/cdk.tf.json",
      "Next                  terraform plan",
    ]);
  });

  it("counts no resources of members whom the group lists itself", () => {
    const users = JSON.stringify(Array.from({ length: 20 }, (_, i) => `person-${i}@contoso.com`));

    expect(summaryOf(`entra: { accessGroup: { name: Staff, users: ${users} } }${REST}`)).toEqual(
      expect.arrayContaining([
        "Members managed here  20 of Staff",
        "Resources             azuread 4, time 3, kubernetes 18, random 1, terraform 1",
      ]),
    );
  });
});
