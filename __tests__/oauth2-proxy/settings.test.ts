import { expand } from "../../lab/cluster/node/expand";
import { IngressController } from "../../lib/edge";
import { identityHeadersOf } from "../../lib/oauth2-proxy/settings";
import { flagsOf, type Changes } from "./flags-of";

const DEFAULTS = [
  "--provider=oidc",
  "--scope=openid profile email",
  "--email-domain=*",
  "--oidc-email-claim=preferred_username",
  "--oidc-groups-claim=groups",
  "--skip-claims-from-profile-url=true",
  "--skip-provider-button=true",
  "--code-challenge-method=S256",
  "--insecure-oidc-skip-nonce=false",
  "--skip-jwt-bearer-tokens=false",
  "--http-address=0.0.0.0:4180",
  "--upstream=file:///dev/null",
  "--proxy-prefix=/oauth2",
  "--reverse-proxy=true",
  "--trusted-proxy-ip=10.0.0.0/8",
  "--trusted-proxy-ip=fc00::/7",
  "--redirect-url=https://podinfo.example.com/oauth2/callback",
  "--cookie-name=__Host-oauth2-proxy",
  "--cookie-secure=true",
  "--cookie-httponly=true",
  "--cookie-samesite=lax",
  "--cookie-expire=8h0m0s",
  "--cookie-refresh=0h0m0s",
  "--cookie-csrf-per-request=true",
  "--cookie-csrf-per-request-limit=10",
  "--cookie-csrf-expire=0h15m0s",
  "--session-store-type=cookie",
  "--session-cookie-minimal=true",
  "--set-xauthrequest=true",
  "--set-authorization-header=false",
  "--pass-authorization-header=false",
  "--custom-templates-dir=/templates",
  "--show-debug-on-error=false",
  "--silence-ping-logging=true",
];

/** What a change makes of the default command line. */
function difference(changes: Changes): { readonly gone: string[]; readonly come: string[] } {
  const flags = flagsOf(changes);
  return {
    gone: DEFAULTS.filter((flag) => !flags.includes(flag)),
    come: flags.filter((flag) => !DEFAULTS.includes(flag)),
  };
}

const REDIS = { store: { redis: { url: "rediss://cache.example.com:6380" } } } as const;

