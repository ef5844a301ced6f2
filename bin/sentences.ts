import { join } from "node:path";
import ts from "typescript";
import type { JsonSchema } from "../lib/config/json-schema";

const ROOT = join(__dirname, "..");

/**
 * The schema of the config file in which every key has the sentence that its member has in the interfaces of the
 * checkout at `root`. Throws with the places of all that have none.
 */
export function withSentences(schema: JsonSchema, root = ROOT): JsonSchema {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.json"), (name) => ts.sys.readFile(name)).config,
    ts.sys,
    root,
  );
  const vocabulary = join(root, "lib/vocabulary.ts");
  const program = ts.createProgram([vocabulary], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(vocabulary);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const file = module === undefined ? undefined : checker.tryGetMemberInModuleExports("ConfigFile", module);
  if (file === undefined) {
    throw new Error("unreachable: lib/vocabulary.ts has no ConfigFile");
  }
  const problems: string[] = [];
  const described = describe(schema, [checker.getDeclaredTypeOfSymbol(file)], "", { checker, problems });
  if (problems.length > 0) {
    throw new Error(`lib/vocabulary.ts and the props that it names lack words:\n  ${problems.join("\n  ")}`);
  }
  return described;
}

interface Reading {
  readonly checker: ts.TypeChecker;
  readonly problems: string[];
}

/** A part of the schema, with the sentences of the types that stand at the same place. */
function describe(
  schema: JsonSchema,
  types: readonly ts.Type[],
  place: string,
  reading: Reading,
): JsonSchema {
  const { properties, items, anyOf } = schema;
  const forms = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: describeKeys(properties, forms, place, reading) }),
    ...(items === undefined
      ? {}
      : {
          items: describe(
            items,
            forms.flatMap((form) => entriesOf(form, reading)),
            `${place}[]`,
            reading,
          ),
        }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map((form) => describe(form, forms, place, reading)) }),
  };
}

function describeKeys(
  properties: Readonly<Record<string, JsonSchema>>,
  forms: readonly ts.Type[],
  place: string,
  reading: Reading,
): Record<string, JsonSchema> {
  const keys = Object.keys(properties);
  // Of several forms of a value, those that have every key of this one say what its keys are.
  const complete = forms.filter((form) => keys.every((key) => form.getProperty(key) !== undefined));
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => {
      const at = place === "" ? key : `${place}.${key}`;
      const members = (complete.length > 0 ? complete : forms).flatMap((form) => form.getProperty(key) ?? []);
      const [description, ...others] = new Set(members.map((member) => sentenceOf(member, at, reading)));
      if (description === undefined || others.length > 0) {
        reading.problems.push(`${at}: ${members.length === 0 ? "has no member" : "has several sentences"}`);
      }
      const types = members.map((member) => reading.checker.getTypeOfSymbol(member));
      return [key, { description, ...describe(value, types, at, reading) }];
    }),
  );
}

/** What a member's comment says, and what holds without it, as one text. */
function sentenceOf(member: ts.Symbol, at: string, { checker, problems }: Reading): string {
  const sentence = oneLine(ts.displayPartsToString(member.getDocumentationComment(checker)));
  const tag = member.getJsDocTags(checker).find(({ name }) => name === "default");
  const byDefault = oneLine(ts.displayPartsToString(tag?.text)).replace(/^- /, "");
  if (sentence === "") {
    problems.push(`${at}: has no sentence`);
  }
  if (byDefault === "" && (member.flags & ts.SymbolFlags.Optional) !== 0) {
    problems.push(`${at}: does not say what holds without it; add @default`);
  }
  return byDefault === "" ? sentence : `${sentence} Default: ${byDefault}.`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** What a list of that type has in it. */
function entriesOf(type: ts.Type, { checker }: Reading): ts.Type[] {
  const entry = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  return checker.isArrayType(type) && entry !== undefined ? [entry] : [];
}
