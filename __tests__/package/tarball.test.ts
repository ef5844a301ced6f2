import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { install, INSTALL_TIMEOUT, pack } from "../support/package";

/*
 * The package as a stranger gets it: packed, installed into an empty project with its peer dependencies,
 * and used through its name alone.
 */
const project = mkdtempSync(join(tmpdir(), "entra-ingress-auth-tarball-"));
const installed = join(project, "node_modules", "entra-ingress-auth");

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The library's example as the README has it; in CommonJS, imports become calls of require. */
function example(form: "require" | "import"): string {
  const readme = readFileSync(join(installed, "README.md"), "utf8");
  const [, text = ""] = /```ts\n(import [\s\S]*?)```/.exec(readme) ?? [];
  return form === "import"
    ? text
    : text.replace(/import (\{[^}]*\}) from ("[^"]+");/g, "const $1 = require($2);");
}

function synthesizedBy(): string {
  const file = join(project, "cdktf.out", "stacks", "auth", "cdk.tf.json");
  const text = readFileSync(file, "utf8");
  rmSync(join(project, "cdktf.out"), { recursive: true });
  return text;
}

beforeAll(() => {
  const tarball = pack(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  install(project, tarball, "typescript@5.9", "typescript6@npm:typescript@6.0.3", "@types/node@20");
}, INSTALL_TIMEOUT);

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

describe("the packed package in an empty project", () => {
  it("holds the program, the library with its types, the schema, docs and examples, and nothing else", () => {
    expect(readdirSync(installed).sort()).toEqual(
      [
        ...(existsSync(join(installed, "CHANGELOG.md")) ? ["CHANGELOG.md"] : []),
        "LICENSE",
        "README.md",
        "config.schema.json",
        "dist",
        "docs",
        "entra-ingress-auth.yaml",
        "examples",
        "package.json",
      ].sort(),
    );
    expect(readdirSync(join(installed, "dist")).sort()).toEqual(["bin", "lib"]);
  });

  it("has docs whose links lead to something in it", () => {
    const docs = readdirSync(join(installed, "docs")).filter((page) => page.endsWith(".md"));
    const pages = ["README.md", ...docs.map((page) => join("docs", page))];
    const broken = pages.flatMap((page) => {
      const text = readFileSync(join(installed, page), "utf8");
      return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = ""]) => link.split("#")[0] ?? "")
        .filter((link) => link !== "" && !/^[a-z]+:/.test(link))
        .filter((link) => !existsSync(join(installed, dirname(page), link)))
        .map((link) => `${page}: ${link}`);
    });

    expect(broken).toEqual([]);
  });

  it("brings the command, which anybody may run", () => {
    const command = join(project, "node_modules", ".bin", "entra-ingress-auth");

    expect(statSync(command).mode & 0o111).toBe(0o111);
    expect(run(command, "--version")).toContain("0.1.0");
  });

  it("synthesizes the README's example in JavaScript", () => {
    writeFileSync(join(project, "main.js"), example("require"));

    run(process.execPath, "main.js");

    expect(synthesizedBy()).toContain('"https://podinfo.example.com/oauth2/callback"');
  });

  it("synthesizes the README's example as an ECMAScript module, as it is written there", () => {
    writeFileSync(join(project, "main.mjs"), example("import"));

    run(process.execPath, "main.mjs");

    expect(synthesizedBy()).toContain('"https://podinfo.example.com/oauth2/callback"');
  });

  it.each([
    // As `cdktf init` writes it.
    ["node10 in CommonJS", "typescript", { module: "commonjs", target: "es2018", skipLibCheck: true }],
    ["node16 in CommonJS", "typescript6", { module: "node16" }],
    ["nodenext in CommonJS", "typescript6", { module: "nodenext" }],
    ["node16 in ECMAScript modules", "typescript6", { module: "node16" }],
    ["nodenext in ECMAScript modules", "typescript6", { module: "nodenext" }],
    ["bundler", "typescript6", { module: "esnext", moduleResolution: "bundler" }],
  ])(
    "has types, the second entry's too, under module resolution %s",
    (form, compiler, options) => {
      const name = form.endsWith("ECMAScript modules") ? "main.mts" : "main.ts";
      const both = `${example("import")}
import { loadConfig } from "entra-ingress-auth/config";
import { configuredStack } from "entra-ingress-auth";
const second: string = configuredStack(new App(), loadConfig("x.yaml", {})).auth.authProxy.service.name;
console.log(second);
`;
      writeFileSync(join(project, name), both);
      const compilerOptions = { strict: true, noEmit: true, target: "es2022", types: ["node"], ...options };
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [name] }));

      expect(run(process.execPath, join("node_modules", compiler, "bin", "tsc"))).toBe("");
    },
    300_000,
  );

  it("loads a config file through its second entry", () => {
    writeFileSync(join(project, "config.yaml"), "stack: x\n");
    writeFileSync(
      join(project, "config.js"),
      'const { loadConfig } = require("entra-ingress-auth/config"); try { loadConfig("config.yaml", {}); } catch (e) { console.log(e.message); }',
    );

    expect(run(process.execPath, "config.js")).toContain('config.yaml:1:1: is missing "entra" or "github"');
  });
});
