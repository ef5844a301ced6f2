import fc from "fast-check";
import { configFile, realmOf, REALMS } from "../../../lab/conformance/config-file";
import { specimen } from "../../../lab/conformance/generate";
import { NAMED_PORTS } from "../../../lab/conformance/service-ports";
import { Specimens } from "../../../lab/conformance/specimens";

const FILES = new Specimens(7).next(300).map(({ file }) => file);
const APPS = FILES.flatMap(({ apps }) => apps);

it("makes config files that are read again as they are, to be kept", () => {
  for (const file of FILES) expect(configFile.parse(JSON.parse(JSON.stringify(file)))).toEqual(file);
});

it("makes the same stacks of the same seed, however many are taken at a time", () => {
  const one = new Specimens(7);
  const inParts = [...one.next(3), ...one.next(2)];
  expect(inParts).toEqual(new Specimens(7).next(5));
  expect(inParts).not.toEqual(new Specimens(8).next(5));
});

it("numbers stacks as the library that makes them smaller does", async () => {
  // GIVEN the fourth stack of a seed
  const [, , , fourth] = new Specimens(7).next(4);
  // WHEN that library starts at its place
  const seen: unknown[] = [];
  await fc.check(
    fc.asyncProperty(specimen, async (tried) => void seen.push(tried)),
    { seed: 7, path: "3", numRuns: 1 },
  );
  // THEN it starts with the same stack
  expect(seen).toEqual([{ file: fourth?.file, shapes: fourth?.shapes }]);
});

it("has what invites trouble: shared hosts, rules beside public and API paths, Exact beside Prefix, a public front", () => {
  const sharesHost = FILES.filter(({ apps }) => new Set(apps.map(({ host }) => host)).size < apps.length);
  const ruled = APPS.filter(({ paths = [] }) =>
    paths.some((path) => typeof path === "object" && path.access !== undefined),
  );
  const exact = APPS.filter(({ paths = [] }) =>
    paths.some((path) => typeof path === "object" && path.pathType === "Exact"),
  );
  const publicFront = APPS.filter(({ publicPaths = [] }) =>
    publicPaths.some((path) => typeof path === "object" && path.path === "/"),
  );
  for (const found of [
    sharesHost,
    ruled.filter(({ publicPaths }) => publicPaths !== undefined),
    ruled.filter(({ apiPaths }) => apiPaths !== undefined),
    exact,
    publicFront,
  ]) {
    expect(found.length).toBeGreaterThan(5);
  }
  expect(new Set(FILES.map(realmOf))).toEqual(new Set([...REALMS]));
});

it("calls ports of Services by number and by name", () => {
  const ports = new Set(APPS.map(({ service }) => service.port));

  expect(ports).toEqual(new Set(NAMED_PORTS.flatMap(({ name, port }) => [name, port])));
});
