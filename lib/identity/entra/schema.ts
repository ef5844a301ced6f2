import { z } from "zod";
import { duration, DURATION_PATTERN, wholeDays } from "../../rules/duration";
import { GROUP_BY_ID } from "../../rules/plain-text";
import { httpsUrl, redirectUri } from "../../rules/url";
import { clientSecretProblems, type ClientSecretTimes } from "./client-secret-times";
import { EVERYBODY } from "./everybody";
import { domainHint } from "./domain-hint";
import { displayName, userPrincipalName, userReference } from "./directory-names";
import { groupId, OBJECT_ID_PATTERN, tenantId } from "../../rules/object-id";
import { machineClientId, tokenClaim, tokenIssuer } from "./machine-client-rules";
import { membershipProblems } from "./membership";
import { roleValue } from "../../rules/role-value";
import { secretKeyReference } from "../../schema/kubernetes";
import { form, guid, label, reportAll, someText, text } from "../../schema/leaves";

export const user = z.union([
  text(userReference),
  form({ userPrincipalName: text(userPrincipalName) }),
  form({ mail: text(userPrincipalName) }),
  form({ objectId: guid() }),
]);

export const servicePrincipal = z.union([
  z.literal("self"),
  form({ clientId: guid() }),
  form({ objectId: guid() }),
]);

export const group = z.union([
  text(groupId, OBJECT_ID_PATTERN),
  form({ objectId: guid() }),
  form({ name: text(displayName, undefined, GROUP_BY_ID) }),
]);

const groupToMake = form({
  name: text(displayName),
  description: z.string().optional(),
  owners: z.array(user).optional(),
  users: z.array(user).optional(),
  usersFrom: someText().optional(),
  servicePrincipals: z.array(servicePrincipal).optional(),
  groups: z.array(group).optional(),
  membership: z.enum(["additive", "authoritative"]).optional(),
  adopt: guid().optional(),
}).superRefine((value, context) => reportAll(context, membershipProblems(value)));

const accessGroup = z.union([groupToMake, form({ objectId: guid() })]);

const role = z.strictObject({
  value: text(roleValue),
  displayName: text(displayName).optional(),
  users: z.array(user).optional(),
  groups: z.array(group).optional(),
  servicePrincipals: z.array(servicePrincipal).optional(),
});

const groupClaim = z.enum(["security", "assigned"]);

const application = z.union([
  form({
    name: text(displayName),
    homePage: text(httpsUrl).optional(),
    owners: z.array(user).optional(),
    redirectUris: z.array(text(redirectUri)).optional(),
    adminConsent: z.boolean().optional(),
    groupClaim: groupClaim.optional(),
    assignmentRequired: z.boolean().optional(),
    adopt: guid().optional(),
  }),
  form({ clientId: guid() }),
]);

const secretTimes = {
  rotation: text(wholeDays, DURATION_PATTERN).optional(),
  lifetime: text(wholeDays, DURATION_PATTERN).optional(),
  propagation: text(duration, DURATION_PATTERN).optional(),
};

function checkTimes(times: ClientSecretTimes, context: z.RefinementCtx): void {
  reportAll(context, clientSecretProblems(times));
}

const clientSecret = z.strictObject(secretTimes).superRefine(checkTimes);

const proxyClientSecret = z
  .strictObject({ ...secretTimes, output: z.boolean().optional() })
  .superRefine(checkTimes);

const credential = z.union([
  form({ clientSecret: proxyClientSecret }),
  form({
    existingSecret: secretKeyReference,
  }),
  form({
    workloadIdentity: z.strictObject({ issuer: text(tokenIssuer) }),
  }),
]);

const federated = z.strictObject({
  issuer: text(tokenIssuer),
  subject: text(tokenClaim),
  audience: text(tokenClaim).optional(),
});

const machineClient = z.union([
  form({
    name: label(),
    credential: z.union([form({ clientSecret }), form({ federated })]),
    owners: z.array(user).optional(),
  }),
  form({
    name: label(),
    clientId: text(machineClientId, OBJECT_ID_PATTERN),
  }),
]);

/** Who may enter an app or path, in the words of this identity. */
export const entraAccess = {
  everybody: z.enum(EVERYBODY).optional(),
  groups: z.array(group).optional(),
  users: z.array(user).optional(),
  servicePrincipals: z.array(servicePrincipal).optional(),
  roles: z.array(text(roleValue)).optional(),
};

export const entra = z.strictObject({
  cloud: z.enum(["public", "usgovernment", "usgovernmentl5", "china"]).optional(),
  tenantId: text(tenantId, OBJECT_ID_PATTERN).optional(),
  application: application.optional(),
  domainHint: text(domainHint).optional(),
  credential: credential.optional(),
  accessGroup: accessGroup.optional(),
  everybody: z.enum(EVERYBODY).optional(),
  machineClients: z.array(machineClient).optional(),
  groups: z.array(groupToMake).optional(),
  signInGroups: z.array(group).optional(),
  accessRole: role.optional(),
  roles: z.array(role).optional(),
});
