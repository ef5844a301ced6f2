import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../../../lib/config";
import { synthesize } from "../../../lib/synthesize";

let scratch: string;
beforeAll(() => (scratch = mkdtempSync(join(tmpdir(), "order-"))));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Ingress {
  readonly depends_on?: readonly string[];
  readonly spec: {
    readonly rule: readonly { readonly http: { readonly path: readonly { path: string }[] } }[];
  };
}

interface Order {
  readonly depends_on: readonly string[];
  readonly input: { readonly paths: string };
}

interface Made {
  readonly ingresses: Readonly<Record<string, Ingress>>;
  readonly order: Order;
}

/** The Ingresses of a config file and what stands after them, with something in the text replaced. */
function made(replaced = "", by = "", kind = "traefik"): Made {
  const text = readFileSync("lab/e2e/rules.yaml", "utf8").replace(replaced, by).replace("traefik", kind);
  const config = parseConfig(text, {});
  const { file } = synthesize(config, { outdir: scratch });
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as {
    resource: { kubernetes_ingress_v1: Record<string, Ingress>; terraform_data: Record<string, Order> };
  };
  const [order] = Object.values(resource.terraform_data);
  if (order === undefined) throw new Error("nothing stands after the Ingresses");
  return { ingresses: resource.kubernetes_ingress_v1, order };
}

const pathOf = ({ spec }: Ingress): string | undefined => spec.rule[0]?.http.path[0]?.path;

/** The path at an address in depends_on, which is written without braces. */
function pathAt({ ingresses }: Made, address: string): string | undefined {
  const [, ingress] =
    Object.entries(ingresses).find(([id]) => address === `kubernetes_ingress_v1.${id}`) ?? [];
  return ingress && pathOf(ingress);
}

describe("the order of Ingresses", () => {
  it("is said by plain addresses, as Terraform takes them: of each path those directly within it come first", () => {
    const all = made();

    const order = Object.values(all.ingresses).map((ingress) => [
      pathOf(ingress),
      ingress.depends_on?.map((address) => pathAt(all, address)).sort(),
    ]);
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

  it("is remembered by what stands after all of them and changes with the paths, and with nothing else", () => {
    const all = made();

    expect(all.order.depends_on.map((address) => pathAt(all, address)).sort()).toEqual([
      "/api",
      "/work",
      "/work/admin",
      "/work/admin/logo",
      "/work/admin/reports",
      "/work/finance",
    ]);
    expect(made("/work/finance", "/work/money").order.input).not.toEqual(all.order.input);
    expect(made("alice@contoso.com", "erin@contoso.com").order.input).toEqual(all.order.input);
  });

  it("does not matter where a path changes its type on ingress-nginx: its Ingress stays where it is", () => {
    const idOf = ({ ingresses }: Made): string | undefined =>
      Object.entries(ingresses).find(([, ingress]) => pathOf(ingress) === "/api")?.[0];
    const exact = "{ path: /api, pathType: Exact }";

    const prefix = idOf(made("", "", "ingress-nginx"));
    expect(prefix).toMatch(/^auth_ingresses_podinfoexamplecom_api_[0-9A-F]{8}$/);
    expect(idOf(made("/api", exact, "ingress-nginx"))).toBe(prefix);
    expect(idOf(made("/api", exact))).not.toBe(idOf(made()));
  });
});
