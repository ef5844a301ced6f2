import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare, whyNotHere } from "../../../lab/prove/prepare";
import { andThen } from "../../support/config-texts";

it("takes a file as it is, whichever of the programs that read annotations answers", () => {
  const { config, replaced } = prepare("examples/rules.yaml", {}, "nginx");
  expect(config).toEqual(prepare("examples/rules.yaml", {}).config);
  expect(replaced.join()).not.toContain("rewritten");
});

it("rewrites a file for an edge with other routes, and says so", () => {
  const { config, replaced } = prepare("examples/rules.yaml", {}, "traefik-gateway");
  expect(config).toMatchObject({ gateway: { kind: "traefik", name: "public" } });
  expect(config.ingressController).toBeUndefined();
  expect(replaced).toContain(
    "the file is rewritten for the real Traefik as the implementation of a Gateway, with HTTPRoutes and Middlewares",
  );
});

it("skips a file whose edge the lab does not have, and says so", () => {
  expect(whyNotHere(prepare("examples/istio.yaml", {}))).toBe(
    "the lab has no edge of the kind istio, which nobody has run here",
  );
  expect(whyNotHere(prepare("examples/gateway.yaml", {}))).toBeUndefined();
});

it("skips a file whose egress proxy the lab does not have, and says so", () => {
  const folder = mkdtempSync(join(tmpdir(), "prepare-"));
  const skipped = (url: string): string | undefined => {
    const file = join(folder, "company.yaml");
    writeFileSync(file, andThen(`authProxy: { egressProxy: { url: "${url}" } }\n`));
    return whyNotHere(prepare(file, {}));
  };

  expect(skipped("https://proxy.contoso.com")).toBe("the lab has no egress proxy that speaks TLS itself");
  expect(skipped("http://proxy.contoso.com:3128")).toBeUndefined();
  rmSync(folder, { recursive: true });
});
