interface Cookie {
  readonly value: string;
  /** The host that set it, or the domain whose hosts all see it. */
  readonly domain: string;
  readonly hostOnly: boolean;
}

/** The cookies of one browser, as far as auth proxies and sign-in pages need them: paths make no difference. */
export class CookieJar {
  private readonly cookies = new Map<string, Cookie>();

  /** Takes up what an answer of a host sets and clears. */
  store(host: string, setCookie: readonly string[] = []): void {
    for (const line of setCookie) {
      const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
      const equals = pair.indexOf("=");
      const name = pair.slice(0, equals);
      const given = new Map(attributes.map((one) => parted(one)));
      const domain = given.get("domain")?.replace(/^\./, "").toLowerCase();
      if (domain !== undefined && !isWithin(host, domain)) continue;
      const key = `${name} ${domain ?? host}`;
      if (isOver(given)) this.cookies.delete(key);
      else {
        const value = pair.slice(equals + 1);
        this.cookies.set(key, { value, domain: domain ?? host, hostOnly: domain === undefined });
      }
    }
  }

  /** The Cookie header for a host; undefined where there is none. */
  header(host: string): string | undefined {
    const sent = [...this.cookies].flatMap(([key, { value, domain, hostOnly }]) =>
      (hostOnly ? host === domain : isWithin(host, domain)) ? [`${key.split(" ")[0] ?? ""}=${value}`] : [],
    );
    return sent.length === 0 ? undefined : sent.join("; ");
  }
}

function parted(attribute: string): [string, string] {
  const [name = "", value = ""] = attribute.split("=");
  return [name.toLowerCase(), value];
}

function isOver(attributes: ReadonlyMap<string, string>): boolean {
  const age = attributes.get("max-age");
  if (age !== undefined) return Number(age) <= 0;
  const expires = attributes.get("expires");
  return expires !== undefined && Date.parse(expires) <= Date.now();
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
