import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { report } from "../../bin/validate";
import type { FoundProblem } from "../../lib/config";
import { inTemporaryFolder } from "../support/files";
import { PROGRAM_TIMEOUT, runProgram, type Ended } from "../support/programs";

const GOOD = `entra: { accessGroup: { name: users } }
ingressController: { kind: ingress-nginx }
apps:
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: 80 }
`;
/** Right, but worth a warning: public paths beside protected ones of one Service. */
const WARNED = GOOD.replace("    service", "    publicPaths: [/healthz]\n    service");
const BAD = GOOD.replace("host: shop", "host: https://shop").replace("port: 80", "port: 0");

const BAD_HOST =
  'apps[0].host: "https://shop.example.com" is a URL; host takes a name such as podinfo.example.com';
const BAD_PORT = "apps[0].service.port: 0 is not a port; a port is a whole number from 1 to 65535";

jest.setTimeout(PROGRAM_TIMEOUT);

/** Runs `validate` where there is `conf/a.yaml` with some text. */
function validate(text: string, args: readonly string[]): Ended {
  return inTemporaryFolder((cwd) => {
    mkdirSync(join(cwd, "conf"));
    writeFileSync(join(cwd, "conf", "a.yaml"), text);
    const ended = runProgram("bin/entra-ingress-auth.ts", ["validate", ...args], { cwd });
    expect(readdirSync(cwd)).toEqual(["conf"]);
    return ended;
  });
}

describe("validate", () => {
  it("says everything that is wrong, by the path as given, and ends with status 1", () => {
    expect(validate(BAD, ["conf/a.yaml"])).toEqual({
      status: 1,
      stdout: `conf/a.yaml:5:5: ${BAD_HOST}\nconf/a.yaml:6:44: ${BAD_PORT}\n`,
      stderr: "",
    });
  });

  it("marks the right lines for GitHub", () => {
    expect(validate(BAD, ["--format", "github", "--config", "./conf/a.yaml"])).toEqual({
      status: 1,
      stdout: `::error file=./conf/a.yaml,line=5,col=5,title=entra-ingress-auth::${BAD_HOST}
::error file=./conf/a.yaml,line=6,col=44,title=entra-ingress-auth::${BAD_PORT}
`,
      stderr: "",
    });
  });

  it("ends with status 0 where there are warnings alone, with their lines", () => {
    const { status, stdout } = validate(WARNED, ["--format", "json", "conf/a.yaml"]);

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      valid: true,
      problems: [
        {
          severity: "warning",
          file: "conf/a.yaml",
          line: 6,
          column: 5,
          path: "apps[0].publicPaths",
          message: expect.stringMatching(/^"shop\.example\.com\/healthz" is public beside protected paths/),
        },
      ],
    });
  });

  it("loads no cdktf, because it checks files alone", () => {
    const loaded = (command: string): string =>
      inTemporaryFolder((cwd) => {
        writeFileSync(join(cwd, "a.yaml"), GOOD);
        writeFileSync(
          join(cwd, "count.cjs"),
          `process.on("exit", () => {
             const files = Object.keys(require("node:module")._cache);
             console.log("loaded " + files.filter((file) => /node_modules.(@?cdktf|constructs)/.test(file)).length);
           });`,
        );
        const env = { NODE_OPTIONS: `--require=${join(cwd, "count.cjs")}` };
        return runProgram("bin/entra-ingress-auth.ts", [command, "a.yaml"], { cwd, env }).stdout;
      });

    expect(loaded("validate")).toMatch(/^a\.yaml: keeps every rule\nloaded 0\n/);
    // And so that it is known to see them.
    expect(loaded("synth")).toMatch(/^loaded [1-9]/m);
  });
});

describe("what validate says", () => {
  const problem: FoundProblem = {
    path: ["apps", 0, "host"],
    message: "100% wrong\r\nreally",
    file: "a,b:c%.yaml",
    line: 2,
    column: 3,
  };
  const unplaced: FoundProblem = { path: [], message: "there is no such file", file: "none.yaml" };

  it("is escaped for GitHub, so that nothing in it ends the annotation or begins another", () => {
    expect(report({ problems: [problem, unplaced], warnings: [] }, [], "github").split("\n")).toEqual([
      "::error file=a%2Cb%3Ac%25.yaml,line=2,col=3,title=entra-ingress-auth::apps[0].host: 100%25 wrong%0D%0Areally",
      "::error file=none.yaml,title=entra-ingress-auth::there is no such file",
    ]);
  });

  it("has warnings apart from errors", () => {
    const found = { problems: [unplaced], warnings: [{ ...problem, message: "careful" }] };

    expect(report(found, ["none.yaml"], "text")).toBe(
      "none.yaml: there is no such file\na,b:c%.yaml:2:3: warning: apps[0].host: careful",
    );
    expect(report(found, ["none.yaml"], "github")).toContain("\n::warning file=a%2Cb");
    expect(JSON.parse(report(found, ["none.yaml"], "json"))).toEqual({
      valid: false,
      problems: [
        { severity: "error", file: "none.yaml", path: "", message: "there is no such file" },
        {
          severity: "warning",
          file: "a,b:c%.yaml",
          line: 2,
          column: 3,
          path: "apps[0].host",
          message: "careful",
        },
      ],
    });
  });

  it("names every file that keeps the rules, where all do", () => {
    expect(report({ problems: [], warnings: [] }, ["a.yaml", "b.yaml"], "text")).toBe(
      "a.yaml: keeps every rule\nb.yaml: keeps every rule",
    );
  });
});
