import { z } from "zod";
import { gitHubClientId, gitHubOrganization, gitHubProblems, gitHubUser, teamSlug } from "./rules";
import { secretKeyReference } from "../../schema/kubernetes";
import { reportAll, text } from "../../schema/leaves";

const keys = z.strictObject({
  clientId: text(gitHubClientId),
  clientSecret: secretKeyReference,
  organization: text(gitHubOrganization).optional(),
  teams: z.array(text(teamSlug)).optional(),
  users: z.array(text(gitHubUser)).optional(),
});

export const github = keys.superRefine((value, context) => reportAll(context, gitHubProblems(value)));

/** Who may sign in, whatever is wrong with the rest. */
export const gitHubSignIn = keys.pick({ organization: true, teams: true, users: true }).loose();

/** Who may enter an app or path, in the words of this identity. */
export const gitHubAccess = {
  teams: z.array(text(teamSlug)).optional(),
};
