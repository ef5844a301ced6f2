import { z } from "zod";
import { gitHubClientId, gitHubOrganization, gitHubProblems, gitHubUser, teamSlug } from "./rules";
import { secretKeyReference } from "../../schema/kubernetes";
import { reportAll, text } from "../../schema/leaves";

const keys = z.strictObject({
  clientId: text(gitHubClientId).describe("Client id of an OAuth app, which is made by hand at GitHub."),
  clientSecret: secretKeyReference.describe(
    "A Secret in the auth proxy's namespace with the OAuth app's client secret, without a trailing newline.",
  ),
  organization: text(gitHubOrganization)
    .optional()
    .describe("The organization whose members may sign in, as in its address, with the same capitals."),
  teams: z
    .array(text(teamSlug))
    .optional()
    .describe("Teams of the organization, by slug; only their members then. Default: every member."),
  users: z
    .array(text(gitHubUser))
    .optional()
    .describe(
      "People by login, with the same capitals, beside the organization or in its place. Default: none.",
    ),
});

export const github = keys.superRefine((value, context) => reportAll(context, gitHubProblems(value)));

/** Who may sign in, whatever is wrong with the rest. */
export const gitHubSignIn = keys.pick({ organization: true, teams: true, users: true }).loose();

/** Who may enter an app or path, in the words of this identity. */
export const gitHubAccess = {
  teams: z
    .array(text(teamSlug))
    .optional()
    .describe("Teams by slug, where people sign in with GitHub; any of them, and nothing else."),
};
