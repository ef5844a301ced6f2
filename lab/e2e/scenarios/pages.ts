import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContextOptions, Page } from "playwright-core";
import { edgeForm, type EdgeFormName } from "../../ingress/edge-forms";
import type { Browsers } from "../browsers";
import { untilReplacedEnded } from "../proxy-pods";
import type { Scenario } from "../scenario";

const URL = "https://podinfo.example.com/";
const FILE = "lab/e2e/pages.yaml";
/** Within this time Traefik has taken up what was written, in milliseconds. */
const CONTROLLER_DELAY = 4_000;

/** A browser's wish, the language that it gets, and how the page of a refusal begins then. */
const WISHES = [
  ["en-GB", "en", "You are signed in, but not allowed in here"],
  ["de-AT", "de", "Sie sind angemeldet, haben hier aber keinen Zugang"],
  ["fr-CA", "fr", "Votre connexion a réussi, mais vous n’avez pas accès à cette application"],
  ["es-MX", "es", "Ha iniciado sesión, pero no tiene acceso a esta aplicación"],
  ["ja-JP", "ja", "サインインしましたが、ここへのアクセスは許可されていません"],
  ["pl-PL", "en", "You are signed in, but not allowed in here"],
] as const;

export const pages: readonly Scenario[] = (
  [
    ["a", "traefik"],
    ["b", "standard"],
  ] as const
).map(([letter, edge]) => ({
  name: `29${letter} the refusal page before ${edgeForm(edge).words} is in the browser's language, with a title, a logo and somebody to ask, by keyboard, in the dark and without scripts`,
  seenFailing: "the script that chooses a language, left out",
  async run({ lab, browsers, clear }) {
    await clear();
    const objects = lab.newStackObjects();
    try {
      if (edgeForm(edge).readsRoutes) await lab.edges.readRoutes();
      await objects.place(readFileSync(lab.synthesize(FILE, { edge }), "utf8"));
      await delay(CONTROLLER_DELAY);
      await untilReplacedEnded(lab.cluster.config);
      await assertPages(browsers, lab.entra.seed.people.mallory.userPrincipalName, { edge, letter });
    } finally {
      await objects.remove();
    }
  },
}));

async function assertPages(
  browsers: Browsers,
  person: string,
  { edge, letter }: { readonly edge: EdgeFormName; readonly letter: string },
): Promise<void> {
  for (const [locale, language, heading] of WISHES) {
    const page = await refused(browsers, person, { locale });
    assert.equal(await page.locator("h1:visible").innerText(), heading);
    assert.equal(await page.locator("html").getAttribute("lang"), language);
    assert.equal(await page.title(), `${heading} - Contoso apps`);
    await assertContent(page);
    await browsers.keep(page, `29-${letter}-${locale}`);
    await page.context().close();
  }

  const dark = await refused(browsers, person, { locale: "en-GB", colorScheme: "dark" });
  assert.equal(await dark.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(27, 27, 27)");
  await assertKeyboard(dark);
  await browsers.keep(dark, `29-${letter}-dark-keyboard`);
  await dark.context().close();

  const plain = await refusedWithoutScripts(browsers, person);
  assert.deepEqual(await plain.locator("h1:visible").allInnerTexts(), [WISHES[0][2]]);
  assert.ok(await plain.getByRole("link", { name: "sign out of Microsoft" }).isVisible());
  await plain.context().close();

  if (edgeForm(edge).readsRoutes) return;
  const out = await browsers.openAs(`${URL}oauth2/sign_in`, { locale: "ja-JP" });
  assert.equal(await out.locator("h1:visible").innerText(), "サインアウトしました");
  await browsers.keep(out, `29-${letter}-signed-out`);
  await out.context().close();
}

async function refused(browsers: Browsers, person: string, options: BrowserContextOptions): Promise<Page> {
  const page = await browsers.openAs(URL, options);
  await browsers.choose(page, person);
  return page;
}

/** The page of a browser that runs no script; the sign-in itself needs none. */
async function refusedWithoutScripts(browsers: Browsers, person: string): Promise<Page> {
  return refused(browsers, person, { locale: "de-DE", javaScriptEnabled: false });
}

async function assertContent(page: Page): Promise<void> {
  const width = await page.evaluate("document.querySelector('header img').naturalWidth");
  assert.equal(width, 48, "the logo is not shown");
  assert.equal(await page.locator("header").innerText(), "Contoso apps");
  const contact = page.getByRole("link", { name: "platform@contoso.com" });
  assert.equal(await contact.getAttribute("href"), "mailto:platform@contoso.com");
}

/** By the key Tab alone, from the top, every link in turn, and where the keyboard is can be seen. */
async function assertKeyboard(page: Page): Promise<void> {
  const links = await page.locator("a:visible").allInnerTexts();
  const reached: string[] = [];
  while (reached.length < links.length) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate("document.activeElement.innerText"));
    assert.notEqual(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "none");
  }
  assert.ok(links.length >= 3, `only ${links.length} links`);
  assert.deepEqual(reached, links);
}
