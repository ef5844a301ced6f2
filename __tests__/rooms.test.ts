import { join } from "node:path";
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

describe("the rule between the rooms", () => {
  it.each([
    ["lib/entra/x.ts", "../ingress/controller"],
    ["lib/entra/x.ts", "../oauth2-proxy/settings"],
    ["lib/entra/x.ts", "../github/oauth-app"],
    ["lib/github/x.ts", "../entra/cloud"],
    ["lib/github/x.ts", "../oauth2-proxy/identity-provider"],
    ["lib/github/x.ts", "../ingress/controller"],
    ["lib/oauth2-proxy/x.ts", "../entra/cloud"],
    ["lib/oauth2-proxy/x.ts", "../github/oauth-app"],
    ["lib/ingress/x.ts", "../github/oauth-app"],
    ["lib/config/x.ts", "../github/oauth-app"],
    ["lib/ingress/x.ts", "../oauth2-proxy/settings"],
    ["lib/rules/x.ts", "../checks"],
    ["lib/rules/x.ts", "cdktf"],
    ["lib/resolver/x.ts", "../ingress/controller"],
    ["lib/resolver/x.ts", "cdktf"],
    ["lib/contracts/x.ts", "../ingress/controller"],
    ["lib/contracts/x.ts", "cdktf"],
    ["lib/model/x.ts", "cdktf"],
    ["lib/model/x.ts", "../access/access"],
    ["lib/model/x.ts", "../stack"],
    ["lib/config/x.ts", "../stack"],
    ["lib/config/x.ts", "cdktf"],
    ["lib/x.ts", "../bin/summary"],
    ["lib/entra/x.ts", "../../lab/entra"],
    ["lib/ingress/x.ts", "../../bench/apps"],
    ["lib/x.ts", "@cdktf/provider-kubernetes"],
    ["bin/x.ts", "@cdktf/provider-azuread"],
  ])("%s does not import %s", async (file, from) => {
    expect(await complaints(file, from)).toHaveLength(1);
  });

  it.each([
    ["lib/entra/x.ts", "../rules"],
    ["lib/github/x.ts", "../rules"],
    ["lib/resolver/x.ts", "../rules"],
    ["lib/contracts/x.ts", "../rules/rule"],
    ["lib/model/x.ts", "../rules"],
    ["lib/model/x.ts", "../ingress/ingress-plan"],
    ["lib/config/x.ts", "../resolver"],
    ["lib/x.ts", "@cdktf/provider-kubernetes/lib/deployment-v1"],
    ["lib/entra-ingress-auth.ts", "./ingress/controller"],
    ["bin/x.ts", "../lib/stack"],
  ])("%s may import %s", async (file, from) => {
    expect(await complaints(file, from)).toEqual([]);
  });
});
