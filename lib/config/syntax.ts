import {
  isAlias,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type YAMLParseError,
  type YAMLWarning,
} from "yaml";
import { quote } from "../rules/rule";
import { schemaWords } from "./json-schema";

/** Something that keeps a text from being read at all, at an offset from its start. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}

/** Deeper than any key of a config file, and shallow enough for everything that walks through it. */
const MAX_DEPTH = 100;
const TOO_DEEP = "is nested too deeply; no key of a config file needs more than a few levels";

/** A text as YAML, where its lines begin, and what keeps it from being read. */
export interface ParsedText {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  readonly problems: readonly SyntaxProblem[];
}

/** Reads YAML 1.2 as plain data: JSON is in it, and tags are not. */
export function parseText(text: string): ParsedText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    resolveKnownTags: false,
  });
  return { document, lines, problems: syntaxProblems(text, document) };
}

/** What YAML itself refuses; without any of it, what could not be walked through. */
function syntaxProblems(text: string, document: Document.Parsed): SyntaxProblem[] {
  const errors = [...document.errors, ...document.warnings];
  const problems = causes(text, errors).map((error) => ({
    offset: error.pos[0],
    message: syntaxMessage(text, error),
  }));
  return problems.length > 0 ? problems : structureProblems(document);
}

type SyntaxError = YAMLParseError | YAMLWarning;

/** Without the errors that only follow from an earlier one. */
function causes(text: string, errors: readonly SyntaxError[]): readonly SyntaxError[] {
  const exhausted = errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  if (exhausted !== undefined) {
    return [exhausted];
  }
  const references = errors.filter((error) => isReference(text, error));
  return references.length > 0
    ? references
    : errors.filter(({ code }, i) => i === 0 || code !== "UNEXPECTED_TOKEN");
}

/** A brace ends the plain text before it inside of a map or list in braces. */
function isReference(text: string, { code, pos: [offset] }: SyntaxError): boolean {
  return code === "UNEXPECTED_TOKEN" && text.slice(offset - 1, offset + 1) === "${";
}

/**
 * In the parser's words, but without the text that it found: where quotes are missing, that may be a secret,
 * as passwords start with "*", "!" and the like.
 */
function syntaxMessage(text: string, error: SyntaxError): string {
  if (isReference(text, error)) {
    return "${NAME} takes quotes inside of { } and [ ]; quote the whole value";
  }
  switch (error.code) {
    case "DUPLICATE_KEY":
      return `${duplicateKey(text.slice(error.pos[0]))} stands here twice; keep one of them`;
    case "MULTIPLE_DOCS":
      return "a second document starts here, and a config file has one; remove one of them";
    case "NON_STRING_KEY":
      return "a key is a list or a map here; a key is text";
    case "RESOURCE_EXHAUSTION":
      return TOO_DEEP;
    case "TAG_RESOLVE_FAILED":
      return 'is not valid YAML: a tag stands here, which is text after "!"; write the value without, or in quotes where it starts with "!"';
    case "BAD_DQ_ESCAPE":
      return "is not valid YAML: a backslash starts an escape that does not exist; write two backslashes, or single quotes around the value";
    default:
      return `is not valid YAML: ${parserWords(error)}; correct it here or just before`;
  }
}

/** What the parser says is wrong, without what it says stands there. */
function parserWords({ message }: SyntaxError): string {
  const [line = ""] = message.split("\n");
  return line.replace(/ at line \d+.*$/, "").replace(/(?<=\S): .*$/, "");
}

function duplicateKey(text: string): string {
  const [key = ""] = /^[^\s:,"'{}[\]]+/.exec(text.replace(/^["']/, "")) ?? [];
  return schemaWords().has(key) ? `key ${quote(key)}` : "a key";
}

/** Aliases that lead nowhere or back to themselves, and depth without end. */
function structureProblems(document: Document.Parsed): SyntaxProblem[] {
  const anchors = new Map<string, unknown>();
  const problems: SyntaxProblem[] = [];
  visit(document, {
    Node(_key, node, ancestors) {
      if (ancestors.length > MAX_DEPTH) {
        problems.push({ offset: node.range?.[0] ?? 0, message: TOO_DEEP });
        return visit.BREAK;
      }
      if (!isAlias(node)) {
        if (node.anchor !== undefined) {
          anchors.set(node.anchor, node);
        }
        return undefined;
      }
      const { source } = node;
      const offset = node.range?.[0] ?? 0;
      const target = anchors.get(source);
      if (target === undefined) {
        problems.push({
          offset,
          message:
            'an alias, which is text after "*", names no anchor above it; write the value, in quotes where it starts with "*"',
        });
      } else if (ancestors.some((ancestor) => ancestor === target)) {
        problems.push({ offset, message: "an alias stands inside what it names; write the value" });
      }
      return undefined;
    },
  });
  return problems;
}
