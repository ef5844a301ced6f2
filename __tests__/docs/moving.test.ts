import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { parseConfig } from "../../lib/config";
import { synthesize } from "../../lib/synthesize";
import { inTemporaryFolder, ROOT, type TerraformJson } from "../support/files";

type Said = Readonly<Record<string, unknown>>;

interface Snippet {
  readonly section: string;
  /** What its first line calls it, such as "before". */
  readonly name: string;
  readonly said: Said;
}

const EDGES = ["ingressController", "gateway", "edges"];

/** The files of the page, each with what stays of the one before it that is whole. */
function filesOf(page: string): Snippet[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  let whole: Said = {};
  let old: Said = {};
  return [...text.matchAll(/^```yaml\n# (.+)\n([\s\S]*?)^```/gm)].map(
    ({ 1: name = "", 2: body = "", index }) => {
      const said = parse(body) as Said;
      const section = [...text.slice(0, index).matchAll(/^##+ (.+)$/gm)].at(-1)?.[1] ?? "";
      if (said.entra !== undefined) {
        whole = said;
        old = said;
        return { section, name, said };
      }
      const rest = Object.fromEntries(Object.entries(whole).filter(([key]) => !EDGES.includes(key)));
      const kept = name === "meanwhile" ? { ingressController: old.ingressController } : {};
      return { section, name, said: { ...rest, ...kept, ...said } };
    },
  );
}

function synthesizedOf(said: Said): TerraformJson {
  return inTemporaryFolder((folder) => {
    const { file } = synthesize(parseConfig(stringify(said), {}), { outdir: folder });
    return JSON.parse(readFileSync(file, "utf8")) as TerraformJson;
  });
}

const FILES = filesOf("docs/moving.md");

function file(section: string, name: string): TerraformJson {
  const found = FILES.find((each) => each.section === section && each.name === name);
  if (found === undefined) throw new Error(`the page has no file "${name}" under "${section}"`);
  return synthesizedOf(found.said);
}

describe("the page about moving", () => {
  it.each(FILES.map(({ section, name, said }) => [section, name, said] as const))(
    "has a file that makes a stack, under %s: %s",
    (_, __, said) => {
      const { resource } = synthesizedOf(said);

      expect(Object.keys(resource)).toEqual(
        expect.arrayContaining([expect.stringMatching(/kubernetes_(manifest|ingress_v1)/)]),
      );
    },
  );

  it("has a file for each way", () => {
    expect(FILES.map(({ section, name }) => `${section}: ${name}`)).toEqual([
      "Both edges in one stack: before",
      "Both edges in one stack: meanwhile",
      "Both edges in one stack: after",
      "To Traefik's annotations: meanwhile",
      "In one apply: before",
      "In one apply: after",
      "Two stacks: the second stack",
      "From hand-written oauth2-proxy YAML: the stack",
      "From its chart: the stack",
    ]);
  });

  it("keeps the old edge's objects meanwhile, and the new edge's afterwards", () => {
    // GIVEN the three files of the way with both edges
    const [before, meanwhile, after] = ["before", "meanwhile", "after"].map((name) =>
      file("Both edges in one stack", name),
    );

    // THEN nothing of either edge is made anew
    expect(meanwhile?.resource.kubernetes_ingress_v1).toEqual(before?.resource.kubernetes_ingress_v1);
    expect(after?.resource.kubernetes_manifest).toEqual(meanwhile?.resource.kubernetes_manifest);
    expect(after?.resource.kubernetes_ingress_v1).toBeUndefined();
  });

  it.each(["Both edges in one stack", "In one apply"])(
    "keeps the cookie's secret, address and name, by which sessions stay: %s",
    (section) => {
      const [before, after] = ["before", "after"].map((name) => file(section, name));

      expect(after?.resource.random_password).toEqual(before?.resource.random_password);
      expect(cookieNames(before)).toEqual(cookieNames(after));
      expect(cookieNames(after)).toHaveLength(1);
    },
  );
});

function cookieNames(json: TerraformJson | undefined): string[] {
  return [...new Set(JSON.stringify(json?.resource).match(/--cookie-name=[^"]+/g))];
}
