import { accepted, andThen, complaints, instead, SHORTEST } from "../support/config-texts";

const DEEP = "is nested too deeply; no key of a config file needs more than a few levels";
const TAG =
  'is not valid YAML: a tag stands here, which is text after "!"; write the value without, or in quotes where it starts with "!"';
const ALIAS =
  'an alias, which is text after "*", names no anchor above it; write the value, in quotes where it starts with "*"';
const invalid = (what: string): string => `is not valid YAML: ${what}; correct it here or just before`;

describe("a text that is not one YAML document of text keys", () => {
  it.each([
    [
      "a tab as indentation",
      instead("  accessGroup", "\taccessGroup"),
      `2:1: ${invalid("Tabs are not allowed as indentation")}`,
    ],
    ["an open quote", andThen("stack: 'a\n"), `11:1: ${invalid("Missing closing 'quote")}`],
    [
      "a colon too many",
      andThen("stack: a: b\n"),
      `10:8: ${invalid("Nested mappings are not allowed in compact mappings")}`,
    ],
    [
      "a reserved character",
      andThen("stack: @a\n"),
      `10:8: ${invalid("Plain value cannot start with reserved character @")}`,
    ],
    [
      "broken JSON",
      '{"entra": {"accessGroup": {}},, "x": 1}',
      `1:31: ${invalid("Unexpected , in flow map")}`,
    ],
    ["a tag", instead("name: users", "name: !!binary YQ=="), `3:11: ${TAG}`],
    ["a tag of its own", instead("name: users", "name: !env USERS"), `3:11: ${TAG}`],
    ["a directive", `%FOO bar\n---\n${SHORTEST}`, `1:1: ${invalid("Unknown directive %FOO")}`],
    ["a list as key", andThen("? [a]\n: x\n"), "10:3: a key is a list or a map here; a key is text"],
    ["a map as key", andThen("{a: b}: x\n"), "10:1: a key is a list or a map here; a key is text"],
    [
      "the same key quoted",
      andThen('stack: a\n"stack": b\n'),
      '11:1: key "stack" stands here twice; keep one of them',
    ],
    [
      "the same annotation twice",
      andThen("    extraAnnotations: { a.b/c: x, a.b/c: y }\n"),
      "10:35: a key stands here twice; keep one of them",
    ],
    [
      "a second document",
      `${SHORTEST}---\n${SHORTEST}`,
      "10:1: a second document starts here, and a config file has one; remove one of them",
    ],
  ])("is refused: %s", (_what, text, line) => {
    expect(complaints(text)).toEqual([`config.yaml:${line}`]);
  });

  it("has all of its mistakes said, each once", () => {
    expect(complaints(andThen("stack: a\nstack: b\n\tcluster: c\n"))).toEqual([
      'config.yaml:11:1: key "stack" stands here twice; keep one of them',
      `config.yaml:12:1: ${invalid("Tabs are not allowed as indentation")}`,
    ]);
  });
});

describe("a text as editors and other programs write it", () => {
  const plain = accepted(SHORTEST);

  it.each([
    ["with a byte order mark", `\uFEFF${SHORTEST}`],
    ["with the line ends of Windows", SHORTEST.replaceAll("\n", "\r\n")],
    ["with document marks", `%YAML 1.2\n---\n${SHORTEST}...\n`],
    ["as JSON", JSON.stringify(plain)],
    ["as JSON indented by tabs", JSON.stringify(plain, undefined, "\t")],
    ["with an anchor", instead("port: 9898", "port: &p 9898")],
  ])("is read %s", (_what, text) => {
    expect(accepted(text)).toEqual(plain);
  });

  it("counts lines the same with the line ends of Windows", () => {
    const text = instead("podinfo.example.com", "https://a.b").replaceAll("\n", "\r\n");

    expect(complaints(text)).toEqual([
      'config.yaml:8:5: apps[0].host: "https://a.b" is a URL; host takes a name such as podinfo.example.com',
    ]);
  });
});

