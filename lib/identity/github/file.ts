import { partOf, pick } from "../../contracts/draft";
import type { z } from "zod";
import type { Allowed } from "../../contracts/access";
import type { IdentityInFile } from "../../contracts/identity-file";
import { cookieSecretProblems, teamAccessProblems } from "./rules";
import type { github } from "./schema";

/** GitHub in a config file. */
export const GITHUB_IN_FILE: IdentityInFile<z.infer<typeof github>> = {
  // The client secret is in the namespace, and so the namespace is there.
  makesNamespace: false,
  secrets: [["clientSecret"]],
  problems: (section, { file, ruledApps }) => {
    const signsIn = pick(section, "organization", "teams", "users");
    return signsIn === undefined
      ? []
      : [
          ...cookieSecretProblems(signsIn, partOf(file, "authProxy", "cookieSecret").whole),
          ...ruledApps.flatMap(({ app, at }) => teamAccessProblems(app, signsIn, at)),
        ];
  },
  rules: (section) => {
    const { organization = "", teams, users = [] } = pick(section, "organization", "teams", "users") ?? {};
    const teamOf = (team: string): Allowed => ({ id: `${organization}:${team}` });
    const groups = teams?.map(teamOf) ?? (organization === "" ? [] : [{ id: organization }]);
    const everybody = [...groups, ...users.map((id) => ({ id }))];
    return {
      claim: "groups",
      byDefault: everybody,
      signsIn: everybody,
      bound: everybody,
      allowedBy: (rule: { readonly teams?: readonly string[] }) => (rule.teams ?? []).map(teamOf),
    };
  },
};
