import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, loadConfig, readUsers } from "../../lib/config";
import { inTemporaryFolder } from "../support/files";
import { SHORTEST } from "../support/config-texts";

/** The users of the access group of a config beside a list, or everything that is wrong. */
function usersOf(list: string, content: string, more = ""): unknown {
  return inTemporaryFolder((folder) => {
    writeFileSync(join(folder, list), content);
    return load(folder, `    usersFrom: ${list}\n${more}`);
  });
}

function load(folder: string, lines: string): unknown {
  const config = join(folder, "config.yaml");
  writeFileSync(
    config,
    SHORTEST.replace("    name: users\n", (line) => line + lines),
  );
  try {
    const { accessGroup } = loadConfig(config, {}).entra ?? {};
    return accessGroup;
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.replaceAll(`${folder}/`, "").split("\n");
    }
    throw error;
  }
}

const ALICE = "alice@contoso.com";
const BOB = "bob@contoso.com";
const GUEST = "dave_fabrikam.com#EXT#@contoso.onmicrosoft.com";
const ID = "0f8fad5b-d9cb-469f-a165-70867728950e";

describe("a list of users beside the config file", () => {
  it.each<[what: string, file: string, content: string, users: unknown[]]>([
    ["one user on each line", "people.txt", `${ALICE}\n${ID}\n`, [ALICE, ID]],
    ["comments and empty lines", "people.txt", `# who\n\n${ALICE} # on call\n`, [ALICE]],
    ["guests, whose names have a # in them", "people.txt", `${GUEST}\n`, [GUEST]],
    ["Windows lines, a byte order mark and no end", "people.csv", `\uFEFF${ALICE}\r\n${BOB}`, [ALICE, BOB]],
    ["a header of one column", "people.csv", `userPrincipalName\n${ALICE}\n`, [ALICE]],
    ["a column of mail addresses", "people.csv", `Mail\n${ALICE}\n`, [{ mail: ALICE }]],
    ["a column of object ids", "people.csv", `objectId\n${ID}\n`, [ID]],
    [
      "quotes and commas in other columns",
      "people.csv",
      `"displayName","userPrincipalName","id"\n"Adams, ""Al"" #1",${ALICE} ,${ID}\nBob, "${BOB}",\n`,
      [ALICE, BOB],
    ],
    ["ids as Entra exports them, before mail", "people.csv", `mail,id\n,${ID}\n`, [ID]],
    [
      "a YAML list",
      "people.yaml",
      `- ${ALICE}\n- mail: ${BOB}\n- { objectId: ${ID} }\n`,
      [ALICE, { mail: BOB }, { objectId: ID }],
    ],
    ["a JSON list", "people.json", `["${ALICE}"]`, [ALICE]],
  ])("may have %s", (_what, file, content, users) => {
    expect(usersOf(file, content)).toEqual({ name: "users", users });
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, file), content);
      expect(readUsers(join(folder, file))).toEqual(users);
    });
  });

  it("comes after the users of the config file", () => {
    expect(usersOf("people.txt", `${BOB}\n`, `    users: [${ALICE}]\n`)).toEqual({
      name: "users",
      users: [ALICE, BOB],
    });
  });

  it("makes an authoritative group of its members", () => {
    expect(usersOf("people.txt", `${BOB}\n`, "    membership: authoritative\n")).toEqual({
      name: "users",
      membership: "authoritative",
      users: [BOB],
    });
  });

  it.each<[what: string, file: string, content: string, complaints: string[]]>([
    [
      "a line that is nobody",
      "people.csv",
      `${ALICE}\nbob\n`,
      [
        'people.csv:2:1: "bob" is neither a user principal name nor an object id; write one such as alice@contoso.com (guests: alice_fabrikam.com#EXT#@contoso.onmicrosoft.com)',
      ],
    ],
    [
      "everything that is wrong at once",
      "people.csv",
      `userPrincipalName,mail\n,a@b.c\n${ALICE}\n"${BOB}\n${"${X}"}@contoso.com,\n`,
      [
        "people.csv:2:1: has no userPrincipalName; write one, or remove the line",
        "people.csv:4:1: has a quote that does not end; end it on the same line",
        'people.csv:5:1: "${X}@contoso.com" has a "${" or "%{", which Terraform would evaluate; write a plain value',
      ],
    ],
    [
      "columns without a name",
      "people.csv",
      `Alice,${ALICE}\n`,
      [
        "people.csv:1:1: has 2 columns, and the first line names none; start with a line such as userPrincipalName,displayName, or write one user on each line",
      ],
    ],
    [
      "too few columns",
      "people.csv",
      `displayName,userPrincipalName\nAlice,${ALICE}\nBob\n`,
      [
        'people.csv:3:1: has 1 columns, and "userPrincipalName" is column 2 of the first line; write as many as there',
      ],
    ],
    [
      "columns that semicolons separate",
      "people.csv",
      `${ALICE};Alice\n`,
      ['people.csv:1:1: "alice@contoso.com;Alice" has a semicolon; separate columns by commas'],
    ],
    [
      "the same person twice, in whatever case",
      "people.csv",
      `${ALICE}\n${BOB}\nALICE@contoso.com\n`,
      ['people.csv:3:1: "ALICE@contoso.com" is named already: line 1; name everybody once'],
    ],
    [
      "the same object id and mail twice",
      "people.yaml",
      `- ${ID}\n- mail: ${BOB}\n- ${BOB}\n- objectId: ${ID.toUpperCase()}\n`,
      [
        'people.yaml:3:1: "bob@contoso.com" is named already: line 2; name everybody once',
        `people.yaml:4:1: "${ID.toUpperCase()}" is named already: line 1; name everybody once`,
      ],
    ],
    [
      "a wrong entry of a YAML list",
      "people.yml",
      `- ${ALICE}\n- phone: 1\n- 7\n`,
      [
        'people.yml:2:1: is missing "userPrincipalName" or "mail" or "objectId"; write one of them',
        'people.yml:2:1: unknown key "phone"; it takes userPrincipalName, mail, objectId',
        'people.yml:3:1: 7 is a number; it takes text or a map; write "7"',
      ],
    ],
    [
      "a YAML map",
      "people.yaml",
      `alice: ${ALICE}\n`,
      ["people.yaml:1:1: is no list; write one user after each dash, such as - alice@contoso.com"],
    ],
    [
      "what is no YAML",
      "people.yaml",
      `- "${ALICE}\n`,
      [
        expect.stringMatching(
          /^people\.yaml:2:1: is not valid YAML: Missing closing "quote/,
        ) as unknown as string,
      ],
    ],
    [
      "nobody",
      "people.csv",
      "# nobody yet\n",
      [
        'config.yaml:4:5: entra.accessGroup.usersFrom: "people.csv": names nobody; write one user on each line',
      ],
    ],
    [
      "nobody after a header",
      "people.csv",
      "userPrincipalName\n",
      [
        'config.yaml:4:5: entra.accessGroup.usersFrom: "people.csv": names nobody; write one user on each line',
      ],
    ],
    [
      "nothing but a byte that is no text",
      "people.yaml",
      "",
      [
        'config.yaml:4:5: entra.accessGroup.usersFrom: "people.yaml": names nobody; write one user on each line',
      ],
    ],
  ])("is refused with %s", (_what, file, content, complaints) => {
    expect(usersOf(file, content)).toEqual(complaints);
  });

  it("is refused where it names somebody whom the config file names", () => {
    expect(usersOf("people.csv", `${BOB}\n${ALICE}\n`, `    users:\n      - ${ALICE}\n`)).toEqual([
      'people.csv:2:1: "alice@contoso.com" is named already: entra.accessGroup.users[0], line 6 of the config file; name everybody once',
    ]);
  });

  it("is refused where it is missing or a folder", () => {
    inTemporaryFolder((folder) => {
      expect(load(folder, "    usersFrom: nowhere.csv\n")).toEqual([
        'config.yaml:4:5: entra.accessGroup.usersFrom: "nowhere.csv": there is no such file; write one, or name another',
      ]);
      expect(load(folder, "    usersFrom: .\n")).toEqual([
        'config.yaml:4:5: entra.accessGroup.usersFrom: ".": is not a file; name the right one',
      ]);
    });
  });

  it("may be another one for each group", () => {
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "admins.txt"), `${ALICE}\n`);
      const config = join(folder, "config.yaml");
      const text = SHORTEST.replace(
        "ingressController:",
        "  groups:\n    - { name: admins, usersFrom: admins.txt }\n    - { name: more, usersFrom: none.txt }\n$&",
      );
      writeFileSync(config, text.replace("none.txt", "admins.txt"));
      expect(loadConfig(config, {}).entra?.groups).toEqual([
        { name: "admins", users: [ALICE] },
        { name: "more", users: [ALICE] },
      ]);
      writeFileSync(config, text);
      expect(() => loadConfig(config, {})).toThrow(
        new Error(
          `${folder}/config.yaml:6:21: entra.groups[1].usersFrom: "none.txt": there is no such file; write one, or name another`,
        ),
      );
    });
  });

  it("is refused together with what is wrong in the config file, which comes first", () => {
    expect(usersOf("people.csv", "bob\n", "    membership: additive\n    owner: x\n")).toEqual([
      expect.stringMatching(/^config\.yaml:6:5: entra\.accessGroup\.owner: unknown key/),
      expect.stringMatching(/^people\.csv:1:1: "bob" is neither/),
    ]);
  });

  it("throws the same complaints for users of the library", () => {
    inTemporaryFolder((folder) => {
      writeFileSync(join(folder, "people.csv"), "bob\n");
      expect(() => readUsers(join(folder, "people.csv"))).toThrow(
        `${folder}/people.csv:1:1: "bob" is neither`,
      );
      expect(() => readUsers(join(folder, "nowhere.csv"))).toThrow(
        new Error(`${folder}/nowhere.csv: there is no such file; write one, or name another`),
      );
    });
  });
});

describe("the users of a config file", () => {
  it("are each named once", () => {
    inTemporaryFolder((folder) => {
      expect(load(folder, `    users:\n      - ${ALICE}\n      - ${ALICE}\n`)).toEqual([
        'config.yaml:6:9: entra.accessGroup.users[1]: "alice@contoso.com" is named already: entra.accessGroup.users[0], line 5 of the config file; name everybody once',
      ]);
    });
  });
});
