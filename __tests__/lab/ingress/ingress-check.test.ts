import type { V1HTTPIngressPath, V1Ingress } from "@kubernetes/client-node";
import { refusal } from "../../../lab/ingress/ingress-check";

interface Wanted {
  readonly name?: string;
  readonly created?: string;
  readonly host?: string;
  readonly paths?: readonly [path: string, pathType?: string][];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly secretName?: string;
}

function ingress({
  name = "shop",
  created = "2026-01-01T00:00:00Z",
  host = "shop.example.com",
  paths = [["/"]],
  annotations,
  secretName,
}: Wanted): V1Ingress {
  const backend: V1HTTPIngressPath["backend"] = { service: { name: "shop", port: { number: 80 } } };
  return {
    metadata: { namespace: "default", name, annotations, creationTimestamp: new Date(created) },
    spec: {
      tls: secretName === undefined ? undefined : [{ hosts: [host], secretName }],
      rules: [
        {
          host,
          http: { paths: paths.map(([path, pathType = "Prefix"]) => ({ path, pathType, backend })) },
        },
      ],
    },
  };
}

const check = (wanted: Wanted, ...others: readonly Wanted[]): string | undefined =>
  refusal({ ingress: ingress(wanted), isOurs: true, others: others.map(ingress) });

describe("what ingress-nginx's webhook refuses", () => {
  it.each<[string, [string, string?], [string, string?]]>([
    ["the same path", ["/admin"], ["/admin"]],
    ["Prefix beside Exact", ["/admin"], ["/admin", "Exact"]],
    ["Exact / beside /", ["/", "Exact"], ["/"]],
    ["the slash that another's prefix implies", ["/admin/"], ["/admin"]],
  ])("refuses %s of another Ingress", (_what, path, other) => {
    const answer = check({ name: "new", paths: [path] }, { name: "old", paths: [["/x"], other] });

    expect(answer).toBe(
      `host "shop.example.com" and path "${path[0]}" is already defined in ingress default/old`,
    );
  });

  it("takes Exact beside Prefix, but then no change of the Ingress with the Prefix", () => {
    const exact: Wanted = { name: "exact", paths: [["/admin", "Exact"]] };
    const below: Wanted = { name: "below", paths: [["/admin"]] };

    expect(check(exact, below)).toBeUndefined();
    expect(check(below, below, exact)).toMatch(/already defined in ingress default\/exact/);
  });

  it("refuses it to an older Ingress too, which is changed", () => {
    const old = { name: "old", created: "2025-01-01T00:00:00Z" };

    expect(check({ ...old, paths: [["/admin"]] }, old, { name: "young", paths: [["/admin"]] })).toMatch(
      /already defined in ingress default\/young/,
    );
  });

  it("takes a path of another host, one below and one beside another's, and one that another's type does not reach", () => {
    const other = { name: "old", paths: [["/admin"]] as [string][] };

    expect(check({ name: "new", host: "other.example.com", paths: [["/admin"]] }, other)).toBeUndefined();
    expect(
      check({ name: "new", paths: [["/admin/reports"], ["/administer"], ["/"]] }, other),
    ).toBeUndefined();
    expect(
      check({ name: "new", paths: [["/admin"]] }, { name: "old", paths: [["/admin/"]] }),
    ).toBeUndefined();
  });

  it("takes the change of an Ingress's own path", () => {
    const own = { name: "own", paths: [["/admin"]] as [string][] };

    expect(check({ ...own, annotations: { changed: "yes" } }, own)).toBeUndefined();
    expect(check({ name: "own", paths: [["/admin", "Exact"], ["/"]] }, own)).toBeUndefined();
  });

  it.each([
    ["/a~b", "Prefix"],
    ["/a+b", "Exact"],
    ["/a b", "Prefix"],
    ["/caf%C3%A9", "Prefix"],
    ["/a:b", "Prefix"],
  ])("refuses the path %s of the type %s", (path, pathType) => {
    expect(check({ paths: [["/"], [path, pathType]] })).toBe(
      `ingress contains invalid paths: path ${path} cannot be used with pathType ${pathType}`,
    );
  });

  it("takes letters, digits, dots, lines and slashes, and any path that is specific to the implementation", () => {
    expect(check({ paths: [["/A-b_c.d/9"], ["/a(b)", "ImplementationSpecific"]] })).toBeUndefined();
  });

  it("refuses snippets, and a URL of the check with characters that it does not take", () => {
    const key = "nginx.ingress.kubernetes.io";

    expect(check({ annotations: { [`${key}/configuration-snippet`]: "" } })).toBe(
      `${key}/configuration-snippet annotation cannot be used. Snippet directives are disabled by the Ingress administrator`,
    );
    expect(check({ annotations: { [`${key}/auth-url`]: "https://$host/oauth2/auth?a=%2f" } })).toBe(
      `annotation ${key}/auth-url contains invalid value`,
    );
    expect(
      check({ annotations: { [`${key}/auth-url`]: "http://p.kube.local:4180/auth?allowed_groups=a,b" } }),
    ).toBeUndefined();
  });

  it("refuses what could end a value of nginx's configuration, in Ingresses of every class", () => {
    const injected = ingress({ paths: [["/x alias /etc;"]] });
    const foreign = { ingress: injected, isOurs: false, others: [] };

    expect(refusal(foreign)).toBe(
      "invalid object: invalid rule in ingress default/shop: invalid http path: invalid value found: /x alias /etc;",
    );
    expect(check({ secretName: "/var/run/secrets" })).toBe(
      "invalid object: invalid secret in ingress default/shop: invalid value found: /var/run/secrets",
    );
  });

  it("leaves Ingresses of other classes alone", () => {
    const foreign = ingress({ name: "foreign", paths: [["/a~b"]] });

    expect(refusal({ ingress: foreign, isOurs: false, others: [ingress({})] })).toBeUndefined();
  });
});
