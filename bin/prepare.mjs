// Builds dist/ whenever npm prepares the package: before it is packed, and after it was fetched from a git address.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const compiler = findCompiler();
const bundler = await findBundler();
if (compiler === undefined || bundler === undefined) {
  // `npm ci --omit=dev` in a clone prepares it too; a package without dist/ would be of no use to anybody.
  const isPacking = ["pack", "publish"].includes(process.env.npm_command ?? "");
  console.warn(
    "dist/ is not built, because TypeScript or esbuild is not installed; run npm install with dev dependencies",
  );
  process.exit(isPacking ? 1 : 0);
}
rmSync(join(root, "dist"), { recursive: true, force: true });
// Types are checked by `npm run typecheck`; here they would only take time.
const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json", "--noCheck"], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);
// One file of this package's own code: to find and open some 250 files is a tenth of what a synth takes. Other
// packages stay as they were installed.
await bundler.build({
  absWorkingDir: root,
  entryPoints: ["bin/entra-ingress-auth.ts"],
  outfile: "dist/bin/command.js",
  bundle: true,
  packages: "external",
  platform: "node",
  format: "cjs",
  target: "node20",
  logLevel: "warning",
});
// The file that Node is started with is a short one: where a loader such as tsx is registered, Node searches that file
// for its exports first, which for the long one takes a tenth of a synth.
const program = join(root, "dist/bin/entra-ingress-auth.js");
writeFileSync(program, '#!/usr/bin/env node\n"use strict";\nrequire("./command.js");\n');
chmodSync(program, 0o755);

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve("typescript/bin/tsc");
  } catch {
    return undefined;
  }
}

async function findBundler() {
  try {
    return await import("esbuild");
  } catch {
    return undefined;
  }
}
