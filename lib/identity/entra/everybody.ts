import type { Admitted, Allowed } from "../../contracts/access";
import { quote, type Place, type Problem, type Rule } from "../../rules/rule";
import type { Warning } from "../../rules/warning";
import { requiresAssignment } from "./assignment-rules";

/** Everybody of the tenant, by a word that says whether guests are among them. */
export type Everybody = "members" | "membersAndGuests";

/** The words, in the order in which messages name them. */
export const EVERYBODY = ["members", "membersAndGuests"] as const satisfies readonly Everybody[];

/** The claim that says which kind of account a person has: 0 for a member, 1 for a guest. Programs have none. */
export const ACCOUNT_CLAIM = "acct";

const MEMBERS: Allowed = { id: "0", displayName: "members of the tenant, no guests", formed: true };

/** The only kind of account that a stack asks for. */
export const memberAccount: Rule = (value) =>
  value === MEMBERS.id ? undefined : `${quote(value)} is no kind of account that people are let in by`;

/** Whom a word lets in. Any other word would be a hole in the door. */
export function admittedAs(word: Everybody): Admitted {
  return word === "membersAndGuests" ? "everybody" : [MEMBERS];
}

/** One of the words. */
export const everybodyWord: Rule = (value) =>
  (EVERYBODY as readonly string[]).includes(value)
    ? undefined
    : `${quote(value)} is not known here; it takes ${EVERYBODY.map(quote).join(" or ")}`;

/** What says who may sign in, as far as everybody is concerned. */
export interface EverybodyShape {
  readonly everybody?: string;
  readonly accessGroup?: unknown;
  readonly groups?: unknown;
  readonly signInGroups?: unknown;
  readonly accessRole?: unknown;
  readonly roles?: unknown;
  readonly application?: object;
}

/** Whether people are let in by the kind of their account, in the place of groups and roles. */
export function asksForAccount({ everybody }: Pick<EverybodyShape, "everybody">): boolean {
  return everybody === "members";
}

/** Why groups and roles do not go together with members by their account, and what does. */
const INSTEAD_OF_GROUPS =
  'does not go together with everybody "members": the auth proxy reads the kind of account in the place of groups and roles; write everybody: membersAndGuests where guests may enter too, or in the place of "everybody" let a group have all members (accessGroup: { objectId }, such as a dynamic group with user.userType -eq "Member", Entra ID P1), or make a stack for each';

/** What does not go together with everybody in what says who may sign in. */
export function everybodyProblems(set: EverybodyShape): Problem[] {
  const { everybody, application } = set;
  if (everybody === undefined) {
    return [];
  }
  if (asksForAccount(set)) {
    return [
      ...(["accessGroup", "groups", "signInGroups", "accessRole", "roles"] as const)
        .filter((key) => set[key] !== undefined)
        .map((key) => ({ path: [key], message: INSTEAD_OF_GROUPS })),
      ...accountProblems(application),
    ];
  }
  return [
    ...(["accessGroup", "accessRole"] as const)
      .filter((key) => set[key] !== undefined)
      .map((key) => ({
        path: [key],
        message:
          key === "accessGroup"
            ? 'does not go together with "everybody": each says who enters what has no rule; keep one of the two, and with everybody make the group under "groups" and name it in the rules of what is for it: access: { groups: [...] }'
            : 'does not go together with "everybody": each says who enters what has no rule; keep one of the two, and with everybody write the role under "roles" and name it in the rules of what is for it: access: { roles: [...] }',
      })),
    ...(set.signInGroups === undefined ? [] : [{ path: ["signInGroups"], message: BOUNDED }]),
  ];
}

/** What an application does in whose tokens the kind of account is to stand. */
function accountProblems(application: object = {}): Problem[] {
  if ("accountClaim" in application) {
    return application.accountClaim === true
      ? []
      : [
          {
            path: ["application"],
            message:
              'has tokens that do not say who is a member, so that everybody "members" would let nobody in; make the AppRegistration with accountClaim: true',
          },
        ];
  }
  return "groupClaim" in application && application.groupClaim !== undefined
    ? [
        {
          path: ["application", "groupClaim"],
          message:
            'belongs to a stack of groups, and with everybody "members" tokens list none; leave it out',
        },
      ]
    : [];
}

