import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "./files";

/** What the package gives to those who import it, as a compiler sees it. */
export interface PublicApi {
  /** How many members its interfaces and classes have. */
  readonly members: number;
  /** What is exported, and members of it, without a sentence. */
  readonly undocumented: readonly string[];
  /** Optional props that do not say what holds without them. */
  readonly withoutDefault: readonly string[];
  /** Types of the library that a public signature mentions and nobody can import. */
  readonly notExported: readonly string[];
}

/** Reads the declarations of some entry points of the library, such as "lib/index". */
export function publicApi(entries: readonly string[]): PublicApi {
  const program = declarations();
  const checker = program.getTypeChecker();
  const undocumented: string[] = [];
  const withoutDefault: string[] = [];
  const notExported = new Set<string>();
  let members = 0;

  const original = (symbol: ts.Symbol): ts.Symbol =>
    (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
  const exported = new Set(
    entries.flatMap((entry) => {
      const source = program.getSourceFile(join(OUT, `${entry}.d.ts`));
      const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
      return module === undefined ? [] : checker.getExportsOfModule(module).map(original);
    }),
  );

  /** The types of the library that a piece of a declaration mentions and nobody can import. */
  const mentionedIn = (node: ts.Node): string[] => {
    const found: string[] = [];
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
    const type = symbol === undefined ? undefined : original(symbol);
    const isOurs = type?.declarations?.some((one) => one.getSourceFile().fileName.startsWith(OUT));
    if (type !== undefined && isOurs === true && !exported.has(type)) {
      const isParameter = (type.flags & ts.SymbolFlags.TypeParameter) !== 0;
      found.push(...(isParameter ? [] : [type.name]));
    }
    ts.forEachChild(node, (child) => {
      found.push(...mentionedIn(child));
    });
    return found;
  };
  const hasSentence = (symbol: ts.Symbol): boolean =>
    ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== "";

  for (const symbol of exported) {
    undocumented.push(...(hasSentence(symbol) ? [] : [symbol.name]));
    for (const declaration of symbol.declarations ?? []) {
      const isType = ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration);
      const visible = isType ? [...declaration.members].filter(isVisible) : [];
      const parts: readonly ts.Node[] = isType
        ? [...visible, ...(declaration.heritageClauses ?? [])]
        : [declaration];
      parts.flatMap(mentionedIn).forEach((type) => notExported.add(`${type} in ${symbol.name}`));
      for (const member of visible) {
        const found = member.name === undefined ? undefined : checker.getSymbolAtLocation(member.name);
        if (found !== undefined) {
          const name = `${symbol.name}.${found.name}`;
          const isOptional = ts.isPropertySignature(member) && member.questionToken !== undefined;
          const tags = found.getJsDocTags(checker).map((tag) => tag.name);
          members += 1;
          undocumented.push(...(hasSentence(found) ? [] : [name]));
          withoutDefault.push(...(isOptional && !tags.includes("default") ? [name] : []));
        }
      }
    }
  }
  return { members, undocumented, withoutDefault, notExported: [...notExported] };
}

/** Where the declarations would be; nothing is written there. */
const OUT = join(ROOT, "declarations");

/** The library's declarations as the package has them, held in memory. */
function declarations(): ts.Program {
  const file = join(ROOT, "tsconfig.build.json");
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, (name) => ts.sys.readFile(name)).config,
    ts.sys,
    ROOT,
  );
  const texts = new Map<string, string>();
  ts.createProgram(fileNames, { ...options, outDir: OUT, emitDeclarationOnly: true }).emit(
    undefined,
    (name, text) => texts.set(name, text),
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  return ts.createProgram(
    [...texts.keys()],
    { ...options, noEmit: true },
    {
      ...host,
      readFile: (name) => texts.get(name) ?? readFile(name),
      fileExists: (name) => texts.has(name) || fileExists(name),
      directoryExists: (name) => name.startsWith(OUT) || ts.sys.directoryExists(name),
      getSourceFile: (name, language, ...others) => {
        const text = texts.get(name);
        return text === undefined
          ? getSourceFile(name, language, ...others)
          : ts.createSourceFile(name, text, language);
      },
    },
  );
}

function isVisible(member: ts.Declaration): boolean {
  return (
    (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) === 0
  );
}
