import type { IdentityTraits } from "../contracts/identity";
import type { SessionSize, SessionStore } from "../contracts/sign-in";
import { bytesFor, kilobytes } from "../rules/size";

/** What the session of somebody in so many groups looks like. */
export function sessionSize(
  { sizes, accessToken: tokens }: Pick<IdentityTraits, "sizes" | "accessToken">,
  store: SessionStore,
  withToken: boolean,
  groups: number,
  accessToken?: string,
): SessionSize {
  const { cookieLine, callback, userHeaders, tokenHeader } = sizes;
  const headers = [
    userHeaders,
    withToken ? tokenHeader : undefined,
    accessToken === undefined ? undefined : tokens?.size(accessToken),
  ];
  return {
    cookieLine: bytesFor(cookieLine[store], groups),
    callbackHeader: bytesFor(callback[store], groups),
    authHeader: headers.reduce((sum, line) => sum + (line === undefined ? 0 : bytesFor(line, groups)), 0),
  };
}

/** How many groups fit when the Cookie line may have `limit` bytes. */
export function groupsThatFit(
  { sizes, mostGroups = Infinity }: Pick<IdentityTraits, "sizes" | "mostGroups">,
  store: SessionStore,
  limit: number,
): number {
  const { base, perGroup } = sizes.cookieLine[store];
  return perGroup === 0 ? mostGroups : Math.max(0, Math.floor((limit - base) / perGroup));
}

export function describeSize(size: SessionSize): string {
  return `Cookie line ${kilobytes(size.cookieLine)}, callback header ${kilobytes(size.callbackHeader)}, auth header ${kilobytes(size.authHeader)}`;
}
