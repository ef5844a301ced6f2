import { App, TerraformStack } from "cdktf";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AccessGroup, InputError } from "../../lib";
import { ConfigError, readUsers } from "../../lib/config";
import { andThen, complaints, instead } from "../support/config-texts";

const ZERO_WIDTH = "\u200b";
const at = (position: number): string =>
  `has the invisible character U+200B at position ${position}; write it without`;

const group = (lines: string): string => instead("name: users", `name: users\n    ${lines}`);

describe("a character that nobody sees is refused", () => {
  it.each([
    ["a user", group(`users: [alice@contoso.com${ZERO_WIDTH}]`), "entra.accessGroup.users[0]", 18],
    [
      "a mail address",
      group(`users: [{ mail: alice${ZERO_WIDTH}@contoso.com }]`),
      "entra.accessGroup.users[0].mail",
      6,
    ],
    [
      "an object id",
      group(`users: [{ objectId: ${ZERO_WIDTH}0f8fad5b-d9cb-469f-a165-70867728950e }]`),
      "entra.accessGroup.users[0].objectId",
      1,
    ],
    ["a group that is made", instead("name: users", `name: us${ZERO_WIDTH}ers`), "entra.accessGroup.name", 3],
    [
      "an application",
      instead("  accessGroup", `  application: { name: shop${ZERO_WIDTH} }\n  accessGroup`),
      "entra.application.name",
      5,
    ],
    ["a host", instead("host: podinfo", `host: pod${ZERO_WIDTH}info`), "apps[0].host", 4],
    ["an app", instead("name: podinfo\n", `name: pod${ZERO_WIDTH}info\n`), "apps[0].name", 4],
    ["a path", andThen(`    paths: [/api${ZERO_WIDTH}]\n`), "apps[0].paths[0]", 5],
    ["a public path", andThen(`    publicPaths: [/api${ZERO_WIDTH}]\n`), "apps[0].publicPaths[0]", 5],
    ["a stack", andThen(`stack: shop${ZERO_WIDTH}\n`), "stack", 5],
    [
      "an annotation's key",
      andThen(`    extraAnnotations: { "a${ZERO_WIDTH}": x }\n`),
      "apps[0].extraAnnotations.a\\u200b",
      2,
    ],
  ])("in %s", (_what, text, place, position) => {
    const [message, ...others] = complaints(text).filter((line) => line.includes("U+200B"));

    expect(others).toEqual([]);
    expect(message).toMatch(/^config\.yaml:\d+:\d+: /);
    expect(message).toContain(`: ${place}: `);
    expect(message).toContain(at(position));
    expect(message).not.toContain(ZERO_WIDTH);
  });

  it("in a group that exists, which has another way out", () => {
    expect(complaints(group(`groups: [{ name: staff${ZERO_WIDTH} }]`))).toEqual([
      `config.yaml:4:16: entra.accessGroup.groups[0].name: "staff\\u200b" ${at(6)}, or give a group that exists, and really has it in its name, by its object id`,
    ]);
  });

  it("in a list of users", () => {
    const folder = mkdtempSync(join(tmpdir(), "unseen-"));
    try {
      writeFileSync(join(folder, "people.csv"), `alice@contoso.com\nbob@contoso.com${ZERO_WIDTH}\n`);
      writeFileSync(join(folder, "people.yaml"), `- "bob\\u202e@contoso.com"\n`);

      expect(() => readUsers(join(folder, "people.csv"))).toThrow(ConfigError);
      expect(() => readUsers(join(folder, "people.csv"))).toThrow(
        `people.csv:2:1: "bob@contoso.com\\u200b" ${at(16)}`,
      );
      expect(() => readUsers(join(folder, "people.yaml"))).toThrow(
        'people.yaml:1:1: "bob\\u202e@contoso.com" has the character that turns the direction of text U+202E at position 4',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("in the props of a construct", () => {
    const stack = new TerraformStack(new App({ stackTraces: false }), "stack");

    expect(() => new AccessGroup(stack, "group", { name: "users", users: [`a@b.c${ZERO_WIDTH}`] })).toThrow(
      InputError,
    );
    expect(() => new AccessGroup(stack, "other", { name: `users${ZERO_WIDTH}` })).toThrow(
      `[stack/other] name: "users\\u200b" ${at(6)}`,
    );
  });
});

it("free text for people may have what it likes", () => {
  expect(
    complaints(
      instead("name: users", 'name: users\n    description: "one\\ntwo"').concat(
        'authProxy: { contact: "the team 👩\u200d💻" }\n',
      ),
    ),
  ).toEqual([]);
});
