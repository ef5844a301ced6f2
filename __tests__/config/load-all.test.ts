import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, loadConfigs } from "../../lib/config";
import { inTemporaryFolder } from "../support/files";

/** A config whose names follow from its own. */
const config = (name: string, more = "", stack = `stack: ${name}\n`): string => `${stack}entra:
  application: { name: ${name} }
  accessGroup: { name: ${name}-users }
ingressController: { kind: ingress-nginx }
authProxy: { name: ${name}, namespace: { name: auth } }
apps:
  - name: ${name}
    host: ${name}.example.com
    service: { namespace: ${name}, name: web, port: 80 }
${more}`;

/** What is said of some files that are loaded together, without the folder. */
function complaints(files: Readonly<Record<string, string>>, environment = {}): string[] {
  return inTemporaryFolder((folder) => {
    const paths = Object.entries(files).map(([file, text]) => {
      const path = join(folder, file);
      mkdirSync(join(path, ".."), { recursive: true });
      writeFileSync(path, text);
      return path;
    });
    try {
      loadConfigs(paths, environment);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) {
        return error.message.replaceAll(`${folder}/`, "").split("\n");
      }
      throw error;
    }
  });
}

describe("several config files", () => {
  it("live side by side with names of their own", () => {
    expect(complaints({ "a.yaml": config("a"), "b.yaml": config("b") })).toEqual([]);
  });

  it("have all of their mistakes said at once, each by its path as given", () => {
    expect(
      complaints({
        "prod/auth.yaml": config("a").replace("host: a", "host: A"),
        "test/auth.yaml": config("b").replace("port: 80", "port: 0"),
        "test/broken.yaml": "stack: 'x",
        "test/fine.yaml": config("c"),
      }),
    ).toEqual([
      'prod/auth.yaml:9:5: apps[0].host: "A.example.com" has upper-case letters; write "a.example.com"',
      "test/auth.yaml:10:41: apps[0].service.port: 0 is not a port; a port is a whole number from 1 to 65535",
      "test/broken.yaml:1:10: is not valid YAML: Missing closing 'quote; correct it here or just before",
    ]);
  });

  it("say where a list beside one of them is wrong, from where the program runs", () => {
    const text = config("a").replace("{ name: a-users }", "{ name: a-users, usersFrom: people.csv }");

    expect(complaints({ "prod/people.csv": "alice@contoso.com\n", "prod/a.yaml": text })[0]).toMatch(
      /^prod\/people\.csv:/,
    );
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "people.csv"), "bob\n");
      writeFileSync(join(folder, "a.yaml"), text);
      expect(() => loadConfigs([join(folder, "a.yaml")], {})).toThrow(
        `${join(folder, "people.csv")}:1:1: "bob" is neither`,
      );
    });
  });

  it("are refused where an auth proxy before an app has the name of another one", () => {
    const inPath = (proxy: string, app: string): string =>
      config("x", "", `stack: ${app}\n`)
        .replace(
          "ingressController: { kind: ingress-nginx }",
          "gateway: { kind: standard, name: public, namespace: gateways }",
        )
        .replace("application: { name: x }", `application: { name: ${app} }`)
        .replace("x-users", `${app}-users`)
        .replace("authProxy: { name: x,", `authProxy: { name: ${proxy},`)
        .replace("- name: x", `- name: ${app}`)
        .replace("x.example.com", `${app}.example.com`);

    expect(
      complaints({ "a.yaml": inPath("proxy", "shop-web"), "b.yaml": inPath("proxy-shop", "web") }),
    ).toEqual([
      'b.yaml:6:14: authProxy.name: "auth/proxy-shop-web" is the auth proxy of "a.yaml" (line 6) in the same cluster already; give each its own name or namespace',
    ]);
    expect(complaints({ "a.yaml": inPath("proxy", "shop"), "b.yaml": inPath("proxy-b", "shop-b") })).toEqual(
      [],
    );
  });

  it("are refused without a stack name, since one would overwrite the other", () => {
    expect(complaints({ "a.yaml": config("a", "", ""), "b.yaml": config("b", "", "") })).toEqual([
      'b.yaml:1:1: stack: is missing, so that this is the stack "entra-ingress-auth", as "a.yaml" is, and one would overwrite the output and the state of the other; give each config file a stack name of its own',
    ]);
  });

  it("are refused with one stack name", () => {
    expect(
      complaints({ "a.yaml": config("a"), "b.yaml": config("b").replace("stack: b", "stack: A") }),
    ).toEqual([
      'b.yaml:1:1: stack: "A" is the name of two stacks, as "a.yaml" is, and one would overwrite the output and the state of the other; give each config file a stack name of its own',
    ]);
  });

  it("are refused with one state", () => {
    const state = (key: string): string =>
      `state: { backend: azurerm, arguments: { storage_account_name: s, container_name: c, key: ${key} } }\n`;

    expect(complaints({ "a.yaml": config("a", state("k")), "b.yaml": config("b", state("k")) })).toEqual([
      'b.yaml:11:85: state.arguments.key: is where "a.yaml" keeps its state, so that each apply would destroy what the other made; give it another "key"',
    ]);
    expect(complaints({ "a.yaml": config("a", state("k")), "b.yaml": config("b", state("l")) })).toEqual([]);
  });

  it.each([
    [
      "application",
      "application: { name: b }",
      "application: { name: A }",
      '3:18: entra.application.name: "A" is the name of an application of "a.yaml" (line 3) in the same tenant already; give each its own name, or let both use one by its client id',
    ],
    [
      "group",
      "name: b-users",
      "name: a-Users",
      '4:18: entra.accessGroup.name: "a-Users" is the name of a group of "a.yaml" (line 4) in the same tenant already; give each its own name, or let both use one by its object id',
    ],
    [
      "auth proxy",
      "authProxy: { name: b",
      "authProxy: { name: a",
      '6:14: authProxy.name: "auth/a" is the auth proxy of "a.yaml" (line 6) in the same cluster already; give each its own name or namespace',
    ],
    [
      "host",
      "host: b.example.com",
      "host: a.example.com",
      '9:5: apps[0].host: "a.example.com" is a host of "a.yaml" (line 9) in the same cluster already, and a host has one sign-in; protect all apps of a host in one stack',
    ],
  ])("are refused with one %s, with the lines of both", (_what, of, text, complaint) => {
    expect(complaints({ "a.yaml": config("a"), "b.yaml": config("b").replace(of, text) })).toEqual([
      `b.yaml:${complaint}`,
    ]);
  });

  it("may run their auth proxies in one namespace that is there, which GitHub's is where nothing is said", () => {
    const gitHub = (name: string): string => `stack: ${name}
github:
  clientId: Ov23liAbCdEfGhIjKlMn
  clientSecret: { name: github-oauth, key: client-secret }
  organization: contoso
ingressController: { kind: ingress-nginx }
authProxy: { name: ${name} }
apps:
  - name: ${name}
    host: ${name}.example.com
    service: { namespace: ${name}, name: web, port: 80 }
`;

    expect(complaints({ "a.yaml": gitHub("a"), "b.yaml": gitHub("b") })).toEqual([]);
  });

  it("are refused with one group that is made for a rule, and where both make a namespace", () => {
    const both = (name: string): string =>
      config(name, "    access: { users: [alice@contoso.com] }\n")
        .replace(`name: ${name}\n    host`, "name: web\n    host")
        .replace(`${name}-users`, "users")
        .replace("name: auth }", "name: auth, create: true }");

    expect(
      complaints({ "a.yaml": both("a"), "b.yaml": both("b") }).map((line) => line.split("; ")[0]),
    ).toEqual([
      'b.yaml:4:18: entra.accessGroup.name: "users" is the name of a group of "a.yaml" (line 4) in the same tenant already',
      'b.yaml:11:5: apps[0].access: "users-web" is the name of a group of "a.yaml" (line 11) in the same tenant already',
      'b.yaml:6:23: authProxy.namespace: "auth" is a namespace that "a.yaml" (line 6) makes in the same cluster already',
    ]);
  });

  it("show no value of the environment of either", () => {
    const text = config("b").replace("host: b.example.com", "host: ${HOST}");
    const other = config("a").replace("host: a.example.com", "host: ${HOST}");

    expect(complaints({ "a.yaml": other, "b.yaml": text }, { HOST: "hunter2.contoso.com" })).toEqual([
      'b.yaml:9:5: apps[0].host: the value of ${HOST} is a host of "a.yaml" (line 9) in the same cluster already, and a host has one sign-in; protect all apps of a host in one stack',
    ]);
  });
});
