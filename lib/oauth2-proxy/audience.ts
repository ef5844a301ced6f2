import type { Problem } from "../rules/rule";

/** What decides whether tokens for other applications can be told apart. */
export interface AudienceShape {
  readonly bearerTokens: boolean;
  /** Whether rules name roles, which are of one application, and not groups, which are of the tenant. */
  readonly roles: boolean;
  /** Whether everybody may sign in for whom the identity vouches. @default false */
  readonly everybody?: boolean;
}

/** Audiences that no token is ever compared with, or whose tokens mean something else. */
export function extraAudienceProblems(
  extraAudiences: readonly string[] | undefined,
  { bearerTokens, roles, everybody = false }: AudienceShape,
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
  if (everybody) {
    return [
      {
        path,
        message:
          "do not go together with everybody: membersAndGuests: every program of the tenant that gets a token for that application would enter; let programs get their tokens for this application (scope <its client id>/.default), or let people in by a group",
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
