import { filesFor, withAddition, type Edit } from "../support/contributing";
import { OIDC_FILES } from "./oidc-files";

const TIMEOUT = 300_000;
const SECTION = "An identity";
const CONFIG = `
oidc:
  issuer: https://id.contoso.com
  clientId: shop
  clientSecret: { name: oidc, key: secret }
  signOutUrl: https://id.contoso.com/logout
  memberGroup: staff
ingressController: { kind: traefik }
apps:
  - name: shop
    host: shop.contoso.com
    service: { namespace: shop, name: web, port: 80 }
    normalizesPaths: true
    paths: [/, { path: /admin, access: { oidcGroups: [admins] } }]
`;

/** Replaces each text once, in a file that has all of them. */
function replaced(...pairs: readonly (readonly [place: string, text: string])[]): Edit {
  return (file) =>
    pairs.reduce((text, [place, instead]) => {
      if (!text.includes(place)) throw new Error(`the file has no longer: ${place}`);
      return text.replace(place, () => instead);
    }, file);
}

const edits: Readonly<Record<string, Edit>> = {
  ...OIDC_FILES,
  "lib/identity/index.ts": replaced(
    [
      "import { GITHUB }",
      'import { OIDC } from "./oidc/traits";\nimport { OIDC_ACCESS_KEYS, type OidcAccessProps, type OidcProps } from "./oidc/props";\nimport { GITHUB }',
    ],
    ["github: GITHUB }", "github: GITHUB, oidc: OIDC }"],
    [
      "readonly github?: GitHubProps;",
      "readonly github?: GitHubProps;\n  /** An issuer. @default - none */\n  readonly oidc?: OidcProps;",
    ],
    ["GitHubAccessProps {}", "GitHubAccessProps, OidcAccessProps {}"],
    ["...GITHUB_ACCESS_KEYS }", "...GITHUB_ACCESS_KEYS, ...OIDC_ACCESS_KEYS }"],
  ),
  "lib/identity/in-files.ts": replaced(
    [
      "import { github,",
      'import { OIDC_IN_FILE } from "./oidc/file";\nimport { oidc, oidcAccess } from "./oidc/schema";\nimport { github,',
    ],
    [
      "\n} as const",
      "\n  oidc: { section: oidc, access: oidcAccess, takesForeignProxy: false, inFile: OIDC_IN_FILE },\n} as const",
    ],
  ),
  "lib/stack.ts": replaced(
    [
      "import { GitHubIngressAuth }",
      'import { OidcIngressAuth } from "./facade/oidc-ingress-auth";\nimport { GitHubIngressAuth }',
    ],
    [
      "  github: {\n",
      `  oidc: {
    make: (stack, { oidc, ...config }) =>
      new OidcIngressAuth(stack, "auth", { ...oidc, ...facadeProps(config) }),
  },
  github: {
`,
    ],
  ),
};

describe("an identity", () => {
  it("takes the files of CONTRIBUTING.md and no others", () => {
    const files = filesFor(SECTION, "oidc").map(({ path }) => path);

    expect(files.filter((path) => path.startsWith("lib/")).sort()).toEqual(Object.keys(edits).sort());
  });

  it(
    "compiles, and a config file can name it: nothing of another identity is in the stack",
    () => {
      withAddition(edits, (copy) => {
        expect(copy.complaints()).toEqual([]);

        const json = JSON.stringify(copy.synth(CONFIG));
        expect(json).toContain("allowed_groups=admins");
        expect(json).toContain('"--oidc-groups-claim=groups"');
        expect(json).not.toMatch(/azuread|microsoft|github/i);
      });
    },
    TIMEOUT,
  );

  it(
    "is refused what it has nothing for, without a line of its own about it",
    () => {
      withAddition(edits, (copy) => {
        const refusal = (authProxy: string): string =>
          (copy.synth(`${CONFIG}authProxy: ${authProxy}\n`) as { readonly refused: string }).refused;

        expect(refusal("{ service: { namespace: auth, name: proxy, port: 4180 } }")).toContain(
          'authProxy.service: is an auth proxy that somebody else runs, and who may sign in with the issuer is decided there, so that nothing under "oidc" would hold',
        );
        expect(copy.synth(CONFIG.replace("{ oidcGroups: [admins] }", "{ teams: [admins] }"))).toEqual({
          refused: expect.stringContaining("paths[1].access: names nobody") as string,
        });
        expect(refusal("{ bearerTokens: true }")).toContain(
          "authProxy.bearerTokens: are tokens of Entra's service principals, and the issuer has none for programs",
        );
      });
    },
    TIMEOUT,
  );

  it(
    "does not compile where the file takes it and the words do not know it",
    () => {
      const index = edits["lib/identity/index.ts"] as (text: string) => string;
      const wordless: Edit = (text) => index(text).replace("readonly oidc?: OidcProps;", "");
      withAddition({ ...edits, "lib/identity/index.ts": wordless }, (copy) => {
        expect(copy.complaints()).not.toEqual([]);
      });
    },
    TIMEOUT,
  );
});
