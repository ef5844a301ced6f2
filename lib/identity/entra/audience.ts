import { isObjectId, normalizeId } from "../../rules/object-id";
import { quote, type Rule } from "../../rules/rule";

/** Microsoft Graph and Azure Resource Manager: every program in the tenant can get tokens for them. */
const EVERYBODYS = ["00000003-0000-0000-c000-000000000000", "797f4846-ba00-4fd7-ba43-dac1f8f63013"];

/**
 * An audience of bearer tokens beside the application's own. Version 2 tokens, the only ones whose issuer
 * is accepted, name the API that they are for by its client id, however it was asked for.
 */
export const extraAudience: Rule = (value) => {
  if (EVERYBODYS.includes(normalizeId(value))) {
    return `${quote(value)} is one of Microsoft's own services, for which every application gets tokens; name an application of yours`;
  }
  if (isObjectId(value)) {
    return undefined;
  }
  return /^[a-z]+:\/\//i.test(value)
    ? `${quote(value)} is an App ID URI, which no version 2 token carries; write the client id of the application that has it`
    : `${quote(value)} is not the client id of an application; write its GUID (Entra admin center, "Application (client) ID")`;
};
