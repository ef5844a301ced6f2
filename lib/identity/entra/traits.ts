import type { IdentityTraits } from "../../contracts/identity";
import { EXPECTED_GROUPS, type SignInFacts } from "../../contracts/sign-in";
import { ACCESS_TOKEN, isGraphScope, scopesOf } from "./access-token";
import { ACCOUNT_CLAIM, memberAccount } from "./everybody";
import { extraAudience } from "./audience";
import { objectId } from "../../rules/object-id";
import { quote } from "../../rules/rule";
import { bytesFor, kilobytes } from "../../rules/size";

/** Entra stops listing groups in a token at this many and writes a link to Graph instead. */
const MOST_GROUPS = 200;

/**
 * Measured with oauth2-proxy 7.15.4 at 1, 20, 100 and 200 groups. A group costs its GUID and a comma (37 bytes) as a
 * header, and about 1.4 times that inside a token or an encrypted cookie.
 */
const SIZES: IdentityTraits["sizes"] = {
  cookieLine: {
    "cookie-minimal": { base: 340, perGroup: 51 },
    cookie: { base: 4_200, perGroup: 117 },
    redis: { base: 190, perGroup: 0 },
  },
  callback: {
    "cookie-minimal": { base: 730, perGroup: 51.5 },
    cookie: { base: 4_700, perGroup: 118.6 },
    redis: { base: 700, perGroup: 0 },
  },
  userHeaders: { base: 300, perGroup: 37 },
  tokenHeader: { base: 1_450, perGroup: 52.3 },
};

/** Microsoft Entra ID. */
export const ENTRA: IdentityTraits = {
  kind: "entra",
  name: "Entra",
  signIn: ({ groupOverage, session, accessToken }) => {
    const asksGraph = groupOverage === "graph";
    const asked = accessToken === undefined ? { scopes: [] } : scopesOf(accessToken);
    const scopes = [
      "openid",
      "profile",
      "email",
      ...(asksGraph ? ["User.Read"] : []),
      ...(session.refresh === undefined ? [] : ["offline_access"]),
      ...asked.scopes,
    ];
    return { provider: asksGraph ? "entra-id" : "oidc", ...asked, scopes: [...new Set(scopes)] };
  },
  idToken: {
    // People without the e-mail claim could not sign in otherwise; preferred_username is always there.
    emailClaim: "preferred_username",
    groupsClaim: "groups",
    account: { claim: ACCOUNT_CLAIM, form: { rule: memberAccount, late: "name" } },
    audience: { rule: extraAudience, late: "objectId" },
    // Without this every sign-in calls Microsoft Graph for claims that the token has.
    isComplete: true,
  },
  // An Entra access or id token lives 60 to 90 minutes, chosen at random by Entra.
  refresh: { scope: "offline_access", longestToken: 90 * 60 },
  accessToken: ACCESS_TOKEN,
  sizes: SIZES,
  mostGroups: MOST_GROUPS,
  groupOverage:
    'let the auth proxy ask Microsoft Graph for the groups of such people (groupOverage "graph", permission User.Read)',
  fewerGroups,
  groupForm: { rule: objectId, late: "objectId", length: 36 },
  combinations: [
    {
      keys: ["groupOverage", "session.refresh"],
      collides: ({ groupOverage, expectedGroups, session }) =>
        groupOverage === "graph" && expectedGroups > MOST_GROUPS && session.refresh !== undefined,
      reason: (facts) =>
        `a refresh takes the groups from the new token and does not ask Microsoft Graph again, so people in more than ${MOST_GROUPS} groups would be refused after the first one; ${[...fewerGroups(facts), 'leave "session.refresh" out'].join(", or ")}`,
    },
    {
      keys: ["groupOverage"],
      collides: ({ groupOverage, nationalCloud }) => groupOverage === "graph" && nationalCloud,
      reason: (facts) =>
        `oauth2-proxy asks Microsoft Graph of the public cloud only, and this tenant is in another; ${[...fewerGroups(facts), 'leave "groupOverage" out'].join(", or ")}`,
    },
    {
      keys: ["accessToken", "groupOverage"],
      collides: ({ accessToken, groupOverage }) =>
        accessToken !== undefined && groupOverage === "graph" && !isGraphScope(accessToken),
      reason: ({ accessToken, ...facts }) =>
        `groupOverage "graph" reads groups with the access token, which is for Microsoft Graph then, and ${quote(accessToken)} has it be for another API; ${[...fewerGroups(facts), 'leave "groupOverage" out', "have the app exchange a token of its own API for that one (on behalf of)"].join(", or ")}`,
    },
    {
      keys: ["credential.workloadIdentity"],
      collides: ({ workloadIdentity, nationalCloud }) => workloadIdentity === true && nationalCloud,
      reason: () =>
        "oauth2-proxy sends the token of its Pods to the public cloud only, and this tenant is in another; write clientSecret: {} for a secret that is made and rotated here, or existingSecret: { name, key }",
    },
  ],
  words: {
    service: "Microsoft",
    groups: "groups",
    everybody: "everybody of the tenant, guests included",
    letsIn: { groups: "members of ", roles: "those with the role " },
    bearerTokens: "bearer tokens last as long as Entra made them, about an hour",
  },
};

/** The same where nobody gets in who is not assigned to the application, also where a stack lets in everybody. */
export const ENTRA_OF_ASSIGNED: IdentityTraits = {
  ...ENTRA,
  words: { ...ENTRA.words, ofEverybody: "if assigned to the application" },
};

/** What listing only assigned groups would come to, where all are listed. */
function fewerGroups({ groupClaim, session }: SignInFacts): readonly string[] {
  const { assigned } = EXPECTED_GROUPS;
  const line = kilobytes(bytesFor(SIZES.cookieLine[session.store], assigned));
  return groupClaim === "security"
    ? [
        `list only groups of this stack in the token (groupClaim "assigned" of the application, Entra ID P1, direct members only; with ${assigned} of them the Cookie line has ${line})`,
      ]
    : [];
}