describe("oauth2-proxy's command line", () => {
  it("is exactly this with a minimal cookie", () => {
    expect(flagsOf()).toEqual(DEFAULTS);
  });

  it.each<[string, Changes, { gone: string[]; come: string[] }]>([
    [
      "a full cookie",
      { options: { session: { store: "cookie" } } },
      { gone: ["--session-cookie-minimal=true"], come: ["--session-cookie-minimal=false"] },
    ],
    [
      "Redis",
      { options: { session: REDIS }, redis: REDIS.store.redis },
      {
        gone: ["--session-store-type=cookie", "--session-cookie-minimal=true"],
        come: ["--session-store-type=redis", "--redis-connection-url=rediss://cache.example.com:6380"],
      },
    ],
    [
      "a Redis cluster whose certificate is of a CA of its own",
      {
        options: { session: REDIS },
        redis: { ...REDIS.store.redis, cluster: true, caSecret: { name: "redis-ca", key: "root.pem" } },
      },
      {
        gone: ["--session-store-type=cookie", "--session-cookie-minimal=true"],
        come: [
          "--session-store-type=redis",
          "--redis-use-cluster=true",
          "--redis-cluster-connection-urls=rediss://cache.example.com:6380",
          "--redis-ca-path=/redis-ca/ca.crt",
        ],
      },
    ],
    [
      "a page for people who signed out",
      { signedOutPage: true, returnHosts: ["login.microsoftonline.com"] },
      {
        gone: ["--skip-provider-button=true"],
        come: ["--skip-provider-button=false", "--whitelist-domain=login.microsoftonline.com"],
      },
    ],
    [
      "Redis with refresh, which needs a refresh token",
      { options: { session: { ...REDIS, lifetime: "1d", refresh: "90m" } }, redis: { url: "redis://cache" } },
      {
        gone: [
          "--scope=openid profile email",
          "--cookie-expire=8h0m0s",
          "--cookie-refresh=0h0m0s",
          "--session-store-type=cookie",
          "--session-cookie-minimal=true",
        ],
        come: [
          "--scope=openid profile email offline_access",
          "--cookie-expire=24h0m0s",
          "--cookie-refresh=1h30m0s",
          "--session-store-type=redis",
          "--redis-connection-url=redis://cache",
        ],
      },
    ],
    [
      "a shared sign-in, whose cookie the domain sees and which returns to the apps",
      {
        signInHosts: ["auth.example.com"],
        returnHosts: ["a.example.com", "b.example.com"],
        cookieDomain: "example.com",
        cookieName: "__Secure-oauth2-proxy",
      },
      {
        gone: [
          "--redirect-url=https://podinfo.example.com/oauth2/callback",
          "--cookie-name=__Host-oauth2-proxy",
        ],
        come: [
          "--redirect-url=https://auth.example.com/oauth2/callback",
          "--whitelist-domain=a.example.com",
          "--whitelist-domain=b.example.com",
          "--cookie-name=__Secure-oauth2-proxy",
          "--cookie-domain=example.com",
        ],
      },
    ],
    [
      "several hosts, whose redirect URI follows from the request",
      { signInHosts: ["a.example.com", "b.example.org"] },
      { gone: ["--redirect-url=https://podinfo.example.com/oauth2/callback"], come: [] },
    ],
    [
      "no host yet",
      { signInHosts: [] },
      { gone: ["--redirect-url=https://podinfo.example.com/oauth2/callback"], come: [] },
    ],
    [
      "bearer tokens of service principals",
      { bearerTokens: true },
      { gone: ["--skip-jwt-bearer-tokens=false"], come: ["--skip-jwt-bearer-tokens=true"] },
    ],
    [
      "no identity headers",
      { options: { identityHeaders: "none" } },
      { gone: ["--set-xauthrequest=true"], come: ["--set-xauthrequest=false"] },
    ],
    [
      "the token as a header",
      { options: { identityHeaders: "token", session: { store: "cookie" } } },
      {
        gone: ["--session-cookie-minimal=true", "--set-authorization-header=false"],
        come: ["--session-cookie-minimal=false", "--set-authorization-header=true"],
      },
    ],
  ])("differs by no more than this with %s", (_, changes, expected) => {
    expect(difference(changes)).toEqual(expected);
  });

  it("ends with the extra flags, however they are written", () => {
    const extraFlags = {
      "request-logging": false,
      "--redis-connection-idle-timeout": 3,
      "-acr-values": 'say "hi" to {{x}}',
      "exclude-logging-path": ["/ping", "/ready"],
    };

    expect(flagsOf({ extraFlags })).toEqual([
      ...DEFAULTS,
      "--request-logging=false",
      "--redis-connection-idle-timeout=3",
      '--acr-values=say "hi" to {{x}}',
      "--exclude-logging-path=/ping",
      "--exclude-logging-path=/ready",
    ]);
  });

  it.each(["$(OAUTH2_PROXY_COOKIE_SECRET)", "$$(A)", "$$$(A)", "$", "a$b$$", "$(", "$&"])(
    "reaches oauth2-proxy as it was written, with no variable of the container in it: %s",
    (text) => {
      // GIVEN
      const secrets = { OAUTH2_PROXY_COOKIE_SECRET: "secret", A: "a" };

      // WHEN
      const everywhere = flagsOf({
        extraFlags: { "acr-values": text },
        cookieName: text,
        redis: { url: `redis://${text}` },
        options: { session: { store: { redis: { url: "redis://cache" } } } },
        returnHosts: [text],
      }).map((argument) => expand(argument, secrets));

      // THEN
      expect(everywhere).toEqual(
        expect.arrayContaining([
          `--acr-values=${text}`,
          `--cookie-name=${text}`,
          `--redis-connection-url=redis://${text}`,
          `--whitelist-domain=${text}`,
        ]),
      );
    },
  );

  it("trusts the usual installation's private ranges, and never every address", () => {
    const { addresses } = IngressController.ingressNginx();

    const trusted = flagsOf({ trustedAddresses: addresses }).filter((flag) => flag.includes("trusted-proxy"));

    expect(trusted).toEqual([
      "--trusted-proxy-ip=10.0.0.0/8",
      "--trusted-proxy-ip=172.16.0.0/12",
      "--trusted-proxy-ip=192.168.0.0/16",
      "--trusted-proxy-ip=100.64.0.0/10",
      "--trusted-proxy-ip=fc00::/7",
    ]);
  });

  it("skips no check", () => {
    const flags = flagsOf({ bearerTokens: true, signInHosts: ["a.example.com", "b.example.com"] });

    expect(flags.filter((flag) => /^--(skip-auth|api-route|trusted-ip|allowed-|client-)/.test(flag))).toEqual(
      [],
    );
    expect(flags.filter((flag) => /secret|password/i.test(flag))).toEqual([]);
  });
});

describe("the headers that the controller takes from the auth response", () => {
  const ALL = [
    "X-Auth-Request-User",
    "X-Auth-Request-Email",
    "X-Auth-Request-Preferred-Username",
    "X-Auth-Request-Groups",
    "X-Auth-Request-Access-Token",
    "X-Forwarded-User",
    "X-Forwarded-Email",
    "X-Forwarded-Preferred-Username",
    "X-Forwarded-Groups",
    "X-Forwarded-Access-Token",
  ];

  it.each([
    ["none", ALL],
    ["user", ALL],
    ["token", [...ALL, "Authorization"]],
  ] as const)("are all identity headers, so that none can be forged: %s", (identityHeaders, headers) => {
    expect(identityHeadersOf({ identityHeaders })).toEqual(headers);
  });
});
