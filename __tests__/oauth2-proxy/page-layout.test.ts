import { contactOf } from "../../lib/oauth2-proxy/page-layout";
import { pageLogo, pageTitle } from "../../lib/oauth2-proxy/page-props";
import { LANGUAGES } from "../../lib/oauth2-proxy/page-texts";
import { refusalPage, type RefusalPageProps } from "../../lib/oauth2-proxy/refusal-page";
import { signedOutPage } from "../../lib/oauth2-proxy/signed-out-page";

const props: RefusalPageProps = {
  service: "Microsoft",
  what: "group",
  names: ["staff"],
  signOutUrl: "https://login.microsoftonline.com/tenant/oauth2/v2.0/logout",
};

const PNG = `data:image/png;base64,${Buffer.from("\x89PNG\r\n\x1a\nrest", "latin1").toString("base64")}`;
const svg = (text: string): string => `data:image/svg+xml;base64,${Buffer.from(text).toString("base64")}`;

/** The relative luminance of a colour of three or six digits (WCAG 2). */
function luminance(color: string): number {
  const digits = color.length === 3 ? [...color].map((digit) => digit + digit).join("") : color;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe("the pages", () => {
  it.each([
    ["refusal", refusalPage(props)],
    ["sign-out", signedOutPage()],
  ])("are in every language, of which the first is shown without scripts: %s", (_name, page) => {
    const sections = [...page.matchAll(/^<div lang="(..)"( hidden)?>$/gm)];

    expect(sections.map(([, language, hidden]) => [language, hidden === undefined])).toEqual([
      ["en", true],
      ["de", false],
      ["fr", false],
      ["es", false],
      ["ja", false],
    ]);
  });

  it.each(LANGUAGES.map((texts) => [texts.language, texts] as const))(
    "leave nothing unsaid in %s",
    (_, texts) => {
      const link = (words: string): string => `[${words}]`;
      const said = [
        texts.refused,
        ...(["group", "role", "member", "organization", "team", "person"] as const).flatMap((what) => [
          texts.lacks("Microsoft", what, " <strong>staff</strong>"),
          texts.remedy("them", what),
        ]),
        texts.whichAccount(link),
        texts.anotherAccount("Microsoft", link, link),
        texts.stillSignedIn("GitHub", link),
        texts.notAnswered("Microsoft", "them", false),
        texts.notAnswered("Microsoft", "them", true),
        texts.appSilent("them"),
        texts.andMore(1),
        texts.andMore(2),
      ];

      expect(said.filter((text) => text.trim() === "" || /undefined|\s{2}/.test(text))).toEqual([]);
      expect(texts.lacks("Microsoft", "group", " <strong>staff</strong>")).toMatch(
        /Microsoft.*<strong>staff<\/strong>/,
      );
      expect(texts.anotherAccount("Microsoft", link, link).match(/\[[^\]]+\]/g)).toHaveLength(2);
    },
  );

  it("have colours that people with weak eyes can tell apart, in the light and in the dark", () => {
    const [, light = "", dark = ""] = /<style>(.*?)(@media .*?)<\/style>/s.exec(signedOutPage()) ?? [];
    const colors = (css: string): [string, number][] => {
      const [, background = ""] = /background: #(\w+)/.exec(css) ?? [];
      return [...css.matchAll(/\bcolor: #(\w+)/g)].map(([, color = ""]) => [
        color,
        contrast(color, background),
      ]);
    };

    expect(colors(light)).toHaveLength(3);
    expect(colors(dark)).toHaveLength(3);
    expect([...colors(light), ...colors(dark)].filter(([, ratio]) => ratio < 4.5)).toEqual([]);
  });

  it("show where the keyboard is, and say of messages in English that they are", () => {
    expect(signedOutPage()).toContain("a:focus-visible { outline: 3px");
    expect(refusalPage(props).split('<p lang="en">{{.Message}}</p>')).toHaveLength(1 + LANGUAGES.length);
  });

  it("have the title and the logo that they are given, escaped, on both pages", () => {
    for (const page of [
      refusalPage({ ...props, title: 'A & "B"', logo: PNG }),
      signedOutPage({ title: 'A & "B"', logo: PNG }),
    ]) {
      expect(page).toContain(`<header><img src="${PNG}" alt=""><p>A &amp; &quot;B&quot;</p></header>`);
      expect(page).toContain(" - A &amp; &quot;B&quot;</title>");
      expect(page).toContain('<body data-title="A &amp; &quot;B&quot;">');
    }
  });
});

describe("whom to ask", () => {
  it.each([
    [
      "the platform team (platform@contoso.com)",
      'the platform team (<a href="mailto:platform@contoso.com">platform@contoso.com</a>)',
    ],
    [
      "see https://help.contoso.com/a?b=1&c=2.",
      'see <a href="https://help.contoso.com/a?b=1&amp;c=2" rel="noreferrer">https://help.contoso.com/a?b=1&amp;c=2</a>.',
    ],
    ['<a href="javascript:alert(1)">x</a>', "&lt;a href=&quot;javascript:alert(1)&quot;&gt;x&lt;/a&gt;"],
    ["http://help.contoso.com", "http://help.contoso.com"],
    [
      'https://x.test"onclick=alert(1)',
      '<a href="https://x.test" rel="noreferrer">https://x.test</a>&quot;onclick=alert(1)',
    ],
    ["{{.Session}}", "&#123;&#123;.Session}}"],
  ])("is a link where it is an address: %s", (text, html) => {
    expect(contactOf(text)).toBe(html);
  });
});

describe("a logo", () => {
  it.each([
    PNG,
    svg('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'),
    svg('<?xml version="1.0"?>\n<!-- x -->\n<svg><use href="#a"/></svg>'),
  ])("is a picture: %#", (logo) => {
    expect(pageLogo(logo)).toBeUndefined();
  });

  it.each([
    ["https://contoso.com/logo.png", "is no picture"],
    ["logo.png", "is no picture"],
    [`data:text/html;base64,${Buffer.from("<script>").toString("base64")}`, "is no picture"],
    [PNG.replace("image/png", "image/gif"), "says that it is gif, and is not"],
    [`data:image/png;base64,${Buffer.from("text").toString("base64")}`, "is no PNG, JPEG, GIF, WebP or SVG"],
    [
      `data:image/png;base64,${Buffer.alloc(32_769).toString("base64")}`,
      "has 32769 bytes, and 32768 is the most",
    ],
    [svg("<svg><script>alert(1)</script></svg>"), "runs or loads something"],
    [svg('<svg onload="alert(1)"/>'), "runs or loads something"],
    [svg('<svg><image href="https://x.test/a.png"/></svg>'), "runs or loads something"],
    [svg('<svg><style>@import "https://x.test"</style></svg>'), "runs or loads something"],
  ])("is refused otherwise: %.60s", (logo, message) => {
    expect(pageLogo(logo)).toContain(message);
  });

  it("has a short title beside it", () => {
    expect(pageTitle("Contoso apps")).toBeUndefined();
    expect(pageTitle(" ")).toContain("is empty");
    expect(pageTitle("x".repeat(61))).toContain("60 is the most");
  });
});
