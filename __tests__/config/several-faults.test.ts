import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { configSchema, type Sections } from "../../lib/config/schema";
import { holesOf, zodProblems } from "../../lib/config/zod-problems";
import { Draft, entriesOf, partOf } from "../../lib/contracts/draft";
import { isOfParts } from "../../lib/schema/leaves";
import { andThen, complaints, instead } from "../support/config-texts";

const apps = (count: number): string =>
  Array.from(
    { length: count },
    (_, i) => `  - { name: a${i}, host: a${i}.example.com, service: { namespace: a, name: b, port: 80 } }\n`,
  ).join("");

describe("a file with several faults", () => {
  it.each([
    [
      "two entries that are wrong in the same way are not one who is named twice",
      andThen('    access: { groups: ["", ""] }\n'),
      ["apps[0].access.groups[0]", "apps[0].access.groups[1]"],
    ],
    [
      "with a sign-in host that is wrong, nobody counts the hosts as if there were none",
      andThen(apps(300) + "signIn: { host: https://auth.example.com, cookieDomain: example.com }\n"),
      ["signIn.host"],
    ],
    [
      "a path that answers programs is not outside of one that is wrong",
      andThen('    paths: ["//x y", /public]\n    apiPaths: [/api]\n'),
      ["apps[0].paths[0]"],
    ],
    [
      "two hosts whose variables are not set are not one host",
      instead("podinfo.example.com", "a${ONE}.example.com") +
        "  - { name: b, host: 'a${TWO}.example.com', service: { namespace: a, name: b, port: 80 } }\n",
      ["apps[0].host", "apps[1].host"],
    ],
  ])("hears nothing that only follows from another fault: %s", (_, text, places) => {
    expect(complaints(text).map((line) => line.split(": ")[1])).toEqual(places);
  });

  it("hears of a rule beside a group whose parts do not go together", () => {
    const text = instead("name: users", "name: users\n    membership: authoritative");

    const lines = complaints(`${text}    access: { groups: [] }\n`);

    expect(lines).toEqual([
      expect.stringContaining('entra.accessGroup.membership: "authoritative" with no members'),
      expect.stringContaining("apps[0].access: names nobody"),
    ]);
  });
});

/** A file once for each place and each value, with that value there. */
function broken(file: unknown): unknown[] {
  const values: readonly unknown[] = [5, "", "a b", null, [], {}, true];
  const inner =
    typeof file !== "object" || file === null
      ? []
      : Object.entries(file).flatMap(([key, value]) =>
          broken(value).map((wrong) =>
            Array.isArray(file) ? file.with(Number(key), wrong) : { ...file, [key]: wrong },
          ),
        );
  return [...values, ...inner];
}

describe("what is left of a file where something is wrong", () => {
  const files = parseAllDocuments(readFileSync(join(__dirname, "every-key.yaml"), "utf8")).flatMap(
    (document) => broken(document.toJS()),
  );

  it("is of its type, whatever is wrong at whatever place", () => {
    const wrong = files.flatMap((file) => {
      const { error } = configSchema.safeParse(file, { reportInput: true, jitless: true });
      const draft = Draft.of<Sections>(file, holesOf(zodProblems(error?.issues ?? [])));
      const parts = [
        ...(Object.keys(configSchema.shape) as (keyof Sections)[]).map(
          (key) => [configSchema.shape[key], partOf(draft, key)] as const,
        ),
        ...entriesOf(partOf(draft, "apps")).map((app) => [configSchema.shape.apps.element, app] as const),
      ];
      return parts
        .filter(([, part]) => part.isWhole)
        .flatMap(([schema, { whole }]) => schema.safeParse(whole, { jitless: true }).error?.issues ?? [])
        .filter((issue) => !isOfParts(issue));
    });

    expect(files.length).toBeGreaterThan(1_000);
    expect(wrong).toEqual([]);
  });
});
