import { isObjectId, normalizeId } from "../rules/object-id";
import { quote, type Problem, type Rule } from "../rules/rule";

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

/** What decides whether tokens for other applications can be told apart. */
export interface AudienceShape {
  readonly bearerTokens: boolean;
  /** Whether rules name roles, which are of one application, and not groups, which are of the tenant. */
  readonly roles: boolean;
}

/** Audiences that no token is ever compared with, or whose tokens mean something else. */
export function extraAudienceProblems(
  extraAudiences: readonly string[] | undefined,
  { bearerTokens, roles }: AudienceShape,
): Problem[] {
  if ((extraAudiences ?? []).length === 0) {
    return [];
  }
  const path = ["extraAudiences"];
  if (roles) {
    return [
      {
        path,
        message:
          "do not go together with roles: a role is of one application, and a token for another one may carry the same value with another meaning; let programs get their tokens for this application (scope <its client id>/.default), or use groups, which mean the same in every token of the tenant",
      },
    ];
  }
  return bearerTokens
    ? []
    : [
        {
          path,
          message:
            'do nothing where no bearer token is accepted; name a machine client, write "bearerTokens: true", or leave them out',
        },
      ];
}
