import { ingressNameProblems, pathSlug, type NamedIngress } from "../../lib/rules";

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
  const ingress = (name: string, owner: string, namespace = "shop"): NamedIngress => ({
    name,
    owner,
    namespace,
    path: [owner],
  });

  it.each([
    ["two names", [ingress("a", "one"), ingress("b", "two")]],
    ["two namespaces", [ingress("a", "one"), ingress("a", "two", "wiki")]],
    ["one owner, of which something else is said", [ingress("a", "one"), ingress("a", "one")]],
  ])("may be one in %s", (_, ingresses) => {
    expect(ingressNameProblems(ingresses)).toEqual([]);
  });

  it("are refused where two are one", () => {
    expect(ingressNameProblems([ingress("a", "one"), ingress("a", "two")])).toEqual([
      {
        path: ["two"],
        message: `two needs an Ingress "a" in namespace "shop", which is one's already; give one of the two another name`,
      },
    ]);
  });
});
