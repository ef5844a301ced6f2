import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { edgeForm, type EdgeFormName } from "../../ingress/edge-forms";
import { ADDRESSES, type Lab } from "../../lab";
import { forwardPort } from "../../namespace/relay";
import { isAtApp } from "../app-view";
import type { Browsers } from "../browsers";
import { get } from "../requests";
import type { Scenario } from "../scenario";
import { withEdgeProgram } from "../with-edge-program";

const PORT = 8443;
const PAGE = `https://podinfo.example.com:${PORT}/deep/link?x=1&y=a%20b`;
const SHARED = { file: "lab/e2e/another-port-shared.yaml", signIn: "auth.example.com" } as const;
const OWN = { file: "lab/e2e/another-port.yaml", signIn: "podinfo.example.com" } as const;

export const anotherPort: readonly Scenario[] = (
  [
    ["a", "traefik", OWN],
    ["b", "traefik", SHARED],
    ["c", "nginx", SHARED],
    ["d", "traefik-gateway", SHARED],
    ["e", "standard", OWN],
  ] as const
).map(([letter, edge, stack]) => ({
  name: `30${letter} behind a port forward to ${edge}, signing in${stack === SHARED ? " at a host of its own" : ""} and out stays at port ${PORT}`,
  seenFailing: "the edge without httpsPort: the sign-in ended at port 443",
  async run({ lab, browsers, clear }) {
    await clear();
    await lab.edges.serve("auth.example.com");
    const forward = await forwardPort(
      { host: ADDRESSES.ingress, port: PORT },
      { host: ADDRESSES.ingress, port: 443 },
    );
    const objects = lab.newStackObjects();
    try {
      await withEdgeProgram(lab, edge, async (settle) => {
        await objects.place(readFileSync(lab.synthesize(stack.file, { edge }), "utf8"));
        await settle();
        const outputs = await objects.outputs();
        const urls = outputs.sign_out_urls as Record<string, string>;
        await inAndOut({ lab, browsers, letter, edge, signIn: stack.signIn, signOut: urls.podinfo ?? "" });
      });
    } finally {
      await objects.remove();
      forward.close();
    }
  },
}));

/** What a person sees, and where the browser was on the way. */
async function inAndOut(by: {
  readonly lab: Lab;
  readonly browsers: Browsers;
  readonly letter: string;
  readonly edge: EdgeFormName;
  readonly signIn: string;
  readonly signOut: string;
}): Promise<void> {
  const { lab, browsers, letter, edge, signIn, signOut } = by;
  const { alice, mallory } = lab.entra.seed.people;
  const page = await browsers.open("about:blank");
  const visited = hostsVisited(page);

  await page.goto(PAGE);
  await browsers.choose(page, alice.userPrincipalName);
  assert.equal(page.url(), PAGE);
  assert.ok(await isAtApp(page), "a member is not at the app");
  await browsers.keep(page, `30-${letter}-member`);

  await page.goto(signOut);
  // An auth proxy that answers for pages itself has no page of its own for it.
  if (!edgeForm(edge).readsRoutes) {
    await page.waitForURL(`https://${signIn}:${PORT}/oauth2/sign_in`);
    assert.equal(await page.locator("h1:visible").innerText(), "You are signed out");
    await page.getByRole("link", { name: "Sign in again" }).click();
    assert.equal(await page.locator("h1:visible").innerText(), "Pick an account");
  }
  await page.goto(PAGE);
  assert.equal(await page.locator("h1:visible").innerText(), "Pick an account", "the session is still there");

  // Somebody who is refused chooses another account from there.
  await browsers.choose(page, mallory.userPrincipalName);
  assert.match(await page.locator("h1:visible").innerText(), /not allowed in here/);
  await page.getByRole("link", { name: "Use another account" }).click();
  await page.locator(`button.person[value="${alice.userPrincipalName}"]`).click();
  await page.waitForURL(PAGE);
  assert.deepEqual(
    [...visited()].sort(),
    [...new Set([`podinfo.example.com:${PORT}`, `${signIn}:${PORT}`, "login.microsoftonline.com"])].sort(),
  );
  await page.context().close();

  // Nowhere else: neither at another port, nor at another host with this one.
  for (const place of ["https://podinfo.example.com:9443/", `https://evil.example.org:${PORT}/`]) {
    const { location } = await get(signIn, `/oauth2/sign_out?rd=${encodeURIComponent(place)}`);
    assert.equal(location, "/", `a sign-out leads to ${place}`);
  }
}

/** The hosts, with their ports, of all pages that a browser goes to from then on. */
function hostsVisited(page: Page): () => ReadonlySet<string> {
  const hosts = new Set<string>();
  page.on("request", (request) => {
    if (request.isNavigationRequest()) hosts.add(new URL(request.url()).host);
  });
  return () => hosts;
}
