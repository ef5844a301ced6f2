import { CookieJar } from "../../../lab/prove/cookie-jar";

describe("a cookie jar", () => {
  it("sends a cookie to the host that set it alone", () => {
    const jar = new CookieJar();

    jar.store("wiki.contoso.com", ["__Host-session=abc=; Path=/; Secure; HttpOnly"]);

    expect(jar.header("wiki.contoso.com")).toBe("__Host-session=abc=");
    expect(jar.header("sub.wiki.contoso.com")).toBeUndefined();
    expect(jar.header("shop.contoso.com")).toBeUndefined();
  });

  it("sends a cookie of a domain to every host below it, and takes none of another domain", () => {
    const jar = new CookieJar();

    jar.store("auth.contoso.com", ["session=1; Domain=contoso.com", "other=2; Domain=fabrikam.com"]);

    expect(jar.header("wiki.contoso.com")).toBe("session=1");
    expect(jar.header("fabrikam.com")).toBeUndefined();
  });

  it("forgets what is cleared", () => {
    const jar = new CookieJar();
    jar.store("a.example.com", ["csrf=1", "session=2"]);

    jar.store("a.example.com", ["csrf=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "session=3; Max-Age=60"]);

    expect(jar.header("a.example.com")).toBe("session=3");
  });
});
