import { askingsOf } from "../../../lab/conformance/askings";
import { ASKERS } from "../../../lab/conformance/identities";
import type { MadeStack } from "../../../lab/conformance/place";
import { SHAPES } from "../../../lab/conformance/requests";

const STACK: MadeStack = {
  file: { entra: {}, apps: [] },
  slot: { word: "t00", edge: { form: "traefik", className: "nginx" } },
  realm: "groups",
  config: { entra: {}, ingressController: { kind: "traefik" }, apps: [] },
  objects: [],
  ingresses: [],
  services: [],
  fronts: [],
};
const NAMED = new Map([["a.example", ["/", "/a", "/a/"]]]);

it("asks for every path as it is written, by everybody", () => {
  const asked = askingsOf(STACK, NAMED, [], "group");
  for (const target of ["/", "/a", "/a/"]) {
    const askers = asked.filter((asking) => asking.target === target).map(({ asker }) => asker);
    expect(new Set(askers)).toEqual(new Set(ASKERS));
  }
});

it("asks in every shape by nobody and by another one each time, and nothing twice", () => {
  // WHEN all shapes are asked for
  const asked = askingsOf(STACK, NAMED, SHAPES, "group");
  // THEN each target is asked for by nobody
  const targets = new Set(asked.map(({ target }) => target));
  const byNobody = new Set(asked.filter(({ asker }) => asker.kind === "nobody").map(({ target }) => target));
  expect(byNobody).toEqual(targets);
  // THEN everybody asks for some, and no request is repeated
  expect(new Set(asked.map(({ asker }) => asker.name)).size).toBe(ASKERS.length);
  expect(new Set(asked.map(({ target, asker }) => `${target} ${asker.name}`)).size).toBe(asked.length);
});

it("writes targets that a request line can have", () => {
  for (const { target } of askingsOf(STACK, NAMED, SHAPES, "group")) {
    expect(target).toMatch(/^(\/|https:\/\/a\.example\/)[\x21-\x7e]*$/);
  }
});

it.each([
  ["out of another path by dots", "/a/b/../../c"],
  ["out of another path by encoded slashes", "/a/b/..%2f..%2fc"],
  ["out of another path by encoded dots", "/a/b/%2e%2E/%2e%2E/c"],
  ["semicolon after dots", "/a/b/..;/c"],
  ["query with groups", "/c?allowed_groups=group"],
  ["absolute form", "https://a.example/c"],
])("writes %s as %s", (name, target) => {
  const shape = SHAPES.find((one) => one.name === name);
  expect(shape?.write("/c", "/a/b", { host: "a.example", group: "group" })).toBe(target);
});
