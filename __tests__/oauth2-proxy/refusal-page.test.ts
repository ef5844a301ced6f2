import { runInNewContext } from "node:vm";
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { LANGUAGES } from "../../lib/oauth2-proxy/page-texts";
import { refusalPage, type RefusalPageProps } from "../../lib/oauth2-proxy/refusal-page";

const props: RefusalPageProps = {
  service: "Microsoft",
  what: "group",
  names: ["oauth2-proxy-users"],
  contact: "the platform team (platform@contoso.com)",
  signOutUrl: "https://login.microsoftonline.com/tenant/oauth2/v2.0/logout",
  accountUrl: "https://myaccount.microsoft.com/",
};

const SELECT = "https://login.microsoftonline.com/tenant/oauth2/v2.0/authorize?prompt=select_account";

/** Runs the page's script in a browser that has as much as it takes, and says where that leads. */
function run(page: string, address: string): { readonly link?: string; readonly gone?: string } {
  const [, script = ""] =
    /<script>\n(const CHOSEN.*)<\/script>/s.exec(page.replaceAll("{{.ProxyPrefix}}", "/oauth2")) ?? [];
  const link = { textContent: "", href: "" };
  const went: { link?: string; gone?: string } = {};
  const { origin, pathname, search } = new URL(address);
  runInNewContext(script, {
    URLSearchParams,
    encodeURIComponent,
    location: { origin, pathname, search, replace: (to: string) => (went.gone = to) },
    document: {
      querySelectorAll: () => [
        {
          dataset: { anotherAccount: "Use another account" },
          replaceChildren: (child: typeof link) => (went.link = child.href),
        },
      ],
      createElement: () => link,
    },
  });
  return went;
}

/** What stands on the page between the markers, a line for each paragraph. */
function lines(page: string, from: string, to: string): string[] {
  return page
    .slice(page.indexOf(from) + from.length, page.indexOf(to))
    .trim()
    .split("\n");
}

const REFUSED =
  '{{if and (eq .StatusCode 403) (eq .Message "You do not have permission to access this resource.")}}';

const BROKEN = "{{else if eq .StatusCode 500}}";