const BOUNDED =
  'bounds who may sign in, and "everybody" bounds nobody; keep one of the two, and with everybody write access: { groups: [...] } where fewer may enter';

/** A rule, as far as everybody is concerned. */
export interface EverybodyRule {
  readonly everybody?: string;
  readonly groups?: unknown;
  readonly users?: unknown;
  readonly servicePrincipals?: unknown;
  readonly roles?: unknown;
}

/** What is wrong with a rule of a stack that lets in everybody, or with one that does so itself. */
export function everybodyRuleProblems(rule: EverybodyRule, set: EverybodyShape, at: Place): Problem[] {
  const others = (["groups", "users", "servicePrincipals", "roles"] as const).filter(
    (key) => rule[key] !== undefined,
  );
  if (rule.everybody === undefined) {
    return asksForAccount(set)
      ? others.map((key) => ({ path: [...at, key], message: INSTEAD_OF_GROUPS }))
      : [];
  }
  const place = [...at, "everybody"];
  return [
    ...others.map((key) => ({
      path: [...at, key],
      message: 'adds nobody to "everybody"; leave one of the two out',
    })),
    ...(rule.everybody === "members" && !asksForAccount(set)
      ? [
          {
            path: place,
            message:
              'needs everybody: members under "entra", which has the tokens say it, and then no rule names groups or roles; write it there, and access: { everybody: membersAndGuests } at apps that guests may enter, or name a group of all members here',
          },
        ]
      : []),
    ...(set.signInGroups === undefined
      ? []
      : [
          {
            path: place,
            message: 'lets in more than "signInGroups"; leave that out, or name one of its groups here',
          },
        ]),
  ];
}

/** What decides whether programs may send tokens. */
export interface TokensShape {
  /** Whether everybody may sign in who can. */
  readonly everybody: boolean;
  readonly bearerTokens: boolean;
  /** Whether Entra gives tokens to nobody who is not assigned, as far as the stack says so. */
  readonly assignmentRequired: boolean;
}

/** Programs of which nobody has said that they may enter. */
export function strangersTokenProblems(shape: TokensShape, at: Place): Problem[] {
  const { everybody, bearerTokens, assignmentRequired } = shape;
  return everybody && bearerTokens && !assignmentRequired
    ? [
        {
          path: at,
          message:
            "lets in every program of the tenant, since bearer tokens are accepted here and Entra gives each program one; write application: { assignmentRequired: true }, after which people have to be assigned as well, or put what programs call into a stack of its own, or let people in by a group",
        },
      ]
    : [];
}

/** Programs that are named where people are let in by the kind of their account, which programs have not. */
export const NO_ACCOUNT =
  'do not go together with everybody "members": the token of a program says nothing of the kind of account, so that none would get in; put what programs call into a stack of its own, or let a group have all members (accessGroup: { name, groups: [...] }) and the programs join it';

/** What is right to say of everybody, and lets in fewer than it seems to unless somebody does their part. */
export function everybodyWarnings({ everybody, application = {} }: EverybodyShape): Warning[] {
  if (everybody === undefined) {
    return [];
  }
  return [
    ...(requiresAssignment(application)
      ? [
          {
            path: ["application", "assignmentRequired"],
            message:
              'has Entra let in nobody who is not assigned to the application, and with "everybody" this stack assigns no people; assign people or groups under "Users and groups" of the enterprise application, or leave it out',
          },
        ]
      : []),
    ...(asksForAccount({ everybody }) && "clientId" in application
      ? [
          {
            path: ["application", "clientId"],
            message: `is an application that exists, whose ID tokens have to say which kind of account somebody has; its owner adds the optional claim ${quote(ACCOUNT_CLAIM)} to them ("Token configuration"), and until then nobody gets in`,
          },
        ]
      : []),
  ];
}
