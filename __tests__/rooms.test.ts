import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ESLint, type Linter } from "eslint";
import { ROOT } from "./support/files";

// Handed over as it is, because jest cannot load a config file the way ESLint would.
const config = jest.requireActual<Linter.Config[]>("../eslint.config.js");

/** The messages of the rule between the rooms, for a file that imports something. */
async function complaints(file: string, from: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: ROOT, overrideConfigFile: true, overrideConfig: config });
  const [result] = await eslint.lintText(`import { x } from "${from}";\nexport const y = x;\n`, {
    filePath: join(ROOT, file),
  });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId === "no-restricted-imports")
    .map(({ message }) => message);
}

/** Every file below a folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file));
}

/** The files that one imports, types included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/ from "(\.[^"]*)"/g)].map(([, path = ""]) => {
    const target = join(dirname(file), path);
    return existsSync(join(ROOT, `${target}.ts`)) ? `${target}.ts` : join(target, "index.ts");
  });
}

describe("the rule between the rooms", () => {
  it.each([
    ["lib/identity/entra/x.ts", "../../edge/controller"],
    ["lib/identity/entra/x.ts", "../../oauth2-proxy/settings"],
    ["lib/identity/entra/x.ts", "../../facade/props"],
    ["lib/identity/entra/x.ts", "../github/oauth-app"],
    ["lib/identity/github/x.ts", "../entra/cloud"],
    ["lib/identity/of-a-contributor/x.ts", "../entra/cloud"],
    ["lib/identity/of-a-contributor/x.ts", "../../edge/controller"],
    ["lib/identity/github/x.ts", "../../edge/controller"],
    ["lib/oauth2-proxy/x.ts", "../identity/entra/cloud"],
    ["lib/oauth2-proxy/x.ts", "../edge/controller"],
    ["lib/edge/x.ts", "../identity/github/oauth-app"],
    ["lib/edge/x.ts", "../oauth2-proxy/settings"],
    ["lib/edge/traefik/x.ts", "../../oauth2-proxy/settings"],
    ["lib/edge/x.ts", "../resolver"],
    ["lib/facade/x.ts", "../config"],
    ["lib/facade/x.ts", "../stack"],
    ["lib/terraform/x.ts", "../config/schema"],
    ["lib/schema/x.ts", "../terraform/moves"],
    ["lib/rules/x.ts", "../schema/checks"],
    ["lib/rules/x.ts", "cdktf"],
    ["lib/resolver/x.ts", "../edge/controller"],
    ["lib/resolver/x.ts", "cdktf"],
    ["lib/contracts/x.ts", "../edge/controller"],
    ["lib/model/x.ts", "cdktf"],
    ["lib/model/x.ts", "../edge/controller"],
    ["lib/model/x.ts", "../stack"],
    ["lib/config/x.ts", "../stack"],
    ["lib/config/x.ts", "../facade/props"],
    ["lib/config/x.ts", "cdktf"],
    ["lib/output/x.ts", "../facade/props"],
    ["lib/x.ts", "../bin/summary"],
    ["lib/identity/entra/x.ts", "../../../lab/entra"],
    ["lib/edge/x.ts", "../../bench/apps"],
    ["lib/x.ts", "@cdktf/provider-kubernetes"],
    ["bin/x.ts", "@cdktf/provider-azuread"],
  ])("%s does not import %s", async (file, from) => {
    expect(await complaints(file, from)).toHaveLength(1);
  });

  it.each([
    ["lib/identity/entra/x.ts", "../../rules/host"],
    ["lib/identity/github/x.ts", "../../contracts/identity"],
    ["lib/identity/of-a-contributor/x.ts", "./schema"],
    ["lib/identity/x.ts", "./of-a-contributor/traits"],
    ["lib/resolver/x.ts", "../rules/size"],
    ["lib/contracts/x.ts", "../rules/rule"],
    ["lib/model/x.ts", "../contracts/edge"],
    ["lib/edge/ingress-nginx/x.ts", "../annotated/nginx-annotations"],
    ["lib/config/x.ts", "../resolver"],
    ["lib/config/x.ts", "./schema"],
    ["lib/x.ts", "@cdktf/provider-kubernetes/lib/deployment-v1"],
    ["lib/facade/x.ts", "../edge/controller"],
    ["lib/stack.ts", "./facade/entra-ingress-auth"],
    ["bin/x.ts", "../lib/stack"],
  ])("%s may import %s", async (file, from) => {
    expect(await complaints(file, from)).toEqual([]);
  });
});

/** Whether an import loads what it names: types are gone when the program runs. */
function loads(declaration: string): boolean {
  const names = /\{([^}]*)\}/
    .exec(declaration)?.[1]
    ?.split(",")
    .filter((name) => name.trim() !== "");
  return !/^\w+ type /.test(declaration) && (names?.some((name) => !/^\s*type /.test(name)) ?? true);
}

