import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { DirectoryClock } from "./clock";
import { DirectoryError } from "./errors";
import type {
  Application,
  DirectoryObject,
  FederatedIdentityCredential,
  PasswordCredential,
  ServicePrincipal,
} from "./model";
import { same } from "./rules";

/** Entra's limit of federated identity credentials per application. */
const MAX_FEDERATED_CREDENTIALS = 20;

/** A secret as its creator asks for it. */
export interface NewPassword {
  readonly displayName?: string | null;
  readonly startDateTime?: string | null;
  readonly endDateTime?: string | null;
}

/** Makes a secret; its text is told here and never again. */
export function addPassword(
  object: Application | ServicePrincipal,
  wanted: NewPassword,
  clock: DirectoryClock,
): PasswordCredential & { secretText: string } {
  const start = wanted.startDateTime ?? new Date(clock.now()).toISOString();
  const end = wanted.endDateTime ?? twoYearsAfter(start);
  if (Date.parse(end) <= Date.parse(start)) {
    throw new DirectoryError("invalid", "Key credential end date is invalid.");
  }
  const secretText = `${randomBytes(3).toString("hex").slice(0, 3)}8Q~${randomBytes(25).toString("base64url")}`;
  const credential: PasswordCredential = {
    keyId: randomUUID(),
    displayName: wanted.displayName ?? null,
    hint: secretText.slice(0, 3),
    startDateTime: start,
    endDateTime: end,
    digest: digest(secretText),
    visibleFrom: clock.now() + clock.visibilityDelay("credential"),
  };
  object.passwordCredentials.push(credential);
  return { ...credential, secretText };
}

/** Takes a secret back. */
export function removePassword(object: Application | ServicePrincipal, keyId: string): void {
  const index = object.passwordCredentials.findIndex((credential) => credential.keyId === keyId);
  if (index < 0) throw new DirectoryError("invalid", "No password credential found with keyId.");
  object.passwordCredentials.splice(index, 1);
}

/** Lets an application prove itself with tokens of another issuer. */
export function addFederatedCredential(
  application: Application,
  credential: Omit<FederatedIdentityCredential, keyof DirectoryObject>,
  stamp: DirectoryObject,
): FederatedIdentityCredential {
  const existing = application.federatedIdentityCredentials;
  if (existing.some(({ name }) => same(name, credential.name))) {
    throw new DirectoryError(
      "duplicate",
      `FederatedIdentityCredential with name ${credential.name} already exists.`,
    );
  }
  if (
    existing.some(({ issuer, subject }) => issuer === credential.issuer && subject === credential.subject)
  ) {
    throw new DirectoryError(
      "duplicate",
      "FederatedIdentityCredential with this issuer and subject already exists.",
    );
  }
  if (existing.length >= MAX_FEDERATED_CREDENTIALS) {
    throw new DirectoryError(
      "invalid",
      `The number of federated identity credentials would exceed the limit of ${MAX_FEDERATED_CREDENTIALS}.`,
    );
  }
  const added = { ...credential, ...stamp };
  existing.push(added);
  return added;
}

/** The form in which secrets are kept. */
export function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

function twoYearsAfter(start: string): string {
  const end = new Date(start);
  end.setUTCFullYear(end.getUTCFullYear() + 2);
  return end.toISOString();
}
