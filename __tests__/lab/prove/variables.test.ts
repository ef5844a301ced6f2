import { parseConfig } from "../../../lib/config";
import { withStandIns } from "../../../lab/prove/variables";

const FILE = `
entra:
  tenantId: \${TENANT}
  accessGroup: { name: "\${TEAM}-users", users: ["\${MEMBER}", "\${GIVEN:-alice@contoso.com}"] }
ingressController: { kind: traefik }
authProxy:
  session: { lifetime: "\${LIFETIME}" }
  replicas: \${REPLICAS}
apps:
  - { name: wiki, host: "\${WIKI_HOST}", service: { namespace: wiki, name: wiki, port: 80 } }
`;

describe("what stands in for variables that nobody has set", () => {
  const complete = (environment: Readonly<Record<string, string>>) =>
    withStandIns(FILE, environment, (given) => parseConfig(FILE, given));

  it("is what the file takes at each place", () => {
    const { standIns, environment } = complete({});

    expect(standIns).toEqual({
      TENANT: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      TEAM: "team",
      MEMBER: "member@contoso.com",
      LIFETIME: "30m",
      REPLICAS: "1",
      WIKI_HOST: "wiki-host.contoso.com",
    });
    expect(() => parseConfig(FILE, environment)).not.toThrow();
  });

  it("is the same every time", () => {
    expect(complete({})).toEqual(complete({}));
  });

  it("leaves alone what is set, and defaults", () => {
    const { standIns, environment } = complete({ WIKI_HOST: "wiki.fabrikam.com" });

    expect(standIns).not.toHaveProperty("WIKI_HOST");
    expect(standIns).not.toHaveProperty("GIVEN");
    expect(environment.WIKI_HOST).toBe("wiki.fabrikam.com");
  });
});
