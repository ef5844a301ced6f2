import { z } from "zod";
import { gitHubClientId, gitHubOrganization, gitHubProblems, gitHubUser, teamSlug } from "./rules";
import { secretKeyReference } from "../../schema/kubernetes";
import { reportAll, text } from "../../schema/leaves";

export const github = z
  .strictObject({
    clientId: text(gitHubClientId),
    clientSecret: secretKeyReference,
    organization: text(gitHubOrganization).optional(),
    teams: z.array(text(teamSlug)).optional(),
    users: z.array(text(gitHubUser)).optional(),
  })
  .superRefine((value, context) => reportAll(context, gitHubProblems(value)));

/** Who may enter an app or path, in the words of this identity. */
export const gitHubAccess = {
  teams: z.array(text(teamSlug)).optional(),
};
