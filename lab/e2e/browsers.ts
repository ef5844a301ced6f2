import { join } from "node:path";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

/** Real browsers, a fresh profile for each person. */
export class Browsers {
  private constructor(
    private readonly browser: Browser,
    private readonly screenshots: string,
  ) {}

  static async start(executablePath: string, screenshots: string): Promise<Browsers> {
    // The namespace is the sandbox; Chromium's own needs another one inside, which not every machine allows.
    const args = [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // A page of the Internet may not ask private addresses, and the lab has no others.
      "--disable-features=LocalNetworkAccessChecks",
    ];
    return new Browsers(await chromium.launch({ executablePath, args }), screenshots);
  }

  /** Opens a page without a session. */
  open(url: string): Promise<Page> {
    return this.openAs(url, {});
  }

  /** Opens a page without a session in somebody's browser. The lab's CA is not among the browser's. */
  async openAs(url: string, options: BrowserContextOptions): Promise<Page> {
    const context = await this.browser.newContext({ ignoreHTTPSErrors: true, ...options });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  /** Opens an empty page of a site that the lab does not have. What it asks for is not made up. */
  async openElsewhere(origin: string): Promise<Page> {
    const context = await this.browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.route(`${origin}/`, (route) => route.fulfill({ contentType: "text/html", body: "" }));
    await page.goto(`${origin}/`);
    // While requests are intercepted, Playwright answers preflight requests itself.
    await page.unrouteAll();
    return page;
  }

  /** Opens a page and signs in as somebody, as far as that leads. */
  async signIn(url: string, userPrincipalName: string): Promise<Page> {
    const page = await this.open(url);
    await this.choose(page, userPrincipalName);
    return page;
  }

  /** Says on Entra's page who somebody is, and consents if asked. */
  async choose(page: Page, userPrincipalName: string): Promise<void> {
    await page.locator(`button.person[value="${userPrincipalName}"]`).click();
    await page.waitForLoadState();
    const consent = page.getByRole("button", { name: "Accept" });
    if ((await consent.count()) > 0) {
      await consent.click();
      await page.waitForLoadState();
    }
  }

  async keep(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(this.screenshots, `${name}.png`), fullPage: true });
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
