import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../support/files";

/** What the pages take as given: what the README's example has made. */
const GIVEN = `
import type { App as A, TerraformStack as S } from "cdktf";
import type { EntraIngressAuth as E, EntraIngressAuthProps as P, IngressController as C } from "entra-ingress-auth";
declare global {
  const app: A;
  const stack: S;
  const auth: E;
  const ingressController: C;
  const props: P;
}
`;

interface Snippet {
  readonly place: string;
  readonly text: string;
}

function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```(?:ts|typescript|js|javascript)\n([\s\S]*?)^```/gm)].map((match) => ({
    place: `${page}:${text.slice(0, match.index).split("\n").length + 1}`,
    text: match[1] ?? "",
  }));
}

const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).map((page) => join("docs", page))];
const SNIPPETS = PAGES.filter((page) => page.endsWith(".md")).flatMap(snippetsOf);

/** What a strict compiler says of every snippet, as CommonJS and as an ECMAScript module. */
function complaints(snippets: readonly Snippet[]): string[] {
  const folder = join(ROOT, "snippets");
  const texts = new Map([[join(folder, "given.d.cts"), GIVEN]]);
  const places = new Map<string, string>();
  for (const extension of ["cts", "mts"]) {
    snippets.forEach(({ place, text }, i) => {
      const file = join(folder, `snippet-${i}.${extension}`);
      texts.set(file, `${text}\nexport {};\n`);
      places.set(file, `${place} (${extension})`);
    });
  }
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
    paths: {
      "entra-ingress-auth": [join(ROOT, "lib", "index.ts")],
      "entra-ingress-auth/config": [join(ROOT, "lib", "config", "index.ts")],
    },
  };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    readFile: (name) => texts.get(name) ?? host.readFile(name),
    fileExists: (name) => texts.has(name) || host.fileExists(name),
    getSourceFile: (name, language, ...others) => {
      const text = texts.get(name);
      return text === undefined
        ? host.getSourceFile(name, language, ...others)
        : ts.createSourceFile(name, text, language);
    },
  });
  return [...places].flatMap(([file, place]) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
  });
}

describe("the snippets of README and docs", () => {
  it("compile strictly, as CommonJS and as ECMAScript modules", () => {
    expect(SNIPPETS.length).toBeGreaterThan(5);
    expect(complaints(SNIPPETS)).toEqual([]);
  }, 300_000);

  it("would be complained of where they do not", () => {
    const wrong = { place: "page:1", text: 'auth.protectt("shop", {});' };

    expect(complaints([wrong])).toEqual([
      expect.stringContaining("page:1 (cts): Property 'protectt' does not exist"),
      expect.stringContaining("page:1 (mts): Property 'protectt' does not exist"),
    ]);
  }, 300_000);
});
