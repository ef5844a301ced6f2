import { accepted, andThen, complaints } from "../support/config-texts";

const ADVICE =
  "secrets never belong in the file and would stand readable in the synthesized stack; leave cookieSecret out for one that is made here, or write cookieSecret: { existingSecret: { name, key } } of a Kubernetes Secret that has it";

const withCookieSecret = (value: string): string => andThen(`authProxy: { cookieSecret: ${value} }\n`);

describe("a cookie secret in the file", () => {
  it.each([
    ["hunter2", "authProxy.cookieSecret: the value is text; it takes a map"],
    [
      "{ existingSecret: hunter2 }",
      "authProxy.cookieSecret.existingSecret: the value is text; it takes a map with name, key",
    ],
    [
      "{ value: hunter2 }",
      'authProxy.cookieSecret.value: unknown key "value"; it takes rotation, existingSecret',
    ],
  ])("is refused and not shown: %s", (value, message) => {
    const said = complaints(withCookieSecret(value));

    expect(said.map((line) => line.replace(/^config\.yaml:\d+:\d+: /, ""))).toEqual([
      `${message}; ${ADVICE}`,
    ]);
    expect(said.join()).not.toContain("hunter2");
  });

  it.each(["{ existingSecret: { name: vault, key: cookie } }", "{ rotation: 30d }"])(
    "can be: %s",
    (value) => {
      const namespace = "namespace: { name: auth }";

      expect(accepted(andThen(`authProxy: { ${namespace}, cookieSecret: ${value} }\n`))).toBeDefined();
    },
  );

  it("has no rotation where it is somebody else's", () => {
    expect(
      complaints(withCookieSecret("{ existingSecret: { name: a, key: b }, rotation: 30d }")),
    ).toHaveLength(1);
  });

  it("cannot be in a namespace that is only about to be made", () => {
    expect(complaints(withCookieSecret("{ existingSecret: { name: vault, key: cookie } }"))).toEqual([
      expect.stringMatching(
        /authProxy\.cookieSecret\.existingSecret: the Secret "vault" has to be in the namespace "oauth2-proxy" before/,
      ),
    ]);
  });
});

it("the place of secrets is not that of an auth proxy that somebody else runs", () => {
  const foreign = "authProxy: { service: { namespace: a, name: b, port: 1 } }\n";

  expect(complaints(andThen(`secrets: writeOnly\n${foreign}`))).toEqual([
    'config.yaml:10:1: secrets: is about the cookie secret that a stack makes, and an auth proxy that somebody else runs has one of its own; leave "secrets" out',
  ]);
});
