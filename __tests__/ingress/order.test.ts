import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";

let scratch: string;
beforeAll(() => (scratch = mkdtempSync(join(tmpdir(), "order-"))));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Ingress {
  readonly depends_on?: readonly string[];
  readonly spec: {
    readonly rule: readonly { readonly http: { readonly path: readonly { path: string }[] } }[];
  };
}

describe("the order of Ingresses", () => {
  it("is said by plain addresses, as Terraform takes them: of each path those directly within it come first", () => {
    // GIVEN
    const config = loadConfig("lab/e2e/rules.yaml", {});

    // WHEN
    const { file } = synthesize(config, { outdir: scratch });

    // THEN
    const stack = JSON.parse(readFileSync(file, "utf8")) as {
      resource: { kubernetes_ingress_v1: Record<string, Ingress> };
    };
    const ingresses = Object.entries(stack.resource.kubernetes_ingress_v1);
    const pathOf = ({ spec }: Ingress): string | undefined => spec.rule[0]?.http.path[0]?.path;
    const pathAt = (address: string): string | undefined => {
      const [, ingress] = ingresses.find(([id]) => address === `kubernetes_ingress_v1.${id}`) ?? [];
      return ingress && pathOf(ingress);
    };
    const order = ingresses.map(([, ingress]) => [pathOf(ingress), ingress.depends_on?.map(pathAt).sort()]);
    expect(Object.fromEntries(order)).toEqual({
      "/oauth2": undefined,
      "/api": undefined,
      "/work": ["/work/admin", "/work/finance"],
      "/work/admin": ["/work/admin/logo", "/work/admin/reports"],
      "/work/admin/logo": undefined,
      "/work/admin/reports": undefined,
      "/work/finance": undefined,
    });
  });
});
