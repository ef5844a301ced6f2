import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHANGES } from "../../../lab/changes/changes";
import { asFormerRelease } from "../../../lab/changes/former-release";
import { configText } from "../../../lab/changes/stack";
import { parseConfig } from "../../../lib/config";
import { synthesize } from "../../../lib/synthesize";

const GROUPS = Object.fromEntries(
  ["STAFF", "ADMINS", "AUDITORS", "VISITORS"].map((name, i) => [
    name,
    `0000000${i}-0000-4000-8000-000000000000`,
  ]),
);

interface Ingress {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly rule: readonly { readonly http: { readonly path: readonly { path: string }[] } }[];
  };
}

interface Stack {
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly resource: Readonly<Record<string, Readonly<Record<string, Ingress>>>>;
}

describe("what a former release made", () => {
  let now: Stack;
  let former: Stack;

  beforeAll(() => {
    // GIVEN an app with two paths of one rule, one of its own and a public one
    const upgrade = CHANGES.find(({ fromFormerRelease }) => fromFormerRelease === true);
    const config = parseConfig(configText("nginx", upgrade?.before ?? [], {}), GROUPS);
    const outdir = mkdtempSync(join(tmpdir(), "former-release-"));
    const json = readFileSync(synthesize(config, { outdir }).file, "utf8");
    rmSync(outdir, { recursive: true });
    now = JSON.parse(json) as Stack;
    // WHEN
    former = JSON.parse(asFormerRelease(json)) as Stack;
  });

  it("has an Ingress at every address from which one has moved, with all paths of its rule", () => {
    const paths = Object.entries(former.resource.kubernetes_ingress_v1 ?? {}).map(([id, { spec }]) => [
      id.replace(/_[0-9A-F]{8}$/, ""),
      spec.rule.flatMap(({ http }) => http.path.map(({ path }) => path)).sort(),
    ]);
    expect(Object.fromEntries(paths)).toEqual({
      "auth_apps_shop_ingress-admin": ["/admin"],
      auth_apps_shop_ingress: ["/", "/docs"],
      "auth_apps_shop_public-ingress": ["/admin/logo"],
      "auth_apps_everybody_ingress-everybody": ["/everybody"],
      "auth_sign-in_podinfoexamplecom_ingress": ["/oauth2"],
    });
    const addresses = Object.keys(former.resource.kubernetes_ingress_v1 ?? {});
    expect(addresses.map((id) => `kubernetes_ingress_v1.${id}`)).toEqual(
      expect.arrayContaining((now.moved ?? []).map(({ from }) => from)),
    );
  });

  it("has other names, nothing moved, and no order of Ingresses", () => {
    const namesOf = ({ resource }: Stack): string[] =>
      Object.values(resource.kubernetes_ingress_v1 ?? {}).map(({ metadata }) => metadata.name);
    expect(namesOf(former).filter((name) => namesOf(now).includes(name))).toEqual([]);
    expect([former.moved, former.resource.terraform_data]).toEqual([undefined, undefined]);
  });

  it("refers to nothing that it does not have, and has all else as it is", () => {
    const others = ({ resource }: Stack): string =>
      JSON.stringify(
        { ...resource, kubernetes_ingress_v1: undefined, terraform_data: undefined },
        (key, value: unknown) => (key === "depends_on" ? undefined : value),
      );
    expect(others(former)).toBe(others(now));
    const had = Object.keys(former.resource.kubernetes_ingress_v1 ?? {});
    const named = JSON.stringify(former).matchAll(/kubernetes_ingress_v1\.([\w-]+)/g);
    expect([...named].map(([, id = ""]) => id).filter((id) => !had.includes(id))).toEqual([]);
  });
});
