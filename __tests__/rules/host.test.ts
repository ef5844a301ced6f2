import { cookieDomain, host, isWithin } from "../../lib/rules/host";

const TAKES = "host takes a name such as podinfo.example.com";

describe("a host", () => {
  it.each(["podinfo.example.com", "a.b", "xn--bcher-kva.example", "1a.example.com", `${"x".repeat(63)}.com`])(
    "takes %s",
    (value) => {
      expect(host(value)).toBeUndefined();
    },
  );

  it.each([
    ["", `"" is empty; ${TAKES}`],
    ["https://podinfo.example.com", `"https://podinfo.example.com" is a URL; ${TAKES}`],
    [
      "podinfo.example.com:8443",
      `"podinfo.example.com:8443" has a port; ${TAKES}, and the port at which people reach the edge is said of that: httpsPort: 8443 under "ingressController", "gateway" or the edge in "edges"`,
    ],
    ["podinfo.example.com/app", `"podinfo.example.com/app" has a path; ${TAKES}, paths go into "paths"`],
    [
      "*.example.com",
      `"*.example.com" is a wildcard; ${TAKES}; of an app, "host" may be one such as *.preview.example.com`,
    ],
    ["Podinfo.example.com", '"Podinfo.example.com" has upper-case letters; write "podinfo.example.com"'],
    ["podinfo.example.com.", '"podinfo.example.com." ends with a dot; write "podinfo.example.com"'],
  ])("rejects %j", (value, message) => {
    expect(host(value)).toBe(message);
  });

  it.each(["10.0.0.1", "::1", "[2001:db8::1]", "127.1", "10.0.0.0x1", "1.2.3.4.", "12345"])(
    "rejects %s, which browsers read as an address",
    (value) => {
      expect(host(value)).toBe(`"${value}" is an IP address; ${TAKES}`);
    },
  );

  it.each([
    "localhost",
    "a_b.example.com",
    "-a.example.com",
    "a-.example.com",
    " podinfo.example.com",
    "podinfo..example.com",
    "bücher.example.com",
    "podinfo.example.com\n",
    `${"x".repeat(64)}.com`,
    `${"abcdefg.".repeat(32)}com`,
  ])("rejects %j, which is no DNS name", (value) => {
    expect(host(value)).toMatch(/ is not a DNS name; host takes a name such as podinfo\.example\.com$/);
  });
});

describe("a cookie domain", () => {
  it("takes a domain", () => {
    expect(cookieDomain("example.com")).toBeUndefined();
  });

  it.each([
    [".example.com", '".example.com" starts with a dot; cookieDomain takes a name such as example.com'],
    ["com", '"com" is not a DNS name; cookieDomain takes a name such as example.com'],
    ["https://example.com", '"https://example.com" is a URL; cookieDomain takes a name such as example.com'],
  ])("rejects %s", (value, message) => {
    expect(cookieDomain(value)).toBe(message);
  });

  it.each([
    ["example.com", "example.com", true],
    ["a.b.example.com", "example.com", true],
    ["notexample.com", "example.com", false],
    ["example.com", "a.example.com", false],
  ])("of %s: within %s is %s", (name, domain, within) => {
    expect(isWithin(name, domain)).toBe(within);
  });
});
