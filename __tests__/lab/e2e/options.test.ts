import { readOptions } from "../../../lab/e2e/options";

it("takes the beginnings of scenarios' names, and an edge", () => {
  expect(readOptions([])).toEqual({ starts: [] });
  expect(readOptions(["2", "7a", "--edge", "traefik-gateway"])).toEqual({
    starts: ["2", "7a"],
    edge: "traefik-gateway",
  });
});

it("says where nginx answers, and which edges there are", () => {
  expect(() => readOptions(["--edge", "nginx"])).toThrow("let nginx answer by themselves");
  expect(() => readOptions(["--edge", "haproxy"])).toThrow("--edge takes traefik, nginx,");
});
