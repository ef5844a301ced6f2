import { parse } from "yaml";
import type { EdgeFormName } from "../../../lab/ingress/edge-forms";
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

it.each<[EdgeFormName, ConfigFile["apps"][number]["service"]["port"]]>([
  ["traefik", "c-a"],
  ["nginx", "c-a"],
  ["traefik-ingress-route", "c-a"],
  ["traefik-gateway", 82],
  ["standard", 82],
])("calls the port of a Service as the edge takes it: %s", (form, port) => {
  const slot = { word: "t01", edge: { form, className: "nginx" } };
  const named = { ...FILE, apps: [{ ...FILE.apps[0]!, service: { ...SERVICE, port: "c-a" } }] };
  const { apps } = parse(placedText(named, slot)) as ConfigFile;

  expect(apps[0]?.service.port).toBe(port);
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
