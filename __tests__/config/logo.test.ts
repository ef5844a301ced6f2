import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../lib/config/config-error";
import { parseConfig } from "../../lib/config/load";
import { andThen } from "../support/config-texts";

const PNG = Buffer.from("\x89PNG\r\n\x1a\nrest", "latin1");

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logo-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const withLogo = (logo: string): string => andThen(`authProxy: { pages: { logo: ${logo} } }\n`);

function complaint(logo: string): string {
  try {
    parseConfig(withLogo(logo), {}, "config.yaml", folder);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return String(error);
  }
}

describe("the logo of a config file", () => {
  it("is read from beside it, and becomes a part of the page", () => {
    mkdirSync(join(folder, "pictures"));
    writeFileSync(join(folder, "pictures/logo.png"), PNG);

    const { authProxy } = parseConfig(withLogo("pictures/logo.png"), {}, "config.yaml", folder);

    expect(authProxy).toMatchObject({
      pages: { logo: `data:image/png;base64,${PNG.toString("base64")}` },
    });
  });

  it.each([
    [
      "missing.png",
      undefined,
      'config.yaml:10:23: authProxy.pages.logo: "missing.png" is no file; write the name of a picture',
    ],
    ["text.png", Buffer.from("text"), '"text.png" is no PNG, JPEG, GIF, WebP or SVG'],
    ["large.png", Buffer.alloc(32_769), '"large.png" has 32769 bytes, and 32768 is the most'],
    [".", undefined, '"." is no file'],
  ])("is refused with its name where it is none: %s", (name, bytes, message) => {
    if (bytes !== undefined) {
      writeFileSync(join(folder, name), bytes);
    }

    expect(complaint(name)).toContain(message);
  });
});
