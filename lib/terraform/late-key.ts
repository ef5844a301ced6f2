import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { digest } from "../rules/digest";

/** Equal for two texts of one value, also where only Terraform knows it. */
export function keyOfText(scope: IConstruct, text: string): string {
  if (!Token.isUnresolved(text)) {
    return text;
  }
  const resolver = new DefaultTokenResolver(new StringConcat());
  const expression: unknown = Tokenization.resolve(text, { scope, resolver, preparing: true });
  return `unknown-${digest(JSON.stringify(expression))}`;
}
