import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";
import { inTemporaryFolder, ROOT, synthesized, type TerraformJson } from "../support/files";

const PAGE = readFileSync(join(ROOT, "docs/lifecycle.md"), "utf8");
const tests = [...PAGE.matchAll(/`(__tests__\/[^`]+\.ts)`: "([^"]+)"/g)].map(([, file = "", name = ""]) => ({
  file,
  name,
}));

const CONFIG = `
entra:
  application: { name: proxy }
  accessGroup: { name: people, users: [alice@contoso.com] }
  groups: [{ name: finance, users: [bob@contoso.com] }]
ingressController: { kind: KIND }
apps:
  - name: shop
    host: shop.contoso.com
    service: { namespace: shop, name: web, port: 80 }
    normalizesPaths: true
    tls: { issuer: { name: letsencrypt } }
    paths:
      - /
      - { path: /money, access: { groups: [{ name: finance }] } }
      - { path: /admin, access: { users: [carol@contoso.com] } }
`;

/** The addresses of a stack, without the digests at their ends. */
function addressesOf(config: string): string[] {
  return inTemporaryFolder((outdir) => {
    const { file } = synthesize(parseConfig(config, {}), { outdir: join(outdir, "cdktf.out") });
    const { resource } = JSON.parse(readFileSync(file, "utf8")) as TerraformJson;
    return Object.entries(resource).flatMap(([type, blocks]) =>
      Object.keys(blocks).map((id) => `${type}.${id.replace(/^auth_|_[0-9A-F]{8}$/g, "")}`),
    );
  });
}

/** What another file makes at addresses of its own. */
function madeAnew(change: (config: string) => string, kind = "traefik"): string[] {
  const config = CONFIG.replace("KIND", kind);
  const before = addressesOf(config);
  const changed = change(config);
  expect(changed).not.toBe(config);
  return addressesOf(changed)
    .filter((address) => !before.includes(address))
    .sort();
}

/** The types of the table of what is made. */
function listed(): string[] {
  const [, table = ""] = PAGE.split("## What is made\n");
  return table
    .split("\n## ")[0]!
    .split("\n")
    .flatMap((line) => [...(line.split("|")[1] ?? "").matchAll(/`(\w+_\w+)`/g)].map(([, type = ""]) => type));
}

describe("the specification of what a stack makes", () => {
  it("lists every type of object that the examples become, and no other", () => {
    const examples = readdirSync(join(ROOT, "examples")).filter((file) => file.endsWith(".yaml"));

    const types = ["entra-ingress-auth.yaml", ...examples.map((file) => join("examples", file))].flatMap(
      (file) => Object.keys(synthesized(file).resource),
    );

    expect([...new Set(types)].sort()).toEqual(listed().sort());
  });

  it.each(tests)('names a test that is there: $file: "$name"', ({ file, name }) => {
    const path = join(ROOT, file);

    expect(existsSync(path)).toBe(true);
    expect(['"', "'", "`"].some((quote) => readFileSync(path, "utf8").includes(quote + name))).toBe(true);
  });
});

describe("a change of the file", () => {
  it.each([
    ["the name of the application", "{ name: proxy }", "{ name: other }"],
    ["the name of the access group", "name: people", "name: staff"],
    ["a rule", "access: { users: [carol@contoso.com] }", "access: { groups: [{ name: finance }] }"],
    ["the Service of an app in its namespace", "name: web", "name: other"],
    [
      "whether requests without a session get a 401",
      "host: shop.contoso.com",
      "host: shop.contoso.com\n    api: true",
    ],
  ])("leaves every address as it is: %s", (_what, text, instead) => {
    expect(madeAnew((config) => config.replace(text, () => instead))).toEqual([]);
  });

  it("makes the group of people anew whom an app's own rule lists, and its certificate, where the app is renamed", () => {
    expect(madeAnew((config) => config.replace("name: shop\n", "name: store\n"))).toEqual([
      "azuread_group.apps_store_access-admin_group",
      "azuread_group_member.apps_store_access-admin_member-user-carolcontosocom",
      expect.stringMatching(/^kubernetes_ingress_v1\.ingresses_shopcontosocom_certificate-/),
    ]);
  });

  it("makes a group anew that rules name, where its name is another one", () => {
    expect(madeAnew((config) => config.replaceAll("name: finance", "name: money"))).toEqual([
      "azuread_group.groups_money_group",
      "azuread_group_member.groups_money_member-user-bobcontosocom",
    ]);
  });

  it("makes a host's Ingresses anew where the host is another one", () => {
    const made = madeAnew((config) => config.replace("host: shop.", "host: store."));

    expect(made).toHaveLength(5);
    expect(made.every((address) => address.startsWith("kubernetes_ingress_v1."))).toBe(true);
  });

  it("makes one Ingress where a path is added", () => {
    expect(madeAnew((config) => config.replace("- /\n", "- /\n      - /more\n"))).toEqual([
      "kubernetes_ingress_v1.ingresses_shopcontosocom_more",
    ]);
  });

  it("leaves the Ingress where it is, where a path is to answer alone on ingress-nginx", () => {
    const alone = (config: string): string =>
      config.replace("path: /money,", "path: /money, pathType: Exact,");

    expect(madeAnew(alone, "ingress-nginx")).toEqual([]);
  });
});
