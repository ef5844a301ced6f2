import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { configReference } from "../bin/config-reference";
import { configJsonSchema } from "../bin/json-schema";
import { withSentences } from "../bin/sentences";
import { plainSchema } from "../lib/config/json-schema";
import { PROVIDERS, testedVersions, type ProviderName } from "../lib/terraform/provider-rules";
import { withAddition, type Edit } from "./support/contributing";
import { ROOT } from "./support/files";

/** A file of the library in which one text takes the place of another. */
interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const VOCABULARY = join(ROOT, "lib/vocabulary.ts");
const unchanged = new Map<string, ts.SourceFile | undefined>();

/** What the compiler says of the vocabulary in a copy of the library, held in memory, with one change. */
function complaints(change?: Change): string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, "tsconfig.build.json"), (name) => ts.sys.readFile(name)).config,
    ts.sys,
    ROOT,
  );
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([VOCABULARY], options, {
    ...host,
    getSourceFile: (name, language) => {
      if (change !== undefined && name === join(ROOT, change.file)) {
        const text = ts.sys.readFile(name) ?? "";
        expect(text.split(change.before)).toHaveLength(2);
        return ts.createSourceFile(name, text.replace(change.before, change.after), language);
      }
      if (!unchanged.has(name)) {
        unchanged.set(name, host.getSourceFile(name, language));
      }
      return unchanged.get(name);
    },
  });
  return program
    .getSemanticDiagnostics(program.getSourceFile(VOCABULARY))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("the words of the config file and of the props", () => {
  jest.setTimeout(120_000);

  it("are the same", () => {
    expect(complaints()).toEqual([]);
  });

  it.each<[string, Change]>([
    [
      "authProxy.logStyle is in the schema alone",
      {
        file: "lib/config/schema/auth-proxy.ts",
        before: "  contact: z",
        after: "  logStyle: z.string().optional(),\n  contact: z",
      },
    ],
    [
      "authProxy.logStyle is in the interface alone",
      {
        file: "lib/oauth2-proxy/props.ts",
        before: "  readonly contact?: string;",
        after: "  readonly contact?: string;\n  readonly logStyle?: string;",
      },
    ],
    [
      "tls.pin is in the interface alone",
      {
        file: "lib/contracts/route.ts",
        before: "  readonly proxySecretName?: string;",
        after: "  readonly proxySecretName?: string;\n  readonly pin?: string;",
      },
    ],
    [
      "entra.machineClients.credential.federated.claim is in the schema alone",
      {
        file: "lib/identity/entra/schema.ts",
        before: "  subject: text(tokenClaim)",
        after: "  claim: z.string().optional(),\n  subject: text(tokenClaim)",
      },
    ],
    [
      "realm is in the schema alone",
      {
        file: "lib/config/schema/index.ts",
        before: "  $schema: z",
        after: "  realm: z.string().optional(),\n  $schema: z",
      },
    ],
  ])("do not compile where %s", (said, change) => {
    expect(complaints(change).join("\n")).toContain(said);
  });

  it.each<Change>([
    { file: "lib/oauth2-proxy/workload.ts", before: "readonly cpu?: string", after: "readonly cpu?: number" },
    {
      file: "lib/contracts/route.ts",
      before: 'kind?: "ClusterIssuer" | "Issuer"',
      after: 'kind?: "Issuer"',
    },
    { file: "lib/config/schema/apps.ts", before: '.enum(["Prefix", "Exact"])', after: '.enum(["Exact"])' },
  ])("do not compile where they take something else: %j", (change) => {
    expect(complaints(change).join("\n")).toContain("does not satisfy the constraint");
  });
});

describe("what is made of the words", () => {
  jest.setTimeout(120_000);
  const schema = configJsonSchema();
  const shipped = (file: string): string => readFileSync(join(ROOT, file), "utf8");

  it("is the JSON Schema that the package has (else: npm run schema)", () => {
    expect(shipped("config.schema.json")).toBe(`${JSON.stringify(schema, undefined, 2)}\n`);
  });

  it("is the reference that the package has (else: npm run schema)", () => {
    expect(shipped("docs/configuration.md")).toBe(configReference(schema));
  });

  it("is refused where a key has no member, with its place", () => {
    const properties = { authProxy: { properties: { logStyle: {}, contact: {} } }, realm: {} };

    expect(() => withSentences({ properties })).toThrow(
      /lack words:\n {2}authProxy\.logStyle: has no member\n {2}realm: has no member$/,
    );
  });

  it("is refused where a member has no sentence, or does not say what holds without it", () => {
    const edits: Readonly<Record<string, Edit>> = {
      "lib/identity/github/oauth-app.ts": (text) => text.replace("/** The client id of the OAuth app", "/* "),
      "lib/oauth2-proxy/props.ts": (text) => text.replace("PodDisruptionBudget. @default 2", "several"),
    };
    withAddition(edits, ({ folder }) => {
      expect(() => withSentences(plainSchema(), folder)).toThrow(
        /lack words:\n {2}github\.clientId: has no sentence\n {2}authProxy\.replicas: does not say what holds without it; add @default$/,
      );
    });
  });

  it.each(Object.keys(PROVIDERS) as ProviderName[])("says which versions of %s are tested", (name) => {
    const { description = "" } = schema.properties?.providers?.properties?.[name] ?? {};

    expect(description).toContain(testedVersions(name).range);
    expect(description).toContain(`Default: hashicorp's ${PROVIDERS[name].version}.`);
  });
});
