import { Lazy } from "cdktf";
import type { AuthProxyOptions, AuthProxyWiring } from "./props";
import type { IdentityProvider, RefusalWords } from "../contracts/identity";
import { domainBelow } from "../rules/host";
import { refusalPage, type RefusalPageProps } from "./refusal-page";
import { signedOutPage } from "./signed-out-page";

/** oauth2-proxy's pages, by the names of their templates; who may sign in is known at synth. */
export function pages(
  props: AuthProxyOptions & AuthProxyWiring,
  { inPath }: Pick<RefusalPageProps, "inPath"> = {},
): Record<string, string> {
  const { identityProvider, resolved, cookieDomain, returnHosts } = props;
  const { signOutUrl, staysSignedIn, traits } = identityProvider;
  const { service } = traits.words;
  // Nothing but /oauth2 answers on a shared sign-in host.
  const frontPage = (): string | undefined =>
    cookieDomain === undefined
      ? undefined
      : `https://${returnHosts().find((host) => domainBelow(host) === undefined) ?? cookieDomain}/`;
  const refusal = (): string =>
    refusalPage({
      ...(identityProvider.refusal ?? lackOf(props)),
      service,
      ...props.pages,
      contact: props.contact,
      signOutUrl,
      selectAccountUrl: selectAccountUrl(identityProvider, resolved.scopes),
      accountUrl: identityProvider.accountUrl,
      frontPage: frontPage(),
      inPath,
    });
  const signedOut = (): string =>
    signedOutPage({
      ...props.pages,
      frontPage: frontPage(),
      stillSignedIn: staysSignedIn === true ? { service, signOutUrl } : undefined,
    });
  return {
    "error.html": Lazy.stringValue({ produce: refusal }),
    ...(props.signOut === true && props.redirects !== true
      ? { "sign_in.html": Lazy.stringValue({ produce: () => signedOut() }) }
      : {}),
  };
}

/** What somebody lacks who may not sign in. */
function lackOf({ groupsClaim = "groups", allowedGroups }: AuthProxyWiring): RefusalWords {
  const allowed = allowedGroups();
  return {
    what: WHAT[groupsClaim],
    names:
      groupsClaim === "account" || allowed === "everybody"
        ? []
        : allowed.map(({ id, displayName }) => displayName ?? id),
  };
}

const WHAT = { groups: "group", roles: "role", account: "member" } as const;

function selectAccountUrl(
  { authorizeUrl, clientId }: IdentityProvider,
  scopes: readonly string[],
): string | undefined {
  return authorizeUrl === undefined
    ? undefined
    : `${authorizeUrl}?client_id=${clientId}&response_type=code&scope=${scopes.join("%20")}&prompt=select_account`;
}
