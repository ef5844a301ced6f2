import { chartRepository, httpsUrl, redirectUri } from "../../lib/rules/url";

const CALLBACK = "https://podinfo.example.com/oauth2/callback";

describe("a redirect URI", () => {
  it.each([
    CALLBACK,
    "http://localhost:4180/oauth2/callback",
    "http://127.0.0.1/callback",
    "https://a.b/?c=d",
  ])("may be %s", (value) => {
    expect(redirectUri(value)).toBeUndefined();
  });

  it.each([
    "http://podinfo.example.com/oauth2/callback",
    "http://localhost.example.com/callback",
    "http://[::1]/callback",
    "ftp://localhost/callback",
  ])("is https, unlike %s", (value) => {
    expect(redirectUri(value)).toBe(
      `"${value}" is not https; Entra takes http only for localhost, write one such as ${CALLBACK}`,
    );
  });

  it.each([
    "",
    "podinfo.example.com/callback",
    "https:podinfo.example.com",
    " https://a.b/",
    "https://a b/",
    "https://",
  ])("is not %j", (value) => {
    expect(redirectUri(value)).toBe(`"${value}" is not a URL; a redirect URI looks like ${CALLBACK}`);
  });

  it.each(["https://*.example.com/callback", "https://a.b/*", "https://a.b/#c"])("is not %s", (value) => {
    expect(redirectUri(value)).toBe(
      `"${value}" has a wildcard, a fragment or more than 256 characters; write one such as ${CALLBACK}`,
    );
  });

  it("has at most 256 characters", () => {
    const longest = `https://a.b/${"x".repeat(244)}`;

    expect(redirectUri(longest)).toBeUndefined();
    expect(redirectUri(`${longest}x`)).toMatch(/ has a wildcard, a fragment or more than 256 characters; /);
  });
});

describe("a page", () => {
  it.each(["https://podinfo.example.com", "HTTPS://podinfo.example.com/a?b#c"])("may be %s", (value) => {
    expect(httpsUrl(value)).toBeUndefined();
  });

  it.each([
    "",
    "http://podinfo.example.com",
    "podinfo.example.com",
    "https:a",
    "https://a b",
    "javascript:x",
  ])("is not %j", (value) => {
    expect(httpsUrl(value)).toBe(
      `"${value}" is not an https URL; write one such as https://podinfo.example.com`,
    );
  });
});

describe("a chart repository", () => {
  it.each(["https://oauth2-proxy.github.io/manifests", "oci://registry.example.com/charts"])(
    "may be %s",
    (value) => {
      expect(chartRepository(value)).toBeUndefined();
    },
  );

  it.each(["", "http://charts.example.com", "./charts"])("is not %j", (value) => {
    expect(chartRepository(value)).toBe(
      `"${value}" is not a chart repository; write one such as https://oauth2-proxy.github.io/manifests or oci://registry.example.com/charts`,
    );
  });

  it("is not a URL with a password, which no message repeats", () => {
    expect(chartRepository("https://user:word@charts.example.com")).toBe(
      "the URL is not a chart repository; write one such as https://oauth2-proxy.github.io/manifests or oci://registry.example.com/charts",
    );
  });
});
