import { corsHeader, corsOrigin } from "../../lib/rules/cors";

describe("an origin", () => {
  it.each([
    "https://shop.example.com",
    "https://shop.example.com:8443",
    "http://localhost:3000",
    "http://127.0.0.1",
  ])("may be %s", (value) => {
    expect(corsOrigin(value)).toBeUndefined();
  });

  it.each([
    [
      "*",
      '"*" is not one origin; name every origin whose pages may read the app\'s answers, such as https://app.example.com',
    ],
    [
      "https://*.example.com",
      '"https://*.example.com" is not one origin; name every origin whose pages may read the app\'s answers, such as https://app.example.com',
    ],
    [
      "null",
      '"null" is not one origin; name every origin whose pages may read the app\'s answers, such as https://app.example.com',
    ],
    ["shop.example.com", '"shop.example.com" is not an origin; write one such as https://app.example.com'],
    ["ftp://example.com", '"ftp://example.com" is not an origin; write one such as https://app.example.com'],
    [
      "https://shop.example.com/",
      '"https://shop.example.com/" is not an origin the way browsers write it; write "https://shop.example.com"',
    ],
    [
      "https://Shop.example.com:443",
      '"https://Shop.example.com:443" is not an origin the way browsers write it; write "https://shop.example.com"',
    ],
    [
      "https://a.example.com,https://b.example.com",
      '"https://a.example.com,https://b.example.com" is not an origin; write one such as https://app.example.com',
    ],
    [
      "http://shop.example.com",
      '"http://shop.example.com" is not https, so anybody on the way could pose as it; write "https://shop.example.com", or http for localhost only',
    ],
  ])("is not %s", (value, message) => {
    expect(corsOrigin(value)).toBe(message);
  });
});

describe("a header that may be sent", () => {
  it("may be X-Request-Id", () => {
    expect(corsHeader("X-Request-Id")).toBeUndefined();
  });

  it.each(["*", "X Y", "X,Y", "X_Y", ""])("is not %j", (value) => {
    expect(corsHeader(value)).toBe(`"${value}" is not the name of a header; write one such as X-Request-Id`);
  });
});
