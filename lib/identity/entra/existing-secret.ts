import type { Place, Problem } from "../../rules/rule";

/**
 * A Secret with the client secret of an application that only this stack will make: nobody can have put it there,
 * and the auth proxy waits for it.
 */
export function existingSecretProblems(path: Place, applicationIsNew: boolean): Problem[] {
  return applicationIsNew
    ? [
        {
          path,
          message:
            'names a Secret with the client secret of an application that this stack is only about to make, so that nobody can have put one there; leave "credential" out, so that the stack makes the secret too and keeps it new, or register the application first, put a secret of it there, and name the application by its client id (application: { clientId: ... }) or, to manage it here from then on, by its object id (application.adopt)',
        },
      ]
    : [];
}
