import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../support/files";

/*
 * The package as a stranger gets it: packed, installed into an empty project with its peer dependencies,
 * and used through its name alone.
 */
const project = mkdtempSync(join(tmpdir(), "entra-ingress-auth-tarball-"));

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

const LIBRARY_EXAMPLE = `
const app = new App({ outdir: process.argv[2] });
const stack = new TerraformStack(app, "auth");
new AzureadProvider(stack, "azuread");
new KubernetesProvider(stack, "kubernetes", { configPath: "~/.kube/config" });

const auth = new EntraIngressAuth(stack, "auth", {
  accessGroup: { name: "oauth2-proxy-users", users: ["alice@contoso.com"] },
  ingressController: IngressController.ingressNginx({ className: "nginx", namespace: "ingress-nginx" }),
});
auth.protect("podinfo", {
  host: "podinfo.example.com",
  service: { namespace: "default", name: "podinfo", port: 9898 },
  tls: { secretName: "tls-secret" },
});
app.synth();
`;

function imports(style: "require" | "import"): string {
  return (
    [
      ["App, TerraformStack", "cdktf"],
      ["AzureadProvider", "@cdktf/provider-azuread/lib/provider"],
      ["KubernetesProvider", "@cdktf/provider-kubernetes/lib/provider"],
      ["EntraIngressAuth, IngressController", "entra-ingress-auth"],
    ] as const
  )
    .map(([names, from]) =>
      style === "require"
        ? `const { ${names} } = require("${from}");`
        : `import { ${names} } from "${from}";`,
    )
    .join("\n");
}

function synthesizedBy(outdir: string): string {
  return readFileSync(join(project, outdir, "stacks", "auth", "cdk.tf.json"), "utf8");
}

beforeAll(() => {
  const packed = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", project], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  ) as unknown;
  expect(JSON.stringify(packed)).toContain("dist/lib/index.js");
  const [tarball] = readdirSync(project).filter((file) => file.endsWith(".tgz"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "stranger", private: true }));
  run(
    "npm",
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    `./${tarball ?? ""}`,
    "typescript@6.0.3",
    "@types/node@20",
  );
}, 300_000);

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

describe("the packed package in an empty project", () => {
  it("holds the library, its types and the schema, and nothing else", () => {
    const installed = join(project, "node_modules", "entra-ingress-auth");

    expect(readdirSync(installed).sort()).toEqual([
      "LICENSE",
      "README.md",
      "config.schema.json",
      "dist",
      "package.json",
    ]);
    expect(readdirSync(join(installed, "dist")).sort()).toEqual(["bin", "lib"]);
  });

  it("synthesizes the library example in JavaScript", () => {
    writeFileSync(join(project, "main.js"), imports("require") + LIBRARY_EXAMPLE);

    run(process.execPath, "main.js", "from-js");

    expect(synthesizedBy("from-js")).toContain('"https://podinfo.example.com/oauth2/callback"');
  });

  it("synthesizes the library example as an ECMAScript module", () => {
    // Node finds sub-paths of packages without "exports" only with their file names.
    const source = imports("import").replace(/\/lib\/provider"/g, '/lib/provider/index.js"');
    writeFileSync(join(project, "main.mjs"), source + LIBRARY_EXAMPLE);

    run(process.execPath, "main.mjs", "from-mjs");

    expect(synthesizedBy("from-mjs")).toContain('"https://podinfo.example.com/oauth2/callback"');
  });

  it("synthesizes the library example in TypeScript, type-checked strictly", () => {
    mkdirSync(join(project, "src"));
    writeFileSync(join(project, "src", "main.ts"), imports("import") + LIBRARY_EXAMPLE);
    const compilerOptions = {
      strict: true,
      module: "node16",
      target: "es2022",
      outDir: "out",
      rootDir: "src",
      types: ["node"],
      skipLibCheck: false,
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));

    run("npx", "tsc");
    run(process.execPath, "out/main.js", "from-ts");

    expect(synthesizedBy("from-ts")).toContain('"https://podinfo.example.com/oauth2/callback"');
  }, 120_000);

  it("loads a config file through its second entry", () => {
    writeFileSync(join(project, "config.yaml"), "stack: x\n");
    writeFileSync(
      join(project, "config.js"),
      'const { loadConfig } = require("entra-ingress-auth/config"); try { loadConfig("config.yaml", {}); } catch (e) { console.log(e.message); }',
    );

    expect(run(process.execPath, "config.js")).toContain('config.yaml:1:1: is missing "entra" or "github"');
  });
});