describe("the refusal page", () => {
  it("tells a refused person which group is missing, whom to ask and how to use another account", () => {
    expect(lines(refusalPage(props), REFUSED, BROKEN)).toEqual([
      "<h1>You are signed in, but not allowed in here</h1>",
      '<p>The Microsoft account that you signed in with is not a member of the group <strong>oauth2-proxy-users</strong>. You can see <a href="https://myaccount.microsoft.com/" rel="noreferrer">which account that is</a>.</p>',
      '<p>To be let in, ask the platform team (<a href="mailto:platform@contoso.com">platform@contoso.com</a>) to add you to the group, then sign in again.</p>',
      '<p data-another-account="Use another account">To use another account, <a href="https://login.microsoftonline.com/tenant/oauth2/v2.0/logout" rel="noreferrer">sign out of Microsoft</a>, then <a href="{{.ProxyPrefix}}/start?rd={{.Redirect}}">sign in again</a>.</p>',
    ]);
  });

  it("tells of a role where roles let people in, and names each of a few that would do", () => {
    const page = refusalPage({ ...props, what: "role", names: ["reader", "admin"], accountUrl: undefined });

    expect(lines(page, REFUSED, "{{else}}").slice(1, 3)).toEqual([
      "<p>The Microsoft account that you signed in with does not have the role <strong>reader or admin</strong>.</p>",
      '<p>To be let in, ask the platform team (<a href="mailto:platform@contoso.com">platform@contoso.com</a>) to give you the role, then sign in again.</p>',
    ]);
  });

  it.each([
    [["a", "b", "c"], "<strong>a or b or c</strong>"],
    [["a", "b", "c", "d"], "<strong>a or b or c</strong>, or one more"],
    [["a", "b", "c", "d", "e"], "<strong>a or b or c</strong>, or one of 2 more"],
  ])("names a few groups at most, and says how many more there are: %j", (names, named) => {
    expect(lines(refusalPage({ ...props, names, accountUrl: undefined }), REFUSED, BROKEN)[1]).toBe(
      `<p>The Microsoft account that you signed in with is not a member of the group ${named}.</p>`,
    );
  });

  it("leads back to an app where nothing answers at the front page of the sign-in's host", () => {
    const again =
      'href="{{.ProxyPrefix}}/start?rd={{if eq .Redirect "/"}}https://wiki.contoso.com/{{else}}{{.Redirect}}{{end}}"';

    const page = refusalPage({ ...props, frontPage: "https://wiki.contoso.com/" });

    expect(page.split(again)).toHaveLength(1 + 3 * LANGUAGES.length);
    expect(page).not.toContain("start?rd={{.Redirect}}");
  });

  it("names no page of the account where the cloud has none", () => {
    expect(lines(refusalPage({ ...props, accountUrl: undefined }), REFUSED, BROKEN)[1]).toBe(
      "<p>The Microsoft account that you signed in with is not a member of the group <strong>oauth2-proxy-users</strong>.</p>",
    );
  });

  it("says that a sign-in broke off, that it may work soon, and whom to ask if not", () => {
    expect(lines(refusalPage(props), BROKEN, "{{else}}")).toEqual([
      "<h1>The sign-in could not be completed</h1>",
      '<p>Something that it needs did not answer as it should: Microsoft, perhaps, for a moment. Try again in a minute. If it stays so, ask the platform team (<a href="mailto:platform@contoso.com">platform@contoso.com</a>).</p>',
      '<p><a href="{{.ProxyPrefix}}/start?rd={{.Redirect}}">Try to sign in again</a></p>',
    ]);
  });

  it("says what happened, and no more, for every other error", () => {
    expect(lines(refusalPage(props), "{{else}}", "{{if .RequestID}}")).toEqual([
      "<h1>{{.StatusCode}} {{.Title}}</h1>",
      '<p lang="en">{{.Message}}</p>',
      '<p><a href="{{.ProxyPrefix}}/start?rd={{.Redirect}}">Try to sign in again</a></p>',
      "{{end}}",
    ]);
  });

  it("asks for another account at the host where somebody was refused, and remembers where they wanted to go", () => {
    const page = refusalPage({ ...props, selectAccountUrl: SELECT });
    const address = "https://podinfo.example.com/oauth2/callback?code=x&state=nonce:%2Fdeep%3Fx%3D1";

    expect(run(page, address)).toEqual({
      link: `${SELECT}&redirect_uri=https%3A%2F%2Fpodinfo.example.com%2Foauth2%2Fcallback&state=another-account%3A%2Fdeep%3Fx%3D1`,
    });
  });

  it.each([
    ["to where they wanted to go", undefined, "another-account:%2Fdeep%3Fx%3D1", "%2Fdeep%3Fx%3D1"],
    ["to the front page", undefined, "another-account:%2F", "%2F"],
    [
      "to an app's front page",
      "https://wiki.contoso.com/",
      "another-account:",
      "https%3A%2F%2Fwiki.contoso.com%2F",
    ],
    [
      "nowhere but through oauth2-proxy's own check",
      undefined,
      "another-account:https://evil.test",
      "https%3A%2F%2Fevil.test",
    ],
  ])("starts the sign-in of somebody who chose another account, and leads %s", (_, frontPage, state, rd) => {
    const page = refusalPage({ ...props, selectAccountUrl: SELECT, frontPage });
    const address = `https://podinfo.example.com/oauth2/callback?code=x&state=${state}`;

    expect(run(page, address).gone).toBe(`/oauth2/start?rd=${rd}`);
  });

  it("starts no sign-in by itself otherwise, which would go on for ever where cookies are off", () => {
    const page = refusalPage({ ...props, selectAccountUrl: SELECT });

    for (const query of ["", "?state=", "?code=x&state=nonce:%2F", "?state=nonce:another-account:%2F"]) {
      expect(run(page, `https://podinfo.example.com/oauth2/callback${query}`).gone).toBeUndefined();
    }
  });

  it("is one Go template of the name that oauth2-proxy looks for", () => {
    const page = refusalPage(props);

    expect(page.startsWith('{{define "error.html"}}<!doctype html>\n')).toBe(true);
    expect(page.endsWith("</html>\n{{end}}\n")).toBe(true);
    expect(page.match(/{{[^}]*}}/g)?.filter((action) => /^{{(define|if|end)/.test(action))).toEqual([
      '{{define "error.html"}}',
      ...LANGUAGES.flatMap(() => [REFUSED, "{{end}}", "{{if .RequestID}}", "{{end}}"]),
      "{{end}}",
    ]);
  });

  it("loads nothing, and lets the browser load nothing", () => {
    const page = refusalPage({ ...props, selectAccountUrl: SELECT });

    expect(page).not.toMatch(/<(img|link|iframe|form)|src=|url\(|\son[a-z]+=/i);
    expect(page).toContain('http-equiv="Content-Security-Policy" content="default-src \'none\'; ');
  });

  it.each([
    [
      "HTML",
      '<script>alert("x")</script> & co',
      "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; co",
    ],
    ["a Go template's action", "{{.Session}} {{{x}}}", "&#123;&#123;.Session}} &#123;&#123;{x}}}"],
    ["text that is escaped already", "R&amp;D", "R&amp;amp;D"],
  ])("shows %s in a group's name or contact as it is written", (_, written, escaped) => {
    const [, group, contact] = lines(
      refusalPage({ ...props, names: [written], contact: written, accountUrl: undefined }),
      REFUSED,
      BROKEN,
    );

    expect(group).toBe(
      `<p>The Microsoft account that you signed in with is not a member of the group <strong>${escaped}</strong>.</p>`,
    );
    expect(contact).toBe(`<p>To be let in, ask ${escaped} to add you to the group, then sign in again.</p>`);
  });

  it("has Terraform escape what only Terraform knows", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const name = new TerraformVariable(stack, "name", { type: "string" });
    const page = refusalPage({ ...props, names: [name.stringValue], contact: "them" });
    new TerraformOutput(stack, "page", { value: page, staticId: true });

    const { output } = JSON.parse(Testing.synth(stack)) as { output: { page: { value: string } } };

    expect(output.page.value).toContain(
      String.raw`<strong>${"$"}{replace(replace(replace(replace(replace(var.name, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\"", "&quot;"), "{{", "&#123;&#123;")}</strong>`,
    );
    expect(output.page.value).toContain("ask them to add you");
  });
});
