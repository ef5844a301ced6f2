import { z } from "zod";
import { gitHubProxyProblems, teamAccessProblems } from "../identity/github/rules";
import type { IdentityTraits } from "../contracts/identity";
import { IDENTITIES } from "../identity";
import type { Problem } from "../rules/rule";
import { appAccess, gitHubSignIn } from "./schema";

type File = Readonly<Record<string, unknown>>;

/** With whom the people of a file's stack sign in. */
export function identityOf(file: File): IdentityTraits {
  return (
    Object.values(IDENTITIES).find(({ kind }) => file[kind] !== undefined && kind !== "entra") ??
    IDENTITIES.entra
  );
}

/** A stack's people sign in with one identity provider. */
export function identityProblems({ entra, github }: File): Problem[] {
  if (entra === undefined && github === undefined) {
    return [{ path: [], message: 'is missing "entra" or "github"; write one of them' }];
  }
  return entra === undefined || github === undefined
    ? []
    : [
        {
          path: ["github"],
          message:
            'does not go together with "entra": the people of a stack sign in with one of the two; keep one, or make a stack for each',
        },
      ];
}

/** What the auth proxy and the apps ask for that GitHub has not, or that nobody could reach. */
export function gitHubConfigProblems(file: File): Problem[] {
  const authProxy = z.record(z.string(), z.unknown()).safeParse(file.authProxy).data ?? {};
  const github = gitHubSignIn.safeParse(file.github).data;
  const apps = z.array(z.unknown()).safeParse(file.apps).data ?? [];
  return [
    ...gitHubProxyProblems(authProxy).map(({ path, message }) => ({ path: ["authProxy", ...path], message })),
    ...apps.flatMap((entry, i) => {
      const app = appAccess.safeParse(entry).data;
      return app === undefined || github === undefined ? [] : teamAccessProblems(app, github, ["apps", i]);
    }),
  ];
}
