import { GROUP_BY_ID, plainText } from "../../lib/rules/plain-text";
import { quote } from "../../lib/rules/rule";

const COMPOSED = "Caf\u00e9";
const DECOMPOSED = "Cafe\u0301";

describe("text that is what it looks like", () => {
  it.each([
    "",
    "alice@contoso.com",
    "Gruppe für Zugriff",
    COMPOSED,
    "日本 チーム",
    "a b",
    "It's “quoted” within",
  ])("may be %j", (value) => {
    expect(plainText(value)).toBeUndefined();
  });

  it.each([
    [
      "alice@contoso.com\u200b",
      '"alice@contoso.com\\u200b" has the invisible character U+200B at position 18',
    ],
    ["\ufeffalice", '"\\ufeffalice" has the invisible character U+FEFF at position 1'],
    ["ali\u00adce", '"ali\\u00adce" has the invisible character U+00AD at position 4'],
    ["a\u200d\u200cb", '"a\\u200d\\u200cb" has the invisible character U+200D at position 2'],
    ["a\u3164", '"a\\u3164" has the invisible character U+3164 at position 2'],
    ["a\u2800b", '"a\\u2800b" has the invisible character U+2800 at position 2'],
    ["🙂\u{e0041}", '"🙂\\u{e0041}" has the invisible character U+E0041 at position 2'],
    ["a\u2028b", '"a\\u2028b" has the invisible character U+2028 at position 2'],
    ["a\ud800b", '"a\\ud800b" has the invisible character U+D800 at position 2'],
    [
      "users\u202ecba",
      '"users\\u202ecba" has the character that turns the direction of text U+202E at position 6',
    ],
    ["a\u200fb", '"a\\u200fb" has the character that turns the direction of text U+200F at position 2'],
    ["a\nb", '"a\\nb" has the control character U+000A at position 2'],
    ["a\u0085b", '"a\\u0085b" has the control character U+0085 at position 2'],
    ["a\u007f", '"a\\u007f" has the control character U+007F at position 2'],
    ["shop\u00a0users", '"shop\\u00a0users" has the unusual space U+00A0 at position 5'],
    ["a\u3000b", '"a\\u3000b" has the unusual space U+3000 at position 2'],
  ])("is not %j", (value, message) => {
    expect(plainText(value)).toBe(`${message}; write it without`);
  });

  it("has each letter in one character, so that what looks like one name is one", () => {
    expect(plainText(DECOMPOSED)).toBe(
      `"${DECOMPOSED}" has a letter that consists of U+0065 and U+0301 at position 4, and so is another text than the one that looks the same; write it composed (Unicode NFC)`,
    );
  });

  it("has no quotes of a word processor around it", () => {
    expect(plainText("“shop users”")).toBe(
      '"“shop users”" has typographic quotes around it, which would be part of it; write it with plain quotes or none',
    );
  });

  it("has a further way out where there is one", () => {
    expect(plainText("a\u200b", GROUP_BY_ID)).toBe(
      '"a\\u200b" has the invisible character U+200B at position 2; write it without, or give a group that exists, and really has it in its name, by its object id',
    );
  });
});

it("a quoted value shows what cannot be seen", () => {
  expect(quote({ name: "a\u200b\u202e\u00a0b", list: ["\u{e0001}"] })).toBe(
    '{"name":"a\\u200b\\u202e\\u00a0b","list":["\\u{e0001}"]}',
  );
});
