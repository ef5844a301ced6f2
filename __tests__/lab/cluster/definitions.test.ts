import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import {
  DEFINITIONS_NAMES,
  definitionsPath,
  definitionsVersion,
  fetchDefinitions,
  readDefinitions,
} from "../../../lab/cluster/definitions";
import { requiredVersion } from "../../../lab/cluster/programs";
import { FakePrograms } from "../../support/fake-programs";

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: routes.example.com }
spec:
  group: example.com
  names: { plural: routes }
  versions:
    - { name: v1, served: true, schema: { openAPIV3Schema: { x-kubernetes-validations: [{ rule: "true" }] } } }
`;

describe("custom resource definitions out of Go modules", () => {
  const path = process.env.PATH ?? "";
  let folder: string;
  let cache: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "definitions-"));
    cache = join(folder, "cache");
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });

  /** Puts a go in front of the real one that answers with a module in which a folder of definitions is. */
  function fakeGo(files: Readonly<Record<string, string>>): void {
    const definitions = join(folder, "module/config/crd/standard");
    mkdirSync(definitions, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(definitions, name), text);
    const programs = new FakePrograms(join(folder, "bin"));
    programs.install("go", `echo "$@" > "${folder}/asked"; echo '{"Dir": "${folder}/module"}'`);
    process.env.PATH = programs.folder + delimiter + path;
  }

  it("have the version of the module that is pinned, that of Traefik being the one that is built", () => {
    for (const name of DEFINITIONS_NAMES) expect(definitionsVersion(name)).toMatch(/^v\d+\.\d+\.\d+$/);
    const traefik = readFileSync(join(__dirname, "../../../lab/cluster/programs/traefik/go.mod"), "utf8");
    expect(definitionsVersion("traefik")).toBe(requiredVersion(traefik, "github.com/traefik/traefik/v3"));
  });

  it("are kept in the cache as they are, without the other objects of the module's files", async () => {
    fakeGo({
      "b.yaml": `kind: Policy\n---\n${DEFINITION}`,
      "a.yaml": DEFINITION.replaceAll("routes", "grants"),
    });
    await fetchDefinitions(["gateway-api"], cache);

    expect(readFileSync(join(folder, "asked"), "utf8")).toBe("mod download -json sigs.k8s.io/gateway-api\n");
    const kept = readDefinitions("gateway-api", cache);
    expect(kept.map(({ metadata }) => metadata.name)).toEqual(["grants.example.com", "routes.example.com"]);
    expect(kept[1]?.spec.versions[0]).toMatchObject({
      schema: { openAPIV3Schema: { "x-kubernetes-validations": [{ rule: "true" }] } },
    });
  });

  it("are not asked for twice", async () => {
    fakeGo({ "a.yaml": DEFINITION });
    await fetchDefinitions(["gateway-api"], cache);
    rmSync(join(folder, "asked"));
    await fetchDefinitions(["gateway-api"], cache);
    expect(readdirSync(folder)).not.toContain("asked");
  });

  it("say how to get them where they are not there", () => {
    expect(() => readDefinitions("istio", cache)).toThrow(
      "the definitions of istio are not here: npm run lab:build -- istio-definitions",
    );
  });

  it("are an error where the module has none, and leave nothing behind", async () => {
    fakeGo({ "a.yaml": "kind: Policy\n" });
    await expect(fetchDefinitions(["gateway-api"], cache)).rejects.toThrow(/no CustomResourceDefinition in/);
    expect(() => readdirSync(cache)).toThrow("ENOENT");
    expect(definitionsPath("gateway-api", cache)).toContain("gateway-api-definitions-v1.");
  });
});
