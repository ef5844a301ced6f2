import { allKeys, knownKeys, schemaWords } from "../../lib/config/json-schema";
import { EXTRA_FLAGS } from "../../lib/oauth2-proxy/extra-flags";
import { flagOfName, refusedFlag, wayOut } from "../../lib/rules/asked-for";
import { ASKED_APPLICATION_KEYS } from "../../lib/rules/asked-application-keys";
import { ASKED_KEYS } from "../../lib/rules/asked-keys";
import { ASKED_POD_KEYS } from "../../lib/rules/asked-pod-keys";
import { REFUSED_FLAGS } from "../../lib/rules/refused-flags";

const ROWS = [...ASKED_APPLICATION_KEYS, ...ASKED_KEYS, ...ASKED_POD_KEYS, ...REFUSED_FLAGS];
const IN_PROXY = knownKeys(["authProxy"]);
const IN_APP = knownKeys(["apps", 0]);
const IN_APPLICATION = knownKeys(["entra", "application"]);

/** What messages quote that is no key of a file: values, flags, annotations and headers. */
const NO_KEYS = [
  /^[*]/,
  /^X-/,
  /^Lax$/,
  /^nginx\.ingress\.kubernetes\.io\//,
  /^(prompt|request-logging)$/,
  /: /,
];

const quoted = (text: string): string[] =>
  [...text.matchAll(/"([^"]+)"/g)]
    .map(([, word = ""]) => word)
    .filter((word) => !NO_KEYS.some((one) => one.test(word)));

/** Maps as they are to be written, such as `tls: { issuer: { name } }`, as the words in them. */
const mapped = (text: string): string[] =>
  [...text.matchAll(/\b[a-zA-Z]+: \{[^}]*\}+/g)].flatMap(([map]) => map.match(/[a-zA-Z-]+/g) ?? []);

/** Whether a key is there, under the keys before its dots wherever those are. */
const isKey = (dotted: string): boolean => {
  const path = dotted.split(".");
  return allKeys().some(({ key, within }) => [...within, key].slice(-path.length).join(".") === dotted);
};

describe("what people ask for under other names", () => {
  it.each(ROWS.map((row) => [row.asked.source, row] as const))(
    "leads to keys that there are: %s",
    (_name, row) => {
      expect(quoted(row.why).filter((key) => !isKey(key))).toEqual([]);
      expect(
        mapped(row.why).filter((word) => !schemaWords().has(word) && !EXTRA_FLAGS.includes(word)),
      ).toEqual([]);
      expect(row.beside === undefined || schemaWords().has(row.beside)).toBe(true);
    },
  );

  it.each([
    ["skipAuthRegex", '"publicPaths"'],
    ["skip_auth_routes", '"publicPaths"'],
    ["cookie-domain", '"signIn"'],
    ["relativeRedirectUrl", "hosts of the apps"],
    ["passAccessToken", "accessToken: { scope }"],
    ["cookieSecure", "safest value"],
  ])("is found by the name of a flag, however it is written: %s", (key, said) => {
    expect(wayOut(key, IN_PROXY) ?? flagOfName(key)).toContain(said);
  });

  it.each(["secret", "config", "version", "imagePullSecrets", "resource"])(
    "is no flag because of one word or a part of it: %s",
    (key) => {
      expect(flagOfName(key)).toBeUndefined();
    },
  );

  it.each([
    ["multi-tenant", "guests"],
    ["tenants", "guests"],
    ["externalId", "guests"],
    ["azureAdB2c", "guests"],
    ["groupDisplayNames", '"entra.roles"'],
    ["rewrite-target", "host of its own"],
    ["cookieSameSite", '"Lax"'],
    ["emailDomains", "everybody: members"],
    ["everyone", "everybody: membersAndGuests"],
    ["allUsers", "everybody: members"],
    ["allowGuests", "everybody: membersAndGuests"],
    ["groupNames", '"entra.roles"'],
    ["ciam", "guests"],
    ["mfa", "Conditional Access"],
    ["session-timeout", '"authProxy.session.lifetime"'],
    ["subscriptionId", "nothing has to be said"],
    ["previewHosts", '"cookieDomain" of "signIn"'],
    ["whitelistDomains", '"cookieDomain" of "signIn"'],
    ["loginHint", '"entra.domainHint"'],
    ["externalPort", '"httpsPort"'],
    ["apiKeys", '"optionalSignInPaths"'],
    ["accessTokens", "accessToken: { scope }"],
  ])("has its way out everywhere: %s", (key, said) => {
    expect(wayOut(key, [])).toContain(said);
  });

  it.each([
    ["users", IN_APP, '"access"'],
    ["className", IN_APP, '"edges"'],
    ["hosts", IN_APP, '"host"'],
    ["proxy-body-size", IN_APP, '"extraAnnotations"'],
    ["env", IN_PROXY, '"extraFlags"'],
    ["maxReplicas", IN_PROXY, '"replicas"'],
    ["HTTPS_PROXY", IN_PROXY, "egressProxy"],
    ["extraCaCerts", IN_PROXY, "caBundle"],
    ["image-pull-secret", IN_PROXY, '"imagePullSecrets"'],
    ["annotations", IN_PROXY, '"podAnnotations"'],
    ["serviceAccountName", IN_PROXY, "serviceAccount: { name }"],
    ["runAsUser", IN_PROXY, "securityContext: platform"],
    ["branding", IN_PROXY, '"pages"'],
    ["port", knownKeys(["ingressController"]), '"httpsPort"'],
    ["okta", knownKeys([]), "docs/library.md"],
    ["identifierUris", IN_APPLICATION, "application: { clientId }"],
    ["appIdUri", IN_APPLICATION, "application: { clientId }"],
    ["exposedScopes", IN_APPLICATION, '"entra.machineClients"'],
    ["oauth2_permission_scopes", IN_APPLICATION, '"authProxy.extraAudiences"'],
    ["preAuthorizedApplications", IN_APPLICATION, "application: { clientId }"],
    ["feature_tags", IN_APPLICATION, '"authProxy.pages"'],
    ["logoImage", IN_APPLICATION, '"authProxy.pages"'],
    ["group_membership_claims", IN_APPLICATION, '"groupClaim"'],
    ["optionalClaims", IN_APPLICATION, '"authProxy.identityHeaders"'],
    ["requiredResourceAccess", IN_APPLICATION, "accessToken: { scope }"],
    ["spa", IN_APPLICATION, '"authProxy.extraAudiences"'],
    ["federated", knownKeys(["entra", "credential"]), "workloadIdentity"],
  ])("has it where it is written: %s", (key, known, said) => {
    expect(wayOut(key, known)).toContain(said);
    expect(wayOut(key, [])).toBeUndefined();
  });

  it.each(EXTRA_FLAGS)("is told of a flag that can be added: %s", (flag) => {
    expect(wayOut(flag, [])).toContain('"authProxy.extraFlags"');
  });

  it.each(["tenants", "graph", "mfa"])("is told of a flag that there is not: %s", (flag) => {
    expect(refusedFlag(flag, EXTRA_FLAGS)).toContain("is none that can be added; ");
  });
});
