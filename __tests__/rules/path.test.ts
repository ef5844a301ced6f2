import { ingressPath, isWithinPath } from "../../lib/rules/path";

describe("a path", () => {
  it.each(["/", "/api", "/api/v1/", "/a.b", "/.well-known/x", "/~user", "/oauth2x", "/a-b_c"])(
    "may be %s",
    (value) => {
      expect(ingressPath(value)).toBeUndefined();
    },
  );

  it.each([
    ["api", '"api" does not start with "/"; write "/api"'],
    ["", '"" does not start with "/"; write "/"'],
    ["https://a.b/", '"https://a.b/" does not start with "/"; write "/https://a.b/"'],
  ])("starts with a slash, unlike %j", (value, message) => {
    expect(ingressPath(value)).toBe(message);
  });

  it.each([
    "/a b",
    "/a?b=c",
    "/a#b",
    "/a%2Fb",
    "/a*",
    "/(a|b)",
    "/[a]",
    "/^a$",
    "/a;b",
    "/{a}",
    "//",
    "/a//b",
    "/../a",
    "/a/..",
    "/./a",
    '/"',
    "/a\\b",
    "/a\n",
  ])("rejects %j", (value) => {
    expect(ingressPath(value)).toBe(
      `${JSON.stringify(value)} is not a plain path; controllers compare it with the decoded path, so write one such as /api without patterns, queries, escapes, "//" or dots`,
    );
  });

  it.each([
    ["/a", "/a", true],
    ["/a/", "/a", true],
    ["/a/b", "/a/", true],
    ["/ab", "/a", false],
    ["/", "/a", false],
    ["/a", "/", true],
  ])("%s within %s: %s", (path, prefix, within) => {
    expect(isWithinPath(path, prefix)).toBe(within);
  });
});
