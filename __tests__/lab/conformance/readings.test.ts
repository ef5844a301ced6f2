import { read } from "../../../lab/conformance/readings";

describe("how Traefik reads a target", () => {
  it.each([
    ["/admin", "/admin", "/admin"],
    ["//admin//x", "/admin/x", "/admin/x"],
    ["/public/../admin", "/admin", "/admin"],
    ["/public/%2e%2E/admin", "/admin", "/admin"],
    ["/../admin", "/admin", "/admin"],
    ["/%61dmin", "/admin", "/admin"],
    ["/admin/.", "/admin", "/admin"],
    ["/admin//", "/admin/", "/admin/"],
    ["/public/..;/admin", "/public/..;/admin", "/public/..;/admin"],
    ["/public/%252e%252e/admin", "/public/%252e%252e/admin", "/public/%252e%252e/admin"],
    ["/a/%3b%c3%a9", "/a/%3B%C3%A9", "/a/%3B%C3%A9"],
    ["/public%23/../admin", "/admin", "/admin"],
    ["/public?x=/../%2f", "/public", "/public?x=/../%2f"],
    ["https://a.example/public/../admin", "/admin", "/admin"],
  ])("%s has the rule of %s and arrives as %s", (target, matched, arrives) => {
    expect(read("traefik", target)).toEqual({ matched, arrives });
  });

  it.each(["/a%2fb", "/a%5Cb", "/a\\b", "/a#/../b", "/a/%zz", "/a%"])("%s is refused", (target) => {
    expect(read("traefik", target)).toBeUndefined();
  });
});

describe("how nginx reads a target", () => {
  it.each([
    ["/admin", "/admin"],
    ["//admin//x", "/admin/x"],
    ["/admin/../public/x", "/public/x"],
    ["/admin/..%2fpublic/x", "/public/x"],
    ["/a%2Fb", "/a/b"],
    ["/admin/.", "/admin/"],
    ["/admin/x/..", "/admin/"],
    ["/public/..%5cadmin", "/public/..\\admin"],
    ["/public#/../admin", "/public"],
    ["/public%23/../admin", "/admin"],
    ["/public/%252e%252e/admin", "/public/%2e%2e/admin"],
    ["/public?x=/../admin", "/public"],
  ])("%s has the rule of %s and arrives as it was sent", (target, matched) => {
    expect(read("nginx", target)).toEqual({ matched, arrives: target });
  });

  it("takes the path of an absolute target, and passes on that", () => {
    expect(read("nginx", "https://a.example/public/../admin")).toEqual({
      matched: "/admin",
      arrives: "/public/../admin",
    });
  });

  it.each(["/../admin", "/%2e%2e/admin", "/a/%00", "/a/%zz", `/${"l".repeat(9_000)}`])(
    "%s is refused",
    (target) => {
      expect(read("nginx", target)).toBeUndefined();
    },
  );
});
