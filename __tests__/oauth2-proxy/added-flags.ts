import type { FlagValue } from "../../lib/oauth2-proxy/extra-flags";

/** Who signs in. */
export const MEMBER = "alice@contoso.com";

/** A value for each flag that can be added, and where its effect is seen. */
export const EFFECTS: Readonly<
  Record<string, { value: FlagValue; seen: (use: { authorize: URL; log: string }) => void }>
> = {
  "acr-values": {
    value: 'urn:$(OAUTH2_PROXY_COOKIE_SECRET) $$ {{x}} "é"',
    seen: ({ authorize }) =>
      expect(authorize.searchParams.get("acr_values")).toBe('urn:$(OAUTH2_PROXY_COOKIE_SECRET) $$ {{x}} "é"'),
  },
  "auth-logging": { value: false, seen: ({ log }) => expect(log).not.toContain("[AuthSuccess]") },
  "auth-logging-format": {
    value: "who={{.Username}} {{- .Status -}} {{ .Client }}",
    seen: ({ log }) => expect(log).toMatch(new RegExp(`who=${MEMBER}AuthSuccess`)),
  },
  "errors-to-info-log": { value: true, seen: ({ log }) => expect(log).toContain("[AuthSuccess]") },
  "exclude-logging-path": {
    value: ["/oauth2/auth", "/oauth2/start"],
    seen: ({ log }) => {
      expect(log).toContain(' "/oauth2/callback?');
      expect(log).not.toMatch(/ "\/oauth2\/(auth|start)/);
    },
  },
  prompt: {
    value: "select_account",
    seen: ({ authorize }) => expect(authorize.searchParams.get("prompt")).toBe("select_account"),
  },
  "redis-connection-idle-timeout": {
    value: 30,
    seen: ({ log }) => expect(log).toContain("[AuthSuccess]"),
  },
  "request-id-header": {
    value: "X-Correlation-Id",
    seen: ({ log }) => expect(log).toContain("from-outside"),
  },
  "request-logging": { value: false, seen: ({ log }) => expect(log).not.toContain('"/oauth2/auth"') },
  "request-logging-format": {
    value: '{"status":{{.StatusCode}},"uri":{{.RequestURI}}}',
    seen: ({ log }) => expect(log).toContain('{"status":401,"uri":"/oauth2/auth"}'),
  },
  "standard-logging": {
    value: false,
    seen: ({ log }) => expect(log).not.toContain("OAuthProxy configured"),
  },
  "standard-logging-format": {
    value: "standard: {{.Message}}",
    seen: ({ log }) => expect(log).toContain("\nstandard: OAuthProxy configured"),
  },
};
