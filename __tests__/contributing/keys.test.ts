import { filesFor, withAddition, type Edit } from "../support/contributing";

const TIMEOUT = 300_000;
const SECTION = "A key that is handed on";

const CONFIG = `
entra: { accessGroup: { name: people } }
ingressController: { kind: ingress-nginx }
authProxy: { logsLocalTime: true }
apps:
  - name: shop
    host: shop.example.com
    service: { namespace: shop, name: web, port: 80 }
`;

const PROPS = "lib/oauth2-proxy/props.ts";
const SCHEMA = "lib/config/schema/auth-proxy.ts";
const SETTINGS = "lib/oauth2-proxy/settings.ts";

const EDITS = {
  [PROPS]: (text) =>
    text
      .replace(
        "  readonly replicas?: number;",
        "$&\n  /** Whether its log has the local time. @default false */\n  readonly logsLocalTime?: boolean;",
      )
      .replace("    replicas: ANY,", "$&\n    logsLocalTime: ANY,"),
  [SCHEMA]: (text) => text.replace("  image: text(", "  logsLocalTime: z.boolean().optional(),\n$&"),
  [SETTINGS]: (text) =>
    text
      .replace("  readonly cookieName: string;", "$&\n  readonly logsLocalTime?: boolean;")
      .replace(
        '    ...flag("custom-templates-dir"',
        '    ...flag("logging-local-time", input.logsLocalTime === true),\n$&',
      ),
} satisfies Readonly<Record<string, Edit>>;

/** The same without what goes into one of the files. */
function editsWithout(file: keyof typeof EDITS): Readonly<Record<string, Edit>> {
  return Object.fromEntries(Object.entries(EDITS).filter(([path]) => path !== file));
}

describe("a key that is handed on", () => {
  it("takes the files of CONTRIBUTING.md and no others", () => {
    const files = filesFor(SECTION, "logsLocalTime").map(({ path }) => path);

    expect(files.filter((path) => path.startsWith("lib/"))).toEqual(Object.keys(EDITS));
    expect(files).toEqual([...Object.keys(EDITS), "__tests__/config/every-key.yaml"]);
  });

  it(
    "compiles, and arrives",
    () => {
      withAddition(EDITS, (copy) => {
        expect(copy.complaints()).toEqual([]);
        expect(JSON.stringify(copy.synth(CONFIG))).toContain("--logging-local-time=true");
      });
    },
    TIMEOUT,
  );

  it.each([
    [PROPS, "authProxy.logsLocalTime is in the schema alone"],
    [SCHEMA, "authProxy.logsLocalTime is in the interface alone"],
  ] as const)(
    "does not compile without what goes into %s",
    (file, said) => {
      withAddition(editsWithout(file), (copy) => {
        expect(copy.complaints()).toEqual([expect.stringMatching(`^lib/vocabulary.ts: [^]*"${said}"`)]);
      });
    },
    TIMEOUT,
  );
});
