import { proxyImage } from "../../lib/oauth2-proxy/image";

const EXAMPLE = "quay.io/oauth2-proxy/oauth2-proxy:v7.15.4";
const DIGEST = `@sha256:${"ab".repeat(32)}`;

describe("an image of oauth2-proxy", () => {
  it.each([
    EXAMPLE,
    "oauth2-proxy:7.15.4",
    "oauth2-proxy:v7.15.5",
    "oauth2-proxy:v7.16.0-alpine",
    "oauth2-proxy:v8.0.0",
    `localhost:5000/mirror/oauth2-proxy:v7.15.4${DIGEST}`,
  ])("may be %s", (value) => {
    expect(proxyImage(value)).toBeUndefined();
  });

  it.each(["quay.io/oauth2-proxy/oauth2-proxy", "localhost:5000/oauth2-proxy", `oauth2-proxy${DIGEST}`])(
    "without a tag is refused: %s",
    (value) => {
      expect(proxyImage(value)).toBe(
        `"${value}" has no tag, so its version is anybody's guess; write one such as ${EXAMPLE}`,
      );
    },
  );

  it.each(["latest", "v7", "v7.15", "v7.15.4.1", "alpine"])("with the tag %s is refused", (tag) => {
    expect(proxyImage(`oauth2-proxy:${tag}`)).toBe(
      `"oauth2-proxy:${tag}" has the tag "${tag}", which names no version; write one such as ${EXAMPLE}`,
    );
  });

  it.each(["v7.15.3", "7.9.9", "v6.99.99", "v7.2.100"])("of version %s is refused", (tag) => {
    expect(proxyImage(`oauth2-proxy:${tag}`)).toBe(
      `"oauth2-proxy:${tag}" is older than 7.15.4, which lacks settings that this stack relies on; write ${EXAMPLE} or a later one`,
    );
  });

  it.each(["", "oauth2 proxy:v7.15.4", "https://quay.io/oauth2-proxy:v7.15.4", ":v7.15.4", "a:v7.15.4\n"])(
    "is not %j",
    (value) => {
      expect(proxyImage(value)).toBe(
        `${JSON.stringify(value)} is not an image; write one such as ${EXAMPLE}`,
      );
    },
  );
});
