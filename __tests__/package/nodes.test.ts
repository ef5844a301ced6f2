import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, synthesizedText } from "../support/files";
import { gitAddress, installedNode, INSTALL_TIMEOUT, NODES, pack } from "../support/package";
import { whyNotInitialized } from "../support/terraform";

/*
 * What the README's Deploy part begins with, on every Node that `engines` names and with the npm that comes with it:
 * the starter in an empty folder, the package from a tarball or a git address, and the command.
 */
const folder = mkdtempSync(join(tmpdir(), "entra-ingress-auth-nodes-"));
let tarball = "";
let address = "";

beforeAll(() => {
  tarball = pack(folder);
  address = gitAddress(folder);
}, INSTALL_TIMEOUT);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

process.env.TF_PLUGIN_CACHE_DIR = join(folder, "plugins");
mkdirSync(process.env.TF_PLUGIN_CACHE_DIR);
const absent = whyNoProviders();
if (absent !== undefined) {
  process.stderr.write(`the deploy of the starter: skipped: ${absent}\n`);
}

/** Why the providers of the starter cannot be had, if so. */
function whyNoProviders(): string | undefined {
  const stack = join(folder, "stack");
  mkdirSync(stack);
  writeFileSync(join(stack, "cdk.tf.json"), synthesizedText("examples/starter/entra-ingress-auth.yaml"));
  return whyNotInitialized(stack);
}

/** The environment of somebody who is known nowhere. */
const STRANGER = { ...withoutIdentity(process.env), ARM_USE_CLI: "false", TF_CLI_ARGS_apply: "-no-color" };

function withoutIdentity(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("ARM_")));
}

function synthesizedIn(project: string): string {
  return readFileSync(join(project, "cdktf.out", "stacks", "sign-in", "cdk.tf.json"), "utf8");
}

it("are those that the package names", () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    engines: { node: string };
  };

  expect(engines.node.match(/(?<=\^)\d+/g)).toEqual(NODES.map(({ node }) => node));
});

describe.each(NODES)("on Node $node with npm $npm", (seen) => {
  it(
    "the starter takes the package from a tarball, and its command and its program write the same stack",
    () => {
      const node = installedNode(seen);
      const project = join(folder, `starter-${seen.node}`);
      cpSync(join(ROOT, "examples", "starter"), project, { recursive: true });

      node.npm(project, "install", "--prefer-offline", "--no-audit", "--no-fund", tarball);
      const output = node.run(project, "entra-ingress-auth", "synth");
      const byCommand = synthesizedIn(project);
      rmSync(join(project, "cdktf.out"), { recursive: true });
      node.run(project, "tsx", "main.ts");
      node.run(project, "tsc");

      expect(output).toContain("podinfo: / for members of sign-in users");
      expect(byCommand).toContain('"https://podinfo.example.com/oauth2/callback"');
      expect(synthesizedIn(project)).toBe(byCommand);
      expect(existsSync(join(project, "node_modules", "cdktf-cli"))).toBe(false);
    },
    INSTALL_TIMEOUT,
  );

  (absent === undefined ? it : it.skip)(
    `the starter's deploy gets as far as asking who deploys${absent === undefined ? "" : `: ${absent}`}`,
    () => {
      const node = installedNode(seen, STRANGER);
      const project = join(folder, `starter-${seen.node}`);

      expect(() => node.run(project, "entra-ingress-auth", "deploy", "--auto-approve")).toThrow(
        /Terraform has been successfully initialized![^]* with provider\["[^"]*\/hashicorp\/azuread"\]/,
      );
    },
    INSTALL_TIMEOUT,
  );

  it(
    "the package installs from a git address, and its command runs",
    () => {
      const node = installedNode(seen);
      const project = join(folder, `git-${seen.node}`);
      mkdirSync(project);
      writeFileSync(join(project, "package.json"), JSON.stringify({ name: "stranger", private: true }));

      node.npm(project, "install", "--prefer-offline", "--no-audit", "--no-fund", address);
      // As the README's `cp -rn`: what is there already stays.
      cpSync(join(project, "node_modules", "entra-ingress-auth", "examples", "starter"), project, {
        recursive: true,
        force: false,
      });
      node.run(project, "entra-ingress-auth", "validate");
      node.run(project, "entra-ingress-auth", "synth");

      expect(synthesizedIn(project)).toContain('"https://podinfo.example.com/oauth2/callback"');
      expect(existsSync(join(project, "node_modules", "entra-ingress-auth", "docs", "library.md"))).toBe(
        true,
      );
    },
    INSTALL_TIMEOUT,
  );
});
