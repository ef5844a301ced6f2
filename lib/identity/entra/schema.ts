import { z } from "zod";
import { duration, DURATION_PATTERN, wholeDays } from "../../rules/duration";
import { GROUP_BY_ID } from "../../rules/plain-text";
import { httpsUrl, redirectUri } from "../../rules/url";
import { clientSecretProblems } from "./client-secret-times";
import { displayName, userPrincipalName, userReference } from "./directory-names";
import { OBJECT_ID_PATTERN, tenantId } from "../../rules/object-id";
import { machineClientId, tokenClaim, tokenIssuer } from "./machine-client-rules";
import { membershipProblems } from "./membership";
import { roleValue } from "../../rules/role-value";
import { secretKeyReference } from "../../schema/kubernetes";
import { form, guid, label, reportAll, someText, text } from "../../schema/leaves";

export const user = z.union([
  text(userReference),
  form({ userPrincipalName: text(userPrincipalName).describe("Such as alice@contoso.com.") }),
  form({ mail: text(userPrincipalName).describe("Mail address.") }),
  form({ objectId: guid().describe("Object id.") }),
]);

export const servicePrincipal = z.union([
  z.literal("self"),
  form({ clientId: guid().describe("Client id of its application.") }),
  form({ objectId: guid().describe("Object id of the service principal.") }),
]);

export const group = z.union([
  guid(),
  form({ objectId: guid().describe("Object id of the group.") }),
  form({ name: text(displayName, undefined, GROUP_BY_ID).describe("Display name of the group.") }),
]);

const groupToMake = form({
  name: text(displayName).describe("Display name of the group to make."),
  description: z.string().optional().describe("What the group is for."),
  owners: z
    .array(user)
    .optional()
    .describe("Users (or, by object id, service principals) who may change the group."),
  users: z.array(user).optional().describe("Users, by user principal name, mail or object id."),
  usersFrom: someText()
    .optional()
    .describe(
      "A list with further users beside the config file: text or CSV with one user on each line, or a YAML list.",
    ),
  servicePrincipals: z
    .array(servicePrincipal)
    .optional()
    .describe('Service principals by client or object id, or "self" for the application of this stack.'),
  groups: z.array(group).optional().describe("Nested groups, by object id or display name."),
  membership: z
    .enum(["additive", "authoritative"])
    .optional()
    .describe(
      '"additive" adds these members and leaves others alone; "authoritative" has the group hold the list, removes everybody else, and needs Terraform 1.7 or OpenTofu 1.10. Default: "additive" up to 19 users, "authoritative" from 20 on.',
    ),
  adopt: guid()
    .optional()
    .describe("Object id of a group that exists, to be imported and managed here. Default: a new one."),
}).superRefine((value, context) => reportAll(context, membershipProblems(value)));

const accessGroup = z.union([
  groupToMake,
  form({ objectId: guid().describe("Object id of a group that exists already.") }),
]);

const role = z.strictObject({
  value: text(roleValue).describe("As tokens carry it, such as shop.admin; compared with case."),
  displayName: text(displayName)
    .optional()
    .describe("As the Entra admin center shows it. Default: the value."),
  users: z.array(user).optional().describe("Users, by user principal name, mail or object id."),
  groups: z
    .array(group)
    .optional()
    .describe("Groups whose direct members have the role, by object id or display name; needs Entra ID P1."),
  servicePrincipals: z
    .array(servicePrincipal)
    .optional()
    .describe('Service principals by client or object id, or "self".'),
});

const groupClaim = z.enum(["security", "assigned"]);

const application = z.union([
  form({
    name: text(displayName).describe("Display name of the app registration to make."),
    homePage: text(httpsUrl).optional().describe("What the My Apps portal opens. Default: the first host."),
    owners: z
      .array(user)
      .optional()
      .describe("Users (or, by object id, service principals) who may change the registration."),
    redirectUris: z
      .array(text(redirectUri))
      .optional()
      .describe("Redirect URIs beside those of the hosts; https, or http for localhost."),
    adminConsent: z.boolean().optional().describe("Consent for everybody in the tenant. Default: false."),
    groupClaim: groupClaim
      .optional()
      .describe(
        'Which groups tokens list: all of a person ("security"), or those of this stack ("assigned": Entra ID P1, direct members only). Default: "security".',
      ),
    assignmentRequired: z
      .boolean()
      .optional()
      .describe(
        "Entra itself refuses who is not assigned; the access group and its service principals are (Entra ID P1, direct members only). Default: false.",
      ),
    adopt: guid()
      .optional()
      .describe(
        "Object id of an application that exists, to be imported and managed here. Default: a new one.",
      ),
  }),
  form({ clientId: guid().describe("Client id of a registration that exists already.") }),
]);

