import { z } from "zod";
import type { Allowed } from "../../contracts/access";
import type { IdentityInFile } from "../../contracts/identity-file";
import { gitHubProxyProblems, teamAccessProblems } from "./rules";
import { gitHubAccess, gitHubSignIn } from "./schema";

const access = z.object(gitHubAccess);

/** GitHub in a config file. */
export const GITHUB_IN_FILE: IdentityInFile = {
  // The client secret is in the namespace, and so the namespace is there.
  makesNamespace: false,
  secrets: [["clientSecret"]],
  problems: (file, apps) => {
    const authProxy = z.record(z.string(), z.unknown()).safeParse(file.authProxy).data ?? {};
    const github = gitHubSignIn.safeParse(file.github).data;
    return [
      ...gitHubProxyProblems(authProxy).map(({ path, message }) => ({
        path: ["authProxy", ...path],
        message,
      })),
      ...(github === undefined ? [] : apps.flatMap(({ app, path }) => teamAccessProblems(app, github, path))),
    ];
  },
  rules: (file) => {
    const { organization = "", teams, users = [] } = gitHubSignIn.safeParse(file.github).data ?? {};
    const teamOf = (team: string): Allowed => ({ id: `${organization}:${team}` });
    const groups = teams?.map(teamOf) ?? (organization === "" ? [] : [{ id: organization }]);
    const everybody = [...groups, ...users.map((id) => ({ id }))];
    return {
      claim: "groups",
      byDefault: everybody,
      signsIn: everybody,
      bound: everybody,
      allowedBy: (rule) => (access.safeParse(rule).data?.teams ?? []).map(teamOf),
    };
  },
};
