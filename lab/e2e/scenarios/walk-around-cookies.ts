import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { APP_HOST } from "../../lab";
import { assertNotFromApp, seenByApp } from "../app-view";
import { sessionCookie } from "../clients";
import { beginSignIn, SESSION_COOKIE } from "../raw-sign-in";
import { ask } from "../requests";
import { everyEdge, type Scenario } from "../scenario";
import { cookieSecret, formatCookie, parseCookie, sign } from "../signed-cookies";

const FILE = "lab/e2e/people.yaml";
/** The lifetime in the file, in seconds. */
const LIFETIME = 30;

export const forgedCookies: Scenario = {
  name: "7a a session cookie that was changed, made up, signed with another secret, renamed, or kept beyond its lifetime never reaches the app",
  seenFailing: "a session lifetime of 8 h instead of 30 s in people.yaml",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy }) {
    await deploy(FILE);
    const { alice } = lab.entra.seed.people;
    const pair = await sessionCookie(browsers, alice.userPrincipalName);
    const good = parseCookie(pair);
    const expires = (Number(good.time) + LIFETIME) * 1_000;
    const secret = await cookieSecret(lab.cluster.config);
    assert.equal(good.name, SESSION_COOKIE);
    seenByApp(await ask("/", { cookie: pair }));
    // The forger here signs as the proxy does: with its secret, the signature is the proxy's own.
    assert.ok(formatCookie(sign(good, secret)) === formatCookie(good), "the forger signs otherwise");

    const { content, time, signature } = good;
    const middle = Math.floor(content.length / 2);
    const other = content[middle] === "A" ? "B" : "A";
    const changed = `${content.slice(0, middle)}${other}${content.slice(middle + 1)}`;
    const anotherSecret = randomBytes(24).toString("base64url");
    const [csrf = ""] = (await beginSignIn("/")).cookie.split("; ");
    const forged: Readonly<Record<string, string>> = {
      "with another content": formatCookie({ ...good, content: changed }),
      "with a later time": formatCookie({ ...good, time: String(Number(time) + 60) }),
      "with another signature": formatCookie({ ...good, signature: randomBytes(32).toString("base64url") }),
      "without a signature": `${good.name}=${content}|${time}|`,
      "without a time": `${good.name}=${content}|${signature}`,
      "signed with another secret": formatCookie(sign(good, anotherSecret)),
      // Only who has the secret can do this; the content is still encrypted and must be the proxy's.
      "made up and rightly signed": formatCookie(
        sign(
          { ...good, content: randomBytes(content.length).toString("base64url").slice(0, content.length) },
          secret,
        ),
      ),
      "of a sign-in under way": formatCookie({ ...parseCookie(csrf), name: good.name }),
      "under a name without __Host-": formatCookie({ ...good, name: good.name.replace("__Host-", "") }),
      "under a name in lower case": formatCookie({ ...good, name: good.name.toLowerCase() }),
      empty: `${good.name}=`,
    };
    for (const [what, cookie] of Object.entries(forged)) {
      const page = await ask("/", { cookie });
      assertNotFromApp(page, `a cookie ${what}`);
      assert.equal(page.status, 302, `a page with a cookie ${what}`);
      const api = await ask("/api/orders", { cookie });
      assertNotFromApp(api, `a cookie ${what}`);
      assert.equal(api.status, 401, `an api with a cookie ${what}`);
    }

    seenByApp(await ask("/", { cookie: pair }));
    await delay(expires + 1_000 - Date.now());
    assertNotFromApp(await ask("/", { cookie: pair }), "a cookie beyond its lifetime");
    assert.equal((await ask("/api/orders", { cookie: pair })).status, 401);
    const late = { ...good, time: String(Math.floor(Date.now() / 1_000)) };
    assertNotFromApp(await ask("/", { cookie: formatCookie(late) }), "an old cookie under a new time");
  },
};

export const otherHosts: Scenario = {
  name: "7b the session cookie belongs to its host: a browser sends it to no other, and no other host can set it",
  seenFailing: "a cookie with SameSite=None",
  whyNotBefore: everyEdge,
  async run({ lab, browsers, deploy }) {
    await deploy(FILE);
    const { alice } = lab.entra.seed.people;
    const origin = `https://${APP_HOST}`;
    const page = await browsers.signIn(`${origin}/`, alice.userPrincipalName);
    const cookies = await page.context().cookies(origin);
    assert.deepEqual(
      cookies.map(({ name, domain, path, httpOnly, secure, sameSite }) => ({
        name,
        domain,
        path,
        httpOnly,
        secure,
        sameSite,
      })),
      [
        {
          name: SESSION_COOKIE,
          domain: APP_HOST,
          path: "/",
          httpOnly: true,
          secure: true,
          sameSite: "Lax",
        },
      ],
    );
    for (const elsewhere of [`https://sub.${APP_HOST}`, "https://example.com", `http://${APP_HOST}`]) {
      assert.deepEqual(await page.context().cookies(elsewhere), [], `${elsewhere} gets the cookie`);
    }
    // A host that no Ingress names is nobody's, whatever cookie comes along.
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const stranger = await ask("/", { cookie, host: `other.${APP_HOST}` });
    assertNotFromApp(stranger, "a host without an Ingress");
    assert.equal(stranger.status, 404);

    const evil = await browsers.openElsewhere(`https://evil.${APP_HOST}`);
    const names = [SESSION_COOKIE, SESSION_COOKIE.replace("__Host-", "")];
    for (const name of names) {
      const line = `${name}=tossed; domain=${APP_HOST}; path=/; secure`;
      await evil.evaluate(`document.cookie = ${JSON.stringify(line)}`);
    }
    const tossed = await evil.context().cookies(origin);
    assert.deepEqual(
      tossed.map(({ name }) => name),
      [names[1]],
      "another host sets the session cookie, or can set no cookie at all",
    );
  },
};