const clientSecret = z
  .strictObject({
    rotation: text(wholeDays, DURATION_PATTERN)
      .optional()
      .describe('Age at which an apply replaces the secret, in whole days. Default: "90d".'),
    lifetime: text(wholeDays, DURATION_PATTERN)
      .optional()
      .describe('Age at which Entra stops accepting it, in whole days. Default: "180d".'),
    propagation: text(duration, DURATION_PATTERN)
      .optional()
      .describe('Pause before a new secret is used. Default: "60s".'),
  })
  .superRefine((value, context) => reportAll(context, clientSecretProblems(value)));

const credential = z.union([
  form({ clientSecret: clientSecret.describe("A client secret that is made and rotated here.") }),
  form({
    existingSecret: secretKeyReference.describe(
      "A Secret in the auth proxy's namespace with the client secret, without a trailing newline.",
    ),
  }),
]);

const federated = z.strictObject({
  issuer: text(tokenIssuer).describe(
    'The "iss" of its tokens, such as https://token.actions.githubusercontent.com.',
  ),
  subject: text(tokenClaim).describe(
    'The "sub" of its tokens, such as repo:contoso/shop:ref:refs/heads/main.',
  ),
  audience: text(tokenClaim)
    .optional()
    .describe('The "aud" of its tokens. Default: "api://AzureADTokenExchange".'),
});

const machineClient = z.union([
  form({
    name: label().describe("Display name of its registration, and its key in the outputs."),
    credential: z
      .union([
        form({ clientSecret: clientSecret.describe("A client secret that is made and rotated here.") }),
        form({ federated: federated.describe("Tokens of another issuer in place of a secret.") }),
      ])
      .describe("How it proves itself to Entra."),
    owners: z.array(user).optional().describe("Users who may change the registration."),
  }),
  form({
    name: label().describe("Its key in the outputs."),
    clientId: text(machineClientId, OBJECT_ID_PATTERN).describe(
      "Client id of an application that exists already.",
    ),
  }),
]);

/** A rule at an app or a path. */
/** Who may enter an app or path, in the words of this identity. */
export const entraAccess = {
  groups: z
    .array(group)
    .optional()
    .describe("Groups of the stack or existing ones, by object id or display name; any of them."),
  users: z.array(user).optional().describe("Users, for whom a group is made."),
  servicePrincipals: z
    .array(servicePrincipal)
    .optional()
    .describe("Service principals, who join that group."),
  roles: z
    .array(text(roleValue))
    .optional()
    .describe("Values of the stack's roles, instead of groups; any of them."),
};

export const entra = z.strictObject({
  cloud: z
    .enum(["public", "usgovernment", "usgovernmentl5", "china"])
    .optional()
    .describe('The Microsoft cloud of the tenant. Default: "public".'),
  tenantId: text(tenantId, OBJECT_ID_PATTERN)
    .optional()
    .describe("The tenant's GUID. Default: the one Terraform signs in to."),
  application: application.optional().describe('The app registration. Default: one named "oauth2-proxy".'),
  credential: credential
    .optional()
    .describe("How oauth2-proxy proves itself. Default: a client secret that is made and rotated here."),
  accessGroup: accessGroup
    .optional()
    .describe("The group for apps and paths without a rule. Default: none; each then needs a rule."),
  machineClients: z
    .array(machineClient)
    .optional()
    .describe("Programs that call apps with bearer tokens; each becomes a member of the access group."),
  groups: z.array(groupToMake).optional().describe("Further groups to make, which rules name by { name }."),
  signInGroups: z
    .array(group)
    .optional()
    .describe("The groups that may sign in at all. Default: the access group and the groups of all rules."),
  accessRole: role
    .optional()
    .describe("The role for apps and paths without a rule; roles instead of groups for the whole stack."),
  roles: z.array(role).optional().describe("Further roles, which rules name by their value."),
});

/** Who may sign in and what rules may name, whatever is wrong with the rest. */
export const signInSet = z.object(
  entra.pick({
    accessGroup: true,
    groups: true,
    signInGroups: true,
    accessRole: true,
    roles: true,
    application: true,
  }).shape,
);

const nesting = z.object({ groups: z.array(z.unknown()).optional() });

/** What the resolver and the rules of assignments have to know, whatever is wrong with the rest. */
export const entraDirectory = z.object({
  cloud: entra.shape.cloud,
  application: z
    .object({ groupClaim: groupClaim.optional(), assignmentRequired: z.boolean().optional() })
    .optional(),
  accessGroup: nesting.optional(),
  groups: z.array(nesting).optional(),
});
