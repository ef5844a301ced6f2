import { readings, tidied } from "../../../lab/prove/readings";

describe("a path as nginx compares it", () => {
  it.each([
    ["/admin", "/admin"],
    ["/admin/../public/x", "/public/x"],
    ["/admin/..%2fpublic/x", "/public/x"],
    ["/admin/x/..%2f..%2f", "/"],
    ["/a//b/./c", "/a/b/c"],
    ["/%61dmin", "/admin"],
    ["/public/..\\admin/x", "/public/..\\admin/x"],
    ["/public/..;/admin/x", "/public/..;/admin/x"],
    ["/robots.txt#/../admin/x", "/robots.txt"],
    ["/a?/../b", "/a"],
    ["/a/b/..", "/a/"],
  ])("of %s is %s", (path, expected) => {
    expect(tidied(path)).toBe(expected);
  });
});

describe("the paths for which an app may take a request", () => {
  it.each([
    ["/public/..\\admin/x", "/admin/x"],
    ["/public/..;/admin/x", "/admin/x"],
    ["/public/%2e%2e;/admin/x", "/admin/x"],
    ["/robots.txt#/../admin/x", "/admin/x"],
    ["/admin/..%2fpublic/x", "/admin/..%2fpublic/x"],
    ["/admin/..%2fpublic/x", "/public/x"],
  ])("of %s are %s and others", (url, meant) => {
    expect(readings(url)).toContain(meant);
  });

  it("is the one path of a plain request", () => {
    expect(readings("/admin/x?from=/public")).toEqual(["/admin/x"]);
  });
});
