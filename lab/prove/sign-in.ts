import { get, post, type Answer } from "../e2e/requests";
import { CookieJar } from "./cookie-jar";

/** What became of somebody's sign-in. */
export type SignedIn =
  | { readonly kind: "session"; readonly jar: CookieJar }
  /** The auth proxy or the identity provider refused them. */
  | { readonly kind: "refused"; readonly by: string };

/** Pages on which somebody says who they are and what they agree to, and what is posted then. */
interface Page {
  readonly host: string;
  readonly form: string;
  readonly fields: (name: string, address: string) => Readonly<Record<string, string>>;
}

const PAGES: readonly Page[] = [
  {
    host: "login.microsoftonline.com",
    form: "/lab-sign-in/login",
    fields: (username, ctx) => ({ username, ctx }),
  },
  {
    host: "login.microsoftonline.com",
    form: "/lab-sign-in/consent",
    fields: (_, ctx) => ({ decision: "accept", ctx }),
  },
  {
    host: "github.com",
    form: "/session",
    fields: (login, address) => ({ login, return_to: address }),
  },
];
/** More redirects than any sign-in takes. */
const MOST_HOPS = 20;

/** Signs somebody in at a host, by the pages that a browser would show them. */
export async function signIn(start: URL, callbackPath: string, name: string): Promise<SignedIn> {
  const jar = new CookieJar();
  let url = start;
  for (let hop = 0; hop < MOST_HOPS; hop += 1) {
    let answer = await visit(jar, url);
    const isCallback = url.hostname === start.hostname && url.pathname === callbackPath;
    if (isCallback) {
      return answer.status === 302
        ? { kind: "session", jar }
        : { kind: "refused", by: `the auth proxy (${answer.status})` };
    }
    if (answer.location === undefined) {
      const page = PAGES.find(
        ({ host, form }) => host === url.host && answer.body.includes(`action="${form}"`),
      );
      if (page === undefined) return { kind: "refused", by: reasonOf(url, answer) };
      const fields = page.fields(name, `${url.pathname}${url.search}`);
      answer = await post(page.host, page.form, fields, headersFor(jar, page.host));
      jar.store(page.host, answer.headers["set-cookie"]);
    }
    if (answer.location === undefined) return { kind: "refused", by: reasonOf(url, answer) };
    url = new URL(answer.location, url);
  }
  throw new Error(`the sign-in of ${name} at ${start.host} goes in circles`);
}

async function visit(jar: CookieJar, url: URL): Promise<Answer> {
  const answer = await get(url.host, `${url.pathname}${url.search}`, headersFor(jar, url.hostname));
  jar.store(url.hostname, answer.headers["set-cookie"]);
  return answer;
}

function headersFor(jar: CookieJar, host: string): Record<string, string> {
  const cookie = jar.header(host);
  return cookie === undefined ? {} : { cookie };
}

/** Entra's error, or how the answer looks. */
function reasonOf({ host }: URL, { status, body }: Answer): string {
  const [error] = /AADSTS\d+/.exec(body) ?? [];
  return `${host} (${error ?? status})`;
}
