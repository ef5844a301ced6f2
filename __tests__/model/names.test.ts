import { IngressController } from "../../lib";
import {
  ingressNameProblems,
  pathIngressName,
  pathSlug,
  signInIngressName,
  type NamedIngress,
} from "../../lib/model/names";

const slug = (path: string, pathType = "Prefix"): string => pathSlug({ path, pathType });

describe("a path in a name", () => {
  it.each([
    ["/admin", "admin"],
    ["/admin/", "admin"],
    ["/api/v1", "api--v1"],
    ["/api-v1", "api-v1"],
  ])("of plain words reads well: %s", (path, name) => {
    expect(slug(path)).toBe(name);
  });

  it("tells everything else apart by a digest", () => {
    const paths: [string, string?][] = [
      ["/"],
      ["/root"],
      ["/a"],
      ["/a", "Exact"],
      ["/A"],
      ["/a_b"],
      ["/a.b"],
      ["/a-b"],
      ["/a/b"],
      ["/a--b"],
      ["/ä"],
      [`/${"a".repeat(200)}`],
      [`/${"a".repeat(201)}`],
    ];

    const slugs = paths.map(([path, pathType]) => slug(path, pathType));

    expect(new Set(slugs).size).toBe(paths.length);
    expect(slugs.filter((one) => !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(one) || one.length > 120)).toEqual(
      [],
    );
    expect(slug("/")).toBe("root---d9fd5721");
  });
});

describe("the names of Ingresses", () => {
  const nginx = IngressController.ingressNginx();
  const traefik = IngressController.traefik();
  const ingress = (name: string, owner: string, namespace = "shop"): NamedIngress => ({
    name,
    owner,
    namespace,
    service: { name: "web", port: 80 },
    path: [owner],
    key: "ingressName",
  });

  it("follow from host and path, and stay apart where Traefik takes dashes and dots for one", () => {
    const hosts = ["a-b.example.com", "a.b.example.com", "a--b.example.com", "a.b-example.com"];
    const paths = ["/", "/a", "/a/b", "/a-b", "/a.b", "/A", "/a_b", "/a/B"];
    const names = [
      ...hosts.flatMap((host) => paths.map((path) => pathIngressName(host, { path }))),
      ...hosts.map((host) => pathIngressName(host, { path: "/a", pathType: "Exact" })),
      ...hosts.map((host) => signInIngressName("oauth2-proxy", host)),
      ...hosts.map((host) => signInIngressName("oauth2", `proxy.${host}`)),
    ];

    expect(new Set(names.map((name) => traefik.objectKey("shop", name))).size).toBe(names.length);
    expect(names[0]).toMatch(/^a-b\.example\.com-root-[0-9a-f]{8}$/);
  });

  it("fit into what Kubernetes takes, however long host and path are", () => {
    const host = `${"a".repeat(62)}.${"b".repeat(62)}.${"c".repeat(62)}.${"d".repeat(60)}`;
    const names = [
      pathIngressName(host, { path: `/${"p".repeat(1000)}` }),
      signInIngressName("x".repeat(63), host),
    ];

    expect(names.map((name) => name.length <= 253)).toEqual([true, true]);
    expect(names.filter((name) => !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])$/.test(name))).toEqual([]);
  });

  it.each([
    ["two names", [ingress("a", "one"), ingress("b", "two")]],
    ["two namespaces", [ingress("a", "one"), ingress("a", "two", "wiki")]],
  ])("may be one in %s", (_, ingresses) => {
    expect(ingressNameProblems(ingresses, nginx)).toEqual([]);
    expect(ingressNameProblems(ingresses, traefik)).toEqual([]);
  });

  it("are refused where two are one", () => {
    expect(ingressNameProblems([ingress("a", "one"), ingress("a", "two")], nginx)).toEqual([
      {
        path: ["two"],
        message: `two needs an Ingress "a" in namespace "shop", which is one's already; give one of the two another name with "ingressName"`,
      },
    ]);
  });

  it.each([
    ["dashes and dots", ingress("a-b", "one"), ingress("a--b", "two")],
    ["namespace and name", ingress("b-c", "one", "a"), ingress("c", "two", "a-b")],
  ])("are refused where Traefik takes two for one: %s", (_, one, two) => {
    expect(ingressNameProblems([one, two], nginx)).toEqual([]);
    expect(ingressNameProblems([one, two], traefik)).toEqual([
      {
        path: ["two"],
        message: expect.stringMatching(
          /^two needs the Ingress .*, which traefik takes for .* of one: it joins both names with "-"/,
        ) as unknown,
      },
    ]);
  });

  it("are refused where Traefik takes their Services for one", () => {
    const one = { ...ingress("a", "one"), service: { name: "b-c", port: 80 } };
    const two = { ...ingress("a-b", "two"), service: { name: "c", port: 80 } };

    expect(ingressNameProblems([one, two], nginx)).toEqual([]);
    expect(ingressNameProblems([one, two], traefik)).toEqual([
      {
        path: ["two"],
        message:
          'two sends requests to Service "shop/c:80", which traefik takes for "shop/b-c:80" of one: it joins the names with "-"; rename one of the Services, or give one another port',
      },
    ]);
  });

  it("are refused where ingress-nginx takes Services of two namespaces for one", () => {
    const one = { ...ingress("x", "one", "a"), service: { name: "b-c", port: 80 } };
    const two = { ...ingress("y", "two", "a-b"), service: { name: "c", port: 80 } };

    expect(ingressNameProblems([one, two], traefik)).toEqual([]);
    expect(ingressNameProblems([one, two], nginx)).toHaveLength(1);
    expect(ingressNameProblems([one, { ...two, service: { name: "c", port: 8080 } }], nginx)).toEqual([]);
  });
});
