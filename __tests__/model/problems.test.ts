import { ConfigError, parseConfig } from "../../lib/config";

function problemsOf(kind: string, groups: number): string[] {
  const ids = Array.from(
    { length: groups },
    (_, i) => `7c9e6679-7425-40de-944b-${String(i).padStart(12, "0")}`,
  );
  const text = `
ingressController: { kind: ${kind} }
entra:
  accessGroup: { name: staff, users: [alice@contoso.com] }
apps:
  - name: shop
    host: shop.contoso.com
    service: { namespace: shop, name: web, port: 80 }
    access: { groups: [${ids.join(", ")}] }
`;
  return messagesOf(text);
}

function messagesOf(text: string): string[] {
  try {
    parseConfig(text, {});
    return [];
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ message }) => message);
    }
    throw error;
  }
}

describe("what an edge would not keep of a rule", () => {
  it("takes 108 groups in a rule on ingress-nginx, and says at 109 what to do", () => {
    expect(problemsOf("ingress-nginx", 108)).toEqual([]);
    expect(problemsOf("ingress-nginx", 109)).toEqual([
      expect.stringMatching(
        /^"\/" lets in 109 groups, and its auth URL has 4\d\d\d bytes, of which ingress-nginx takes 4090: .*; name one group that contains them, or let one role stand for them$/,
      ),
    ]);
  });

  it("counts teams of GitHub by their own length, which is more than that of an object id", () => {
    const team = (i: number): string => `${"t".repeat(90)}-${String(i).padStart(3, "0")}`;
    const teams = (count: number): string =>
      `{ teams: [${Array.from({ length: count }, (_, i) => team(i)).join(", ")}] }`;
    const file = (count: number): string => `
ingressController: { kind: ingress-nginx }
github:
  clientId: Ov23liAbCdEfGhIjKlMn
  clientSecret: { name: github, key: client-secret }
  organization: contoso
apps:
  - name: shop
    host: shop.contoso.com
    service: { namespace: shop, name: web, port: 80 }
    access: ${teams(count)}
`;

    expect(messagesOf(file(38))).toEqual([]);
    expect(messagesOf(file(40))).toEqual([
      expect.stringMatching(/^"\/" lets in 40 groups, and its auth URL has/),
    ]);
  });

  it("takes more where the edge does", () => {
    expect(problemsOf("traefik", 400)).toEqual([]);
  });
});
