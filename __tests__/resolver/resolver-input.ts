import type { ControllerLimits } from "../../lib/contracts/sign-in";
import { IDENTITIES } from "../../lib/identity";
import { resolve, type ResolverInput } from "../../lib/resolver";

const NGINX: ControllerLimits = {
  kind: "ingress-nginx",
  requestHeaderLimit: 7_864,
  buffersResponseHeader: true,
  returnsAuthCookies: "one",
};
export const TRAEFIK: ControllerLimits = {
  kind: "traefik",
  requestHeaderLimit: 1_006_632,
  buffersResponseHeader: false,
  returnsAuthCookies: "none",
};
export const RETURNS_ALL: ControllerLimits = { ...NGINX, kind: "another", returnsAuthCookies: "all" };

/** Choices beside the defaults. */
export type Changes = Partial<Omit<ResolverInput, "session">> & {
  readonly session?: Partial<ResolverInput["session"]>;
};

/** What the resolver is asked. */
export function input({ session, ...changes }: Changes): ResolverInput {
  return {
    identity: IDENTITIES.entra,
    session: { store: "cookie-minimal", lifetime: 8 * 3_600, ...session },
    identityHeaders: "user",
    expectedGroups: 20,
    groupClaim: "security",
    groupOverage: "refuse",
    nationalCloud: false,
    controller: NGINX,
    ...changes,
  };
}

/** A row of the table: two inputs that differ in one choice, of which one collides. */
export interface Row {
  readonly collides: Changes;
  readonly keys: readonly string[];
  readonly message: string;
  readonly goesTogether: Changes;
}

export const HALF_AN_HOUR = 1_800;
export const REDIS = { store: "redis" } as const;

/** Why choices do not go together. */
export const messagesOf = (changes: Changes): readonly string[] => {
  const resolution = resolve(input(changes));
  return "reasons" in resolution ? resolution.reasons.map(({ message }) => message) : [];
};
