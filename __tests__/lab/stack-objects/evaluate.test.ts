import { evaluateValue, referencesOf } from "../../../lab/stack-objects/evaluate";

const VALUES: Readonly<Record<string, unknown>> = {
  "a.b.name": "x",
  "a.b-c.list[0].name": "first",
  "a.b.data": { z: "<&>", a: 1 },
  "a.b.people": [
    { name: "Alice", id: 1 },
    { name: "BOB", id: 2 },
  ],
  "a.b.time": "2026-11-24T12:00:00Z",
};

function resolve(path: readonly (string | number)[]): unknown {
  return VALUES[
    path.reduce<string>(
      (text, step) =>
        typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`,
      "",
    )
  ];
}

describe("the expressions of a synthesized stack", () => {
  it.each([
    ["plain text", "plain text"],
    ["", ""],
    ["${a.b.name}", "x"],
    ["${a.b-c.list[0].name}", "first"],
    ["https://${a.b.name}/v2.0", "https://x/v2.0"],
    ["$${a.b.name} and %%{if}", "${a.b.name} and %{if}"],
    ['${"quoted \\"${a.b.name}\\" text"}', 'quoted "x" text'],
    ['${join(",", ["a", a.b.name])}', "a,x"],
    ['${lower("ABC")}', "abc"],
    ['${regex("^[a-z]+$", a.b.name)}', "x"],
    ['${urlencode("https://a.b/?c=d e(é)~*")}', "https%3A%2F%2Fa.b%2F%3Fc%3Dd+e%28%C3%A9%29~%2A"],
    ['${replace("a.b.c", ".", "$&")}', "a$&b$&c"],
    ["${jsonencode(a.b.data)}", '{"a":1,"z":"\\u003c\\u0026\\u003e"}'],
    ['${nonsensitive(sha256("abc"))}', "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    ['${timeadd(a.b.time, "4320h0m0s")}', "2027-05-23T12:00:00Z"],
    ['${(timecmp(a.b.time, timeadd(a.b.time, "1h")) >= 1) ? "1m" : "0s"}', "0s"],
    ['${(timecmp(timeadd(a.b.time, "1h"), a.b.time) >= 1) ? "1m" : "0s"}', "1m"],
    ['${a.b.name == "x"}', true],
    ['${uuidv5("dns", "example.com")}', "cfbff0d1-9375-5685-968c-48ce8b15ae17"],
    ['${uuidv5("oid", "app role é")}', "9beb2363-0649-5d90-bc9c-e10f95590c30"],
    ["${{ for key, val in a.b.people: lower(val.name) => val.id }}", { alice: 1, bob: 2 }],
    ["${{ for k, v in a.b.data: v => k }}", { "<&>": "z", "1": "a" }],
    ['${{"a" = [a.b.name, 1], "b c" = {"d" = null}, "e" = {}}}', { a: ["x", 1], "b c": { d: null }, e: {} }],
    ['${yamlencode({"a" = "x"})}', '{"a":"x"}'],
    ['${"\\u0024{a.b.name} \\u0022 \\u00e9 \\\\u0024"}', '${a.b.name} " é \\u0024'],
    ["${a.b.data}", { z: "<&>", a: 1 }],
  ])("makes of %s what Terraform makes of it", (text, expected) => {
    expect(evaluateValue(text, resolve)).toEqual(expected);
  });

  it("are evaluated wherever they are", () => {
    expect(evaluateValue({ list: ["${a.b.name}", 1], flag: true, none: null }, resolve)).toEqual({
      list: ["x", 1],
      flag: true,
      none: null,
    });
  });

  it.each([
    ['${{ for k, v in a.b.people: "x" => v.id }}', "a key stands there twice"],
    ["${{ for k, v in a.b.people: v.mail => v.id }}", "mail is not known here"],
    ["${{ for k, v in a.b.name: k => v }}", 'not a list: "x"'],
    ['${regex("^[a-z]+$", "")}', '^[a-z]+$ matches nothing in ""'],
    ["${uuid()}", "the function uuid is not known here"],
    [
      "%{ if true }x%{ endif }",
      "not part of Terraform's language that is read here: a template directive at",
    ],
    ["${a.b[*].name}", "not part of Terraform's language that is read here: an index at"],
    ["${1 + 2}", "not part of Terraform's language that is read here: something else than } at"],
    ["${a.b.name", "not part of Terraform's language that is read here: something else than } at"],
    ["${[for x in a.b : x]}", "not part of Terraform's language that is read here: something else than , at"],
    ["x${a.b.data}", 'not text: {"z":"<&>","a":1}'],
    ['${uuidv5("mine", "x")}', "not a namespace of UUIDs: mine"],
    ['${timeadd(a.b.time, "soon")}', "not a duration: soon"],
    ['${replace("a", "/a/", "b")}', "the function replace is not known here with a pattern"],
    ['${a.b.name ? "yes" : "no"}', 'not a condition: "x"'],
  ])("refuses %s", (text, message) => {
    expect(() => evaluateValue(text, resolve)).toThrow(message);
  });

  it("name every block that they refer to", () => {
    expect(
      referencesOf({ a: '${join(",", [one.a.id, data.two.b.id])}', b: ['x${c.d.e ? f.g.h : "i"}', 1] }),
    ).toEqual([
      ["one", "a", "id"],
      ["data", "two", "b", "id"],
      ["c", "d", "e"],
      ["f", "g", "h"],
    ]);
  });
});
