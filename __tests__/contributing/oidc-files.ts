/** An identity that a contributor may add: an issuer of OpenID Connect, whose groups are plain names. */
export const OIDC_FILES = {
  "lib/identity/oidc/traits.ts": `
import type { IdentityTraits } from "../../contracts/identity";

const line = { base: 400, perGroup: 60 };
const sizes = { "cookie-minimal": line, cookie: { base: 4_200, perGroup: 120 }, redis: { base: 190, perGroup: 0 } };

export const OIDC: IdentityTraits = {
  kind: "oidc",
  name: "the issuer",
  signIn: ({ session }) => ({
    provider: "oidc",
    scopes: ["openid", "email", "groups", ...(session.refresh === undefined ? [] : ["offline_access"])],
  }),
  idToken: { groupsClaim: "groups" },
  refresh: { scope: "offline_access", longestToken: 600 },
  sizes: { cookieLine: sizes, callback: sizes, userHeaders: line, tokenHeader: { base: 1_450, perGroup: 60 } },
  groupForm: { rule: () => undefined, late: "name" },
  combinations: [],
  words: { service: "Contoso", groups: "groups", letsIn: { groups: "members of ", roles: "" } },
};
`,
  "lib/identity/oidc/schema.ts": `
import { z } from "zod";
import { httpsUrl } from "../../rules/url";
import { secretKeyReference } from "../../schema/kubernetes";
import { someText, text } from "../../schema/leaves";

export const oidc = z.strictObject({
  issuer: text(httpsUrl),
  clientId: someText(),
  clientSecret: secretKeyReference,
  signOutUrl: text(httpsUrl),
  memberGroup: someText(),
});

export const oidcAccess = { oidcGroups: z.array(someText()).optional() };
`,
  "lib/identity/oidc/props.ts": `
import { SECRET_KEY_KEYS, type SecretKeyReference } from "../../contracts/credential";
import { ANY, type KeysOf } from "../../rules/keys";

export interface OidcProps {
  /** The issuer. */
  readonly issuer: string;
  /** The client id. */
  readonly clientId: string;
  /** Where a person signs out there. */
  readonly signOutUrl: string;
  /** The group for apps without a rule. */
  readonly memberGroup: string;
  /** The client secret. */
  readonly clientSecret: SecretKeyReference;
}

export const OIDC_KEYS: KeysOf<OidcProps> = {
  issuer: ANY,
  clientId: ANY,
  signOutUrl: ANY,
  memberGroup: ANY,
  clientSecret: SECRET_KEY_KEYS,
};

export interface OidcAccessProps {
  /** Groups of the issuer. @default - none */
  readonly oidcGroups?: readonly string[];
}

export const OIDC_ACCESS_KEYS: KeysOf<OidcAccessProps> = { oidcGroups: ANY };
`,
  "lib/identity/oidc/issuer.ts": `
import type { Construct } from "constructs";
import type { AccessSource, Admitted, Allowed } from "../../contracts/access";
import type { IdentityProvider } from "../../contracts/identity";
import type { Place } from "../../rules/rule";
import type { Checks } from "../../schema/checks";
import type { OidcAccessProps, OidcProps } from "./props";
import { OIDC } from "./traits";

export class OidcIssuer implements IdentityProvider, AccessSource<OidcAccessProps> {
  readonly traits = OIDC;
  readonly clientId: string;
  readonly issuerUrl: string;
  readonly signOutUrl: string;
  readonly claim = "groups";
  readonly hasServicePrincipals = false;
  readonly byDefault: Admitted;

  constructor({ clientId, issuer, signOutUrl, memberGroup }: OidcProps) {
    this.clientId = clientId;
    this.issuerUrl = issuer;
    this.signOutUrl = signOutUrl;
    this.byDefault = [{ id: memberGroup }];
  }

  addHost(): void {
    // Redirect URIs are registered by hand.
  }

  check(checks: Checks, at: Place, rule: OidcAccessProps): void {
    checks.known([...at, "oidcGroups"], rule.oidcGroups);
  }

  find(_scope: Construct, _id: string, _name: string, rule: OidcAccessProps): readonly Allowed[] {
    return (rule.oidcGroups ?? []).map((id) => ({ id }));
  }
}
`,
  "lib/identity/oidc/file.ts": `
import { partOf } from "../../contracts/draft";
import type { IdentityInFile } from "../../contracts/identity-file";
import type { OidcAccessProps, OidcProps } from "./props";

export const OIDC_IN_FILE: IdentityInFile<OidcProps> = {
  makesNamespace: false,
  secrets: [["clientSecret"]],
  problems: (_, { ruledApps }) =>
    ruledApps.flatMap(({ rules }) =>
      rules
        .filter(({ rule }) => Object.keys(rule).join() !== "oidcGroups")
        .map(({ at }) => ({ path: at, message: "names nobody; write oidcGroups: [...]" })),
    ),
  rules: (section) => {
    const everybody = [{ id: partOf(section, "memberGroup").whole ?? "" }];
    return {
      claim: "groups",
      byDefault: everybody,
      signsIn: everybody,
      allowedBy: (rule: OidcAccessProps) => (rule.oidcGroups ?? []).map((group) => ({ id: group })),
    };
  },
};
`,
  "lib/facade/oidc-ingress-auth.ts": `
import type { Construct } from "constructs";
import { existingClientSecret } from "../contracts/client-secret";
import { OidcIssuer } from "../identity/oidc/issuer";
import { OIDC_KEYS, type OidcProps } from "../identity/oidc/props";
import { OIDC } from "../identity/oidc/traits";
import { DEFAULT_PROXY_NAME } from "../model/names";
import { AUTH_PROXY_KEYS } from "../oauth2-proxy/props";
import { resolveAtEdges } from "../oauth2-proxy/session-options";
import type { ResolvedSettings } from "../resolver";
import type { KeysOf } from "../rules/keys";
import { Checks } from "../schema/checks";
import { refuseUnknownKeys } from "../schema/known-keys";
import { Access } from "./access";
import { checkCommon, checkProxy } from "./check-props";
import { edgesIn } from "./edge-prop";
import { IngressAuth } from "./ingress-auth";
import { FACADE_KEYS, type AuthProxyProps, type IngressAuthProps } from "./props";
import { settingsOf } from "./settings";
import { Wiring } from "./wiring";

export interface OidcIngressAuthProps extends IngressAuthProps, OidcProps {
  /** How oauth2-proxy runs. @default - as elsewhere */
  readonly authProxy?: AuthProxyProps;
}

const KEYS: KeysOf<OidcIngressAuthProps> = { ...FACADE_KEYS, ...OIDC_KEYS, authProxy: AUTH_PROXY_KEYS };

export class OidcIngressAuth extends IngressAuth {
  readonly settings: ResolvedSettings;
  protected readonly wiring: Wiring;

  constructor(scope: Construct, id: string, props: OidcIngressAuthProps) {
    super(scope, id);
    refuseUnknownKeys(this, props, KEYS);
    const { authCheck, clientSecret } = props;
    const options = { namespace: { name: DEFAULT_PROXY_NAME }, ...props.authProxy };
    const checks = new Checks();
    checkCommon(checks, props, options);
    checkProxy(checks, props, options, {
      identity: OIDC,
      makesNamespace: false,
      secrets: [{ secret: clientSecret, path: ["clientSecret"] }],
    });
    checks.throwIfAny(this);
    this.settings = settingsOf(this, checks, resolveAtEdges(OIDC, { ...options, authCheck }, edgesIn(props)));
    const issuer = new OidcIssuer(props);
    const access = new Access(issuer, () => []);
    this.wiring = new Wiring(this, {
      props,
      identity: issuer,
      settings: this.settings,
      access,
      authProxy: { options, credential: existingClientSecret(clientSecret) },
      allowedGroups: () => access.signInSet,
      bearerTokens: () => false,
    });
    this.wiring.addOutputs({ identity: { client_id: issuer.clientId } });
  }
}
`,
} as const;
