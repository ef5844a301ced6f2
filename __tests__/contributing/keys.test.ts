import { filesFor, withAddition, type Edit } from "../support/contributing";

const TIMEOUT = 300_000;
const SECTION = "A key that is handed on";
const CONFIG = `
entra:
  application: { name: proxy }
  accessGroup: { name: people, users: [alice@contoso.com] }
ingressController: { kind: traefik }
authProxy: { toyBanner: Welcome }
apps: [{ name: shop, host: shop.example.com, service: { namespace: shop, name: web, port: 80 } }]
`;

const edits: Readonly<Record<string, Edit>> = {
  "lib/oauth2-proxy/props.ts": (text) =>
    text
      .replace(
        "  readonly contact?: string;",
        "  readonly contact?: string;\n  /** What the sign-in page says. @default - nothing */\n  readonly toyBanner?: string;",
      )
      .replace("  resources: RESOURCE_KEYS,", "  toyBanner: ANY,\n  resources: RESOURCE_KEYS,"),
  "lib/config/schema/auth-proxy.ts": (text) =>
    text.replace("  contact: z", "  toyBanner: z.string().optional(),\n  contact: z"),
  "lib/oauth2-proxy/settings.ts": (text) =>
    text
      .replace(
        "  readonly cookieName: string;",
        "  readonly cookieName: string;\n  readonly toyBanner?: string;",
      )
      .replace(
        '    ...flag("cookie-name", input.cookieName),',
        '    ...(input.toyBanner === undefined ? [] : flag("banner", input.toyBanner)),\n    ...flag("cookie-name", input.cookieName),',
      ),
};

/** The edits of all files but one. */
function without(path: string): Readonly<Record<string, Edit>> {
  const others = Object.entries(edits).filter(([other]) => other !== path);
  expect(others).toHaveLength(Object.keys(edits).length - 1);
  return Object.fromEntries(others);
}

describe("a key that is handed on", () => {
  it("takes the files of CONTRIBUTING.md and no others", () => {
    const files = filesFor(SECTION, "toyBanner").map(({ path }) => path);

    expect(files).toEqual([...Object.keys(edits), "__tests__/config/every-key.yaml"]);
  });

  it(
    "compiles, and reaches oauth2-proxy from a config file",
    () => {
      withAddition(edits, (copy) => {
        expect(copy.complaints()).toEqual([]);
        expect(JSON.stringify(copy.synth(CONFIG))).toContain('"--banner=Welcome"');
      });
    },
    TIMEOUT,
  );

  it.each([
    ["lib/oauth2-proxy/props.ts", "in the schema alone"],
    ["lib/config/schema/auth-proxy.ts", "in the interface alone"],
  ])(
    "does not compile where %s does not know it: it is %s",
    (path, said) => {
      withAddition(without(path), (copy) => {
        expect(copy.complaints()).toEqual([
          expect.stringMatching(`^lib/vocabulary.ts: [^]*"authProxy.toyBanner is ${said}"`),
        ]);
      });
    },
    TIMEOUT,
  );
});
