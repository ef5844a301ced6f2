import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { loadConfig, parseConfig } from "../../lib/config";
import { accepted, SHORTEST } from "../support/config-texts";
import { ROOT, withoutFolder } from "../support/files";

/** Loads a file made of some bytes, in a folder of its own. */
function load(content: string | Buffer): unknown {
  return withoutFolder((folder) => {
    const file = join(folder, "config.yaml");
    writeFileSync(file, content);
    return loadConfig(file, {});
  });
}

const FILES = ["entra-ingress-auth.yaml"].concat(
  readdirSync(join(ROOT, "examples"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => `examples/${file}`),
);

describe("the files that are shipped", () => {
  it.each(FILES)("%s keeps every rule", (file) => {
    const identity = file.includes("github") ? "github" : "entra";
    const edge = /^gateway:/m.test(readFileSync(join(ROOT, file), "utf8")) ? "gateway" : "ingressController";
    expect(Object.keys(loadConfig(join(ROOT, file), {}))).toEqual(
      expect.arrayContaining([identity, edge, "apps"]),
    );
  });

  it.each(FILES)("%s says the same as JSON", (file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const json = JSON.stringify(parse(text));

    const folder = dirname(join(ROOT, file));
    const config = (content: string): unknown =>
      parseConfig(content, { MEMBER_UPN: "bob@contoso.com" }, file, folder);
    expect(config(json)).toEqual(config(text));
  });
});

describe("a config file", () => {
  it("is read from where it is", () => {
    expect(load(SHORTEST)).toEqual(accepted(SHORTEST));
  });

  it("may say which schema it follows", () => {
    expect(accepted(`$schema: ./config.schema.json\n${SHORTEST}`)).toEqual({
      $schema: "./config.schema.json",
      ...accepted(SHORTEST),
    });
  });

  it("is there", () => {
    expect(() => loadConfig("some/nowhere.yaml", {})).toThrow(
      new Error("some/nowhere.yaml: there is no such file; write one, or name another"),
    );
  });

  it("is no folder", () => {
    expect(() =>
      withoutFolder((folder) => {
        mkdirSync(join(folder, "config.yaml"));
        return loadConfig(join(folder, "config.yaml"), {});
      }),
    ).toThrow(new Error("config.yaml: is not a file; name the right one"));
  });

  it("is not empty", () => {
    expect(() => load("")).toThrow(new Error("config.yaml: is empty; see the README for a first config"));
  });

  it("has at most a million bytes", () => {
    const padding = (length: number): string => `${SHORTEST}#${"x".repeat(length - SHORTEST.length - 1)}`;

    expect(load(padding(1_000_000))).toEqual(accepted(SHORTEST));
    expect(() => load(padding(1_000_001))).toThrow(
      new Error("config.yaml: has 1000001 bytes, and a config file has at most 1000000; name the right file"),
    );
  });

  it.each([
    ["UTF-16", Buffer.from(`\uFEFF${SHORTEST}`, "utf16le")],
    ["Latin-1", Buffer.from("stack: caf\u00e9\n", "latin1")],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47])],
  ])("is UTF-8 and not %s", (_what, bytes) => {
    expect(() => load(bytes)).toThrow(new Error("config.yaml: is not UTF-8 text; save it as UTF-8"));
  });

  it.each([
    [
      "is below a file",
      (folder: string) => {
        writeFileSync(join(folder, "file"), "");
        return join(folder, "file", "config.yaml");
      },
      "file/config.yaml: cannot be read: not a directory; mend that, or name another",
    ],
    [
      "is a link to itself",
      (folder: string) => {
        symlinkSync("config.yaml", join(folder, "config.yaml"));
        return join(folder, "config.yaml");
      },
      "config.yaml: cannot be read: too many symbolic links encountered; mend that, or name another",
    ],
  ])("that cannot be read, because it %s, is said to be so", (_why, prepare, message) => {
    expect(() => withoutFolder((folder) => loadConfig(prepare(folder), {}))).toThrow(new Error(message));
  });
});
