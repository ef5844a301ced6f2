import { readOptions } from "../../../lab/conformance/options";

it("tries 200 stacks of a new seed before those that read annotations where nothing is said", () => {
  expect(readOptions([], 17)).toEqual({ seed: 17, runs: 200, edges: ["traefik", "nginx"] });
});

it("takes a seed and a number of stacks", () => {
  expect(readOptions(["--seed", "42", "--runs=2000"])).toMatchObject({ seed: 42, runs: 2_000 });
});

it.each([["--runs", "many"], ["--seed", "-1"], ["--seed", "1.5"], ["--sead", "1"], ["7"]])(
  "refuses %s %s",
  (...args) => {
    expect(() => readOptions(args)).toThrow();
  },
);

it("takes an edge, and names those that there are where it does not know one", () => {
  expect(readOptions(["--edge", "traefik-gateway"]).edges).toEqual(["traefik-gateway"]);
  expect(() => readOptions(["--edge", "haproxy"])).toThrow(
    '--edge takes traefik, nginx, traefik-ingress-route, traefik-gateway, standard, and not "haproxy"',
  );
});
