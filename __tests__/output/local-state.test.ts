import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ConfigError, loadConfigs, type Config } from "../../lib/config";
import { synthesizeAll } from "../../lib/synthesize";
import { inTemporaryFolder } from "../support/files";

const CONFIG = `stack: mine
entra: { accessGroup: { objectId: 7c9e6679-7425-40de-944b-e07fc1f90ae7 } }
ingressController: { kind: ingress-nginx }
apps: [{ name: shop, host: shop.example.com, service: { namespace: shop, name: web, port: 80 } }]
`;
const STATE = JSON.stringify({ version: 4, resources: [{ type: "azuread_application" }] }, undefined, 2);
const EMPTY_STATE = JSON.stringify({ version: 4, resources: [] }, undefined, 2);

/** Runs with a folder of its own as the working folder, which relative paths start at. */
function inside<T>(run: () => T): T {
  return inTemporaryFolder((folder) => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      return run();
    } finally {
      process.chdir(before);
    }
  });
}

function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Synthesizes a config file, and gives the path of its state as Terraform reads it. */
function statePathOf(file: string, outdir: string, text = CONFIG): unknown {
  put(file, text);
  const [written] = synthesizeAll(loadConfigs([file], {}), { outdir, files: [file] });
  const { terraform } = JSON.parse(readFileSync(written?.file ?? "", "utf8")) as {
    terraform: { backend: { local: Record<string, unknown> } };
  };
  return terraform.backend.local.path;
}

describe("a local state", () => {
  it.each([
    ["beside cdktf.out", "a.yaml", "cdktf.out", "../../../terraform.mine.tfstate"],
    ["from another folder beside it", "a.yaml", "out", "../../../terraform.mine.tfstate"],
    ["from a deeper output folder", "a.yaml", "out/of/sight", "../../../../../terraform.mine.tfstate"],
    ["in a folder of examples", "examples/a.yaml", "cdktf.out", "../../../examples/terraform.mine.tfstate"],
    ["above the output folder", "a.yaml", "examples/out", "../../../../terraform.mine.tfstate"],
  ])("lies beside the config file, %s", (_, file, outdir, path) => {
    expect(inside(() => statePathOf(file, outdir))).toBe(path);
  });

  it("is the same file for every output folder", () => {
    inside(() => {
      const places = ["cdktf.out", "out", "deep/out", "examples/out"].map((outdir) =>
        join(outdir, "stacks/mine", String(statePathOf("examples/a.yaml", outdir))),
      );

      expect(new Set(places)).toEqual(new Set(["examples/terraform.mine.tfstate"]));
    });
  });

  it("with a path of its own counts from cdktf.out beside the config file, wherever the output is", () => {
    const text = `${CONFIG}state: { arguments: { path: ../../../states/x.tfstate } }\n`;

    expect(inside(() => statePathOf("examples/a.yaml", "out/deep", text))).toBe(
      "../../../../examples/states/x.tfstate",
    );
    expect(inside(() => statePathOf("a.yaml", "cdktf.out", text))).toBe("../../../states/x.tfstate");
  });

  it("with an absolute path stays where it is", () => {
    const text = `${CONFIG}state: { arguments: { path: /srv/x.tfstate, workspace_dir: ws } }\n`;

    expect(inside(() => statePathOf("a.yaml", "cdktf.out", text))).toBe("/srv/x.tfstate");
  });

  it("is found through an output folder that is a link to elsewhere", () => {
    inside(() => {
      mkdirSync("far/away/out", { recursive: true });
      symlinkSync("far/away/out", "cdktf.out");

      expect(statePathOf("a.yaml", "cdktf.out")).toBe("../../../../../terraform.mine.tfstate");
    });
  });

  it("lies beside the output folder for who gives a config without its file", () => {
    inside(() => {
      put("a.yaml", CONFIG);
      const [written] = synthesizeAll(loadConfigs(["a.yaml"], {}), { outdir: "deep/out" });

      expect(readFileSync(written?.file ?? "", "utf8")).toContain(
        '"path": "../../../terraform.mine.tfstate"',
      );
      expect(written?.stateFile).toBeUndefined();
    });
  });
});