describe("an alias", () => {
  it("repeats what its anchor names", () => {
    const text = andThen(
      "    tls: &tls { secretName: a }\n  - { name: two, host: a.b, externalIngress: true, tls: *tls }\n",
    );

    expect(accepted(text).apps.map(({ tls }) => tls)).toEqual([{ secretName: "a" }, { secretName: "a" }]);
  });

  it("may be used by hundreds of apps", () => {
    const apps = Array.from(
      { length: 500 },
      (_, i) => `  - { name: a${i}, host: a${i}.example.com, service: *s }\n`,
    );
    const text =
      instead("service: {", "service: &s {") + "signIn: { host: a.example.com, cookieDomain: example.com }\n";

    expect(complaints(text.replace("signIn", `${apps.join("")}signIn`))).toEqual([]);
  });

  it("of something wrong says so at both places", () => {
    const text = instead("service: {", "service: &s {").replace("port: 9898", "port: 0");

    expect(complaints(`${text}  - { name: two, host: a.b, service: *s }\n`)).toEqual([
      "config.yaml:9:54: apps[0].service.port: 0 is not a port; a port is a whole number from 1 to 65535",
      "config.yaml:10:29: apps[1].service.port: 0 is not a port; a port is a whole number from 1 to 65535",
    ]);
  });

  it.each([
    ["without an anchor", andThen("stack: *prod\n"), `10:8: ${ALIAS}`],
    ["before its anchor", andThen("stack: *s\ncluster: &s environment\n"), `10:8: ${ALIAS}`],
    ["within itself", "&a\nentra: *a\n", "2:8: an alias stands inside what it names; write the value"],
    [
      "within itself, further down",
      andThen("state:\n  arguments: &a\n    x: [ { y: *a } ]\n"),
      "12:15: an alias stands inside what it names; write the value",
    ],
  ])("is refused %s", (_what, text, line) => {
    expect(complaints(text)).toEqual([`config.yaml:${line}`]);
  });

  it("does not multiply beyond reason", () => {
    const levels = Array.from("bcdefghi", (name, i) => {
      const inner = Array(9)
        .fill(`*${"abcdefghi".charAt(i)}`)
        .join(", ");
      return `    ${name}: &${name} [${inner}]\n`;
    });

    expect(complaints(andThen(`state:\n  arguments:\n    a: &a [x]\n${levels.join("")}`))).toEqual([
      "config.yaml: repeats too much with its aliases; write the values where they belong",
    ]);
  });
});

describe("a text nested without end", () => {
  it.each([
    ["in lists", "[".repeat(5_000) + "]".repeat(5_000)],
    ["in maps", "{ a: ".repeat(5_000) + "1" + " }".repeat(5_000)],
    ["less, but still", "[".repeat(200) + "]".repeat(200)],
  ])("is refused: %s", (_what, value) => {
    const lines = complaints(andThen(`state:\n  arguments:\n    x: ${value}\n`));

    expect(lines.map((line) => line.replace(/:12:\d+:/, ":12:"))).toEqual([`config.yaml:12: ${DEEP}`]);
  });
});

describe("a key that JavaScript treats as special", () => {
  it.each([
    ["__proto__: { stack: x }\n", "10:1: __proto__:"],
    ["    extraAnnotations: { __proto__: x }\n", "10:25: apps[0].extraAnnotations.__proto__:"],
    ["state: { arguments: { a: { __proto__: x } } }\n", "10:28: state.arguments.a.__proto__:"],
  ])("is no key: %j", (text, place) => {
    expect(complaints(andThen(text))).toEqual([
      `config.yaml:${place} "__proto__" is no key of anything; leave it out`,
    ]);
  });

  it.each(["constructor", "toString", "hasOwnProperty", "<<", "5", "true", "~"])(
    "or like something else is only unknown: %s",
    (key) => {
      expect(complaints(andThen(`${key}: x\n`))).toEqual([
        `config.yaml:10:1: ${key}: unknown key "${key}"; it takes $schema, stack, entra, github, cluster, providers, clusterDomain, ingressController, gateway, edges, authCheck, signIn, signOut, secrets, authProxy, apps, state`,
      ]);
    },
  );
});
