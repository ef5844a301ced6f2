import { parse } from "yaml";
import { placedText, realmOf, slotWord, type ConfigFile } from "../../../lab/conformance/config-file";

const SERVICE = { namespace: "shop", name: "web", port: 80 };
const FILE: ConfigFile = {
  entra: { accessGroup: { objectId: "${STAFF}" } },
  apps: [{ name: "shop", host: "shop.example.com", service: SERVICE }],
};
const RULE = { groups: [{ objectId: "${ADMINS}" }] };

it("places a stack so that no name of it meets another stack's", () => {
  // GIVEN two slots before one edge
  const edge = { form: "traefik", className: "nginx" } as const;
  const [first, second] = [1, 2].map((place) => ({ word: slotWord({ letter: "t" }, place), edge }));
  // WHEN the same stack is placed in both
  const texts = [first, second].map((slot) => parse(placedText(FILE, slot!)) as ConfigFile);
  // THEN its hosts and namespaces differ, by a word that is not another one's beginning
  expect(texts.map(({ apps }) => [apps[0]?.host, apps[0]?.service.namespace])).toEqual([
    ["shop.example.com.t01.test", "t01-shop"],
    ["shop.example.com.t02.test", "t02-shop"],
  ]);
  expect(texts[0]).toMatchObject({
    ingressController: { kind: "traefik", className: "nginx", refusesEncodedSlashes: true },
    authProxy: { namespace: { name: "with-staff" }, bearerTokens: true },
  });
});

it.each<[string, ConfigFile, string]>([
  ["no rule", FILE, "staff"],
  ["a bound", { ...FILE, entra: { ...FILE.entra, signInGroups: ["${STAFF}"] } }, "groups"],
  ["a rule at an app", { ...FILE, apps: [{ ...FILE.apps[0]!, access: RULE }] }, "groups"],
  [
    "a rule at a path",
    { ...FILE, apps: [{ ...FILE.apps[0]!, paths: ["/", { path: "/admin", access: RULE }] }] },
    "groups",
  ],
  ["a role", { ...FILE, entra: { accessRole: { value: "staff" } } }, "roles"],
])("gives a stack with %s the auth proxy that lets the right people sign in", (_, file, realm) => {
  expect(realmOf(file)).toBe(realm);
});
