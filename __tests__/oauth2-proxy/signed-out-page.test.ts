import { signedOutPage } from "../../lib/oauth2-proxy/signed-out-page";

describe("the page after signing out", () => {
  it("is oauth2-proxy's sign-in page, says that somebody is signed out, and loads nothing", () => {
    const page = signedOutPage();

    expect(page.startsWith('{{define "sign_in.html"}}<!doctype html>\n')).toBe(true);
    expect(page.endsWith("</html>\n{{end}}\n")).toBe(true);
    expect(page).toContain("<h1>You are signed out</h1>");
    expect(page).toContain('<a href="{{.ProxyPrefix}}/start?rd={{.Redirect}}">Sign in again</a>');
    expect(page).not.toMatch(/<(img|link|iframe|form)|src=|url\(|\son[a-z]+=/i);
  });

  it("leads to an app where nothing answers at the front page of the sign-in's host", () => {
    expect(signedOutPage({ frontPage: "https://wiki.contoso.com/" })).toContain(
      'start?rd={{if eq .Redirect "/"}}https://wiki.contoso.com/{{else}}{{.Redirect}}{{end}}"',
    );
  });
});