describe("a state that lies beside the output folder", () => {
  const refused = (older: string, file: string, path: string): string =>
    `[mine] state: is expected in ${file}, because it lies beside the config file whatever the output folder is, and there is a state of that name in ${older}. If that is this stack's, move it: mv ${older} ${file}; or keep it there with state.arguments.path: ${path}. If it is another file's, give this file a "stack" name of its own`;

  it("is refused rather than left behind, with the command that moves it and the key that keeps it", () => {
    inside(() => {
      put("terraform.mine.tfstate", STATE);

      expect(() => statePathOf("examples/a.yaml", "cdktf.out")).toThrow(
        new Error(
          refused(
            "terraform.mine.tfstate",
            "examples/terraform.mine.tfstate",
            "../../../../terraform.mine.tfstate",
          ),
        ),
      );
      const kept = `${CONFIG}state: { arguments: { path: ../../../../terraform.mine.tfstate } }\n`;
      expect(statePathOf("examples/a.yaml", "cdktf.out", kept)).toBe("../../../terraform.mine.tfstate");
    });
  });

  it("is found beside an output folder that is named", () => {
    inside(() => {
      put("out/terraform.mine.tfstate", STATE);

      expect(() => statePathOf("a.yaml", "out/deep")).toThrow(
        refused(
          "out/terraform.mine.tfstate",
          "terraform.mine.tfstate",
          "../../../out/terraform.mine.tfstate",
        ),
      );
    });
  });

  it("is found beside cdktf.out, whichever output folder is named", () => {
    inside(() => {
      put("terraform.mine.tfstate", STATE);

      expect(() => statePathOf("examples/a.yaml", "examples/out")).toThrow(
        "mv terraform.mine.tfstate examples/",
      );
    });
  });

  it.each([
    ["it holds nothing any more", "terraform.mine.tfstate", EMPTY_STATE],
    ["it is empty", "terraform.mine.tfstate", ""],
    ["it is of another stack", "terraform.other.tfstate", STATE],
  ])("is no matter where %s", (_, file, text) => {
    inside(() => {
      put(file, text);

      expect(() => statePathOf("examples/a.yaml", "cdktf.out")).not.toThrow();
    });
  });

  it("is said where there is one beside the config file too, until the file says which one it means", () => {
    inside(() => {
      put("terraform.mine.tfstate", STATE);
      put("examples/terraform.mine.tfstate", STATE);

      expect(() => statePathOf("examples/a.yaml", "cdktf.out")).toThrow(
        new Error(
          "[mine] state: lies in examples/terraform.mine.tfstate, beside the config file, and there is another state of that name in terraform.mine.tfstate. If that is an older one of this stack's, remove it once nothing of it is missed; if it is another file's, say that this file means its own with state.arguments.path: ../../../terraform.mine.tfstate",
        ),
      );
      const own = `${CONFIG}state: { arguments: { path: ../../../terraform.mine.tfstate } }\n`;
      expect(() => statePathOf("examples/a.yaml", "cdktf.out", own)).not.toThrow();
    });
  });

  it("is said for all stacks at once", () => {
    inside(() => {
      const files = ["a", "b"].map((name) => {
        put(`terraform.${name}.tfstate`, STATE);
        put(`conf/${name}.yaml`, CONFIG.replace("mine", name).replace("shop.example", `${name}.example`));
        return `conf/${name}.yaml`;
      });
      const configs = files.flatMap((file): Config[] => loadConfigs([file], {}));

      expect(() => synthesizeAll(configs, { outdir: "cdktf.out", files })).toThrow(
        /conf\/terraform\.a\.tfstate.*\n.*conf\/terraform\.b\.tfstate/,
      );
    });
  });
});

describe("the states of files in several folders", () => {
  const stateAt = (name: string, path: string): string =>
    `${CONFIG.replace("mine", name).replace("shop.example", `${name}.example`)}authProxy: { name: ${name} }
state: { arguments: { path: ${path} } }\n`;

  it.each([
    ["one file by two paths", "../../../../b/x.tfstate", "../../../x.tfstate", true],
    ["two files by one path", "../../../x.tfstate", "../../../x.tfstate", false],
  ])("are compared by where they are: %s", (_, one, two, isSame) => {
    inside(() => {
      put("a/1.yaml", stateAt("one", one));
      put("b/2.yaml", stateAt("two", two));
      let message = "";
      try {
        loadConfigs(["a/1.yaml", "b/2.yaml"], {});
      } catch (error) {
        message = error instanceof ConfigError ? error.message : String(error);
      }

      expect(message.includes('is where "a/1.yaml" keeps its state')).toBe(isSame);
    });
  });
});
