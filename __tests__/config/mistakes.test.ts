import { andThen, complaints, instead, SHORTEST } from "../support/config-texts";
const ID = "11111111-2222-3333-4444-555555555555";

describe("a config file", () => {
  it("without mistakes is taken", () => {
    expect(complaints(SHORTEST)).toEqual([]);
  });

  it("may have ids in upper case", () => {
    expect(complaints(instead("name: users", `objectId: ${ID.replaceAll("5", "A")}`))).toEqual([]);
  });

  it("with many mistakes has all of them said at once, in the order of its lines", () => {
    const text = `stak: x
entra:
  accessGroup: { name: 5, membership: sometimes }
  tenantId: contoso.com
ingressController: { kind: traefik }
authProxy: { image: x, session: { refresh: 1h, store: cookie } }
apps:
  - name: one
    host: https://a.example.com
  - nam: two
    host: b.example.com
    publicPaths: [/]
  - { name: three, host: c.example.com, service: { namespace: a, name: b, port: 0 } }
  - { name: three, host: c.example.com, service: { namespace: a, name: "\${B}" } }
state: { backend: s4, arguments: { token: x } }
`;

    const places = complaints(text).map((line) => line.split(": ").slice(0, 2).join(": "));
    expect(places).toEqual([
      "config.yaml:1:1: stak",
      "config.yaml:3:18: entra.accessGroup.name",
      "config.yaml:3:27: entra.accessGroup.membership",
      "config.yaml:4:3: entra.tenantId",
      "config.yaml:6:14: authProxy.image",
      "config.yaml:6:35: authProxy.session.refresh",
      "config.yaml:8:5: apps[0].service",
      "config.yaml:9:5: apps[0].host",
      "config.yaml:10:5: apps[1].name",
      "config.yaml:10:5: apps[1].nam",
      "config.yaml:10:5: apps[1].service",
      "config.yaml:12:19: apps[1].publicPaths[0]",
      "config.yaml:13:75: apps[2].service.port",
      "config.yaml:14:5: apps[3].paths",
      "config.yaml:14:7: apps[3].name",
      "config.yaml:14:41: apps[3].service.port",
      "config.yaml:14:66: apps[3].service.name",
      "config.yaml:15:10: state.backend",
      "config.yaml:15:36: state.arguments.token",
    ]);
  });

  it("with more than 256 redirect URIs is refused", () => {
    const apps = (count: number): string =>
      Array.from(
        { length: count },
        (_, i) => `  - { name: a${i}, host: a${i}.example.com, externalIngress: true }`,
      ).join("\n");

    expect(complaints(andThen(apps(255)))).toEqual([]);
    expect(complaints(`${andThen(apps(127))}\nsignOut: true\n`)).toEqual([]);
    expect(complaints(`${andThen(apps(128))}\nsignOut: true\n`)).toEqual([
      'config.yaml:6:1: apps: need 258 redirect URIs, more than the 256 that Entra takes for one application; let the apps share one sign-in host ("signIn"), or split them over two stacks',
    ]);
    expect(complaints(andThen(apps(256)))).toEqual([
      'config.yaml:6:1: apps: need 257 redirect URIs, more than the 256 that Entra takes for one application; let the apps share one sign-in host ("signIn"), or split them over two stacks',
    ]);
  });
});
