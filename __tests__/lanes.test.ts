import { existsSync } from "node:fs";
import { join } from "node:path";
import slow from "../jest.slow-tests.json";
import { ROOT } from "./support/files";

it("the slow lane names tests that are there, so that none falls into the quick one by moving", () => {
  expect(slow.filter((place) => !existsSync(join(ROOT, place)))).toEqual([]);
});