/** What a file loads, by the path or the package. */
function loadedBy(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/^(?:import|export) [^;]*? from "([^"]+)";/gm)]
    .filter(([declaration]) => loads(declaration))
    .map(([, path = ""]) => {
      const target = join(dirname(file), path);
      if (!path.startsWith(".")) return path;
      return existsSync(join(ROOT, `${target}.ts`)) ? `${target}.ts` : join(target, "index.ts");
    });
}

/** All that a file loads, with the way to it. */
function loadedFrom(start: string): Map<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  const visit = (file: string, way: readonly string[]): void => {
    if (ways.has(file)) return;
    ways.set(file, way);
    if (file.startsWith("lib/")) loadedBy(file).forEach((next) => visit(next, [...way, next]));
  };
  visit(start, []);
  return ways;
}

describe("the house", () => {
  const files = filesBelow("lib");

  it("has at its top level what is about the whole, and a rule for every room", () => {
    const rooms = new Set(
      files.map((file) =>
        file
          .split("/")
          .slice(1, file.includes("/identity/") ? 3 : 2)
          .join("/")
          .replace(/^identity\/.*\.ts$/, "identity")
          .replace(/^identity\/.*$/, "identity/*"),
      ),
    );
    const ruled = config.flatMap(({ files: patterns = [] }) => patterns.map(String));

    expect([...rooms].filter((room) => room.endsWith(".ts")).sort()).toEqual([
      "index.ts",
      "stack.ts",
      "synthesize.ts",
      "vocabulary.ts",
    ]);
    for (const room of rooms) {
      if (!room.endsWith(".ts")) expect(ruled).toContain(`lib/${room}/**/*.ts`);
    }
  });

  it("has no circle of imports", () => {
    const done = new Set<string>();
    const circles: string[][] = [];
    const visit = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) {
        circles.push([...way.slice(way.indexOf(file)), file]);
      } else if (!done.has(file)) {
        importsOf(file).forEach((next) => visit(next, [...way, file]));
        done.add(file);
      }
    };
    files.forEach((file) => visit(file, []));

    expect(circles).toEqual([]);
  });

  it("loads what makes objects of a Gateway only where a stack has one", () => {
    const ways = loadedFrom("lib/index.ts");

    expect(ways.get("@cdktf/provider-kubernetes/lib/ingress-v1")).toBeDefined();
    expect(ways.get("@cdktf/provider-kubernetes/lib/manifest")).toBeUndefined();
  });

  it("loads kinds of resources that most stacks do not have only where one is made", () => {
    const ways = loadedFrom("lib/index.ts");
    const rare = readFileSync(join(ROOT, "lib/terraform/rare-kinds.ts"), "utf8").matchAll(
      /require\("(.*?)"\)/g,
    );
    const paths = [...rare].map(([, path = ""]) => path);

    expect(paths).toContain("@cdktf/provider-helm/lib/release");
    expect(paths.filter((path) => ways.has(path))).toEqual([]);
  });

  it("checks config files without cdktf, which takes a while to load", () => {
    const ways = loadedFrom("lib/config/index.ts");

    expect(ways.get("zod")).toBeDefined();
    expect([...ways].filter(([file]) => /^(cdktf|constructs)$|^@cdktf/.test(file))).toEqual([]);
  });
});

describe("every file of the project", () => {
  it("has at most 300 lines", () => {
    const sources = ["__tests__", "bench", "bin", "lab", "lib"].flatMap(filesBelow);
    const long = sources.filter((file) => readFileSync(join(ROOT, file), "utf8").split("\n").length > 301);

    expect(sources).toContain("__tests__/rooms.test.ts");
    expect(long).toEqual([]);
  });
});
