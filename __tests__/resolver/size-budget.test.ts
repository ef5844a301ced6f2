import { IngressController } from "../../lib/edge";
import type { SessionStore } from "../../lib/contracts/sign-in";
import { IDENTITIES } from "../../lib/identity";
import { groupsThatFit, sessionSize } from "../../lib/resolver";

/** Bytes measured with oauth2-proxy 7.15.4 and tokens of Entra's shape. */
interface Measured {
  readonly callbackHeader?: number;
  /** With the ID token as the only header. */
  readonly tokenHeader?: number;
  readonly userHeaders?: number;
  readonly cookieLine?: number;
}

const MEASURED: [SessionStore, groups: number, Measured][] = [
  ["cookie", 1, { callbackHeader: 4_800, tokenHeader: 1_500, cookieLine: 4_300 }],
  ["cookie", 20, { callbackHeader: 7_100, tokenHeader: 2_500, cookieLine: 6_600 }],
  ["cookie", 100, { callbackHeader: 16_700, tokenHeader: 6_700, cookieLine: 16_100 }],
  ["cookie", 200, { callbackHeader: 28_400, tokenHeader: 11_900, cookieLine: 27_600 }],
  ["cookie-minimal", 1, { callbackHeader: 775 }],
  ["cookie-minimal", 200, { callbackHeader: 11_000, userHeaders: 7_700, cookieLine: 10_500 }],
  ["redis", 1, { cookieLine: 190 }],
  ["redis", 200, { cookieLine: 190 }],
];

describe("the size budget", () => {
  it.each(
    MEASURED.flatMap(([store, groups, measured]) =>
      Object.entries(measured).map(([what, bytes]) => ({ store, groups, what, bytes: Number(bytes) })),
    ),
  )("is within 10 % of the $bytes bytes measured: $what, $store, $groups groups", (row) => {
    const user = sessionSize(IDENTITIES.entra, row.store, false, row.groups);
    const token = sessionSize(IDENTITIES.entra, row.store, true, row.groups);
    const computed: Record<string, number> = {
      callbackHeader: user.callbackHeader,
      cookieLine: user.cookieLine,
      userHeaders: user.authHeader,
      tokenHeader: token.authHeader - user.authHeader,
    };

    expect(computed[row.what]).toBeGreaterThan(row.bytes * 0.9);
    expect(computed[row.what]).toBeLessThan(row.bytes * 1.1);
  });

  it("adds the token to the other headers, which are sent as well", () => {
    expect(sessionSize(IDENTITIES.entra, "cookie", true, 20)).toEqual({
      cookieLine: 6_540,
      callbackHeader: 7_072,
      authHeader: 1_040 + 2_496,
    });
  });

  it("stops a full cookie before the 34 groups at which ingress-nginx was seen to refuse it", () => {
    const { requestHeaderLimit } = IngressController.ingressNginx();

    expect(groupsThatFit(IDENTITIES.entra, "cookie", requestHeaderLimit)).toBe(31);
  });

  it.each<[SessionStore, limit: number, groups: number]>([
    ["cookie-minimal", 7_864, 147],
    ["cookie", 32_768, 244],
    ["cookie", 4_199, 0],
    ["redis", 4_096, 200],
  ])("lets %s with a limit of %i bytes have %i groups", (store, limit, groups) => {
    expect(groupsThatFit(IDENTITIES.entra, store, limit)).toBe(groups);
  });

  it.each<[SessionStore, limit: number]>([
    ["cookie-minimal", 7_864],
    ["cookie", 7_864],
  ])("agrees with itself on what fits: %s in %i bytes", (store, limit) => {
    const groups = groupsThatFit(IDENTITIES.entra, store, limit);

    expect(sessionSize(IDENTITIES.entra, store, false, groups).cookieLine).toBeLessThanOrEqual(limit);
    expect(sessionSize(IDENTITIES.entra, store, false, groups + 1).cookieLine).toBeGreaterThan(limit);
  });
});
