import { appPath, ingressPath, isWithinPath } from "../../lib/rules";

describe("a path", () => {
  it.each(["/", "/api", "/api/v1/", "/a.b", "/.well-known/x", "/~user", "/oauth2x", "/a-b_c"])(
    "may be %s",
    (value) => {
      expect(appPath(value)).toBeUndefined();
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

  it.each(["/oauth2", "/oauth2/", "/oauth2/callback"])(
    "of an app is not %s, where the proxy answers",
    (value) => {
      expect(appPath(value)).toBe(
        `"${value}" lies under /oauth2, where the auth proxy answers; use another path`,
      );
    },
  );

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
