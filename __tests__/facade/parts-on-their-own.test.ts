import type { TerraformStack } from "cdktf";
import {
  AccessGroup,
  AppRegistration,
  AuthProxy,
  authUrl,
  callbackUri,
  ClientSecret,
  ControllerDescription,
  EntraIngressAuth,
  IDENTITIES,
  identityHeadersOf,
  IngressController,
  ProtectedApp,
  resolve,
  SignInIngress,
  type AuthCheck,
  type IngressRenderer,
} from "../../lib";
import {
  flagsOf,
  ingressesByPath,
  inputErrors,
  newStack,
  onlyBlock,
  toJson,
} from "../support/construct-stack";

const HOST = "podinfo.example.com";
/** The annotations of the Ingress of a path. */
function annotationsOf(stack: TerraformStack, path: string): Record<string, string> {
  const { metadata } = ingressesByPath(toJson(stack))[`${HOST}${path}`] as {
    metadata: { annotations: Record<string, string> };
  };
  return metadata.annotations;
}

const SERVICE = { namespace: "default", name: "podinfo", port: 9898 };

/** What a facade does for one app, by hand. */
function byHand(stack: TerraformStack): void {
  const controller = IngressController.traefik();
  const registration = new AppRegistration(stack, "app", { name: "podinfo" });
  const group = new AccessGroup(stack, "group", { name: "staff" });
  const secret = new ClientSecret(stack, "secret", { applicationId: registration.applicationId });
  registration.addHost(HOST, callbackUri({ host: HOST }));
  const resolution = resolve({
    identity: IDENTITIES.entra,
    session: { store: "cookie-minimal", lifetime: 8 * 3600 },
    identityHeaders: "user",
    expectedGroups: 100,
    groupClaim: "security",
    groupOverage: "refuse",
    nationalCloud: false,
    controller,
  });
  if ("reasons" in resolution) {
    throw new Error("unreachable: these go together");
  }
  const { settings } = resolution;
  const proxy = new AuthProxy(stack, "proxy", {
    identityProvider: registration,
    credential: secret,
    resolved: settings,
    groupsClaim: "groups",
    allowedGroups: () => [{ id: group.objectId, displayName: group.displayName, formed: true }],
    signInHosts: () => [HOST],
    returnHosts: () => [],
    bearerTokens: () => group.hasServicePrincipals,
    clients: [controller],
  });
  const check: AuthCheck = {
    service: proxy.service,
    proxyPrefix: proxy.proxyPrefix,
    clusterDomain: "cluster.local",
    via: "cluster",
    identityHeaders: identityHeadersOf(settings),
    bufferSize: settings.bufferSize,
  };
  new SignInIngress(stack, "sign-in", {
    name: "podinfo-sign-in",
    host: HOST,
    tls: {},
    fallbackSecret: "podinfo-tls",
    sameNamespace: false,
    ownsCertificate: false,
    controller,
    check,
  });
  new ProtectedApp(stack, "podinfo", { name: "podinfo", host: HOST, service: SERVICE, controller, check });
}

describe("the parts on their own", () => {
  it("make what a facade makes of the same app", () => {
    const hand = newStack();
    byHand(hand);
    const facade = newStack();
    const auth = new EntraIngressAuth(facade, "auth", {
      application: { name: "podinfo" },
      accessGroup: { name: "staff" },
      ingressController: IngressController.traefik(),
    });
    auth.protect("podinfo", { host: HOST, service: SERVICE });

    const [own, others] = [toJson(hand), toJson(facade)];
    // The facade's check names whom it lets in, also where everybody who may sign in may enter.
    const url = { "nginx.ingress.kubernetes.io/auth-url": expect.any(String) as unknown };

    expect(flagsOf(own)).toEqual(flagsOf(others));
    expect(annotationsOf(hand, "/")).toEqual({ ...annotationsOf(facade, "/"), ...url });
    expect(onlyBlock(own.resource, "azuread_application")).toMatchObject({
      web: { redirect_uris: ["https://podinfo.example.com/oauth2/callback"] },
    });
  });
});

describe("a controller of one's own", () => {
  const P = "haproxy-ingress.github.io";
  const haproxy = (address: (check: AuthCheck) => string): ControllerDescription => {
    const renderer: IngressRenderer = {
      protect: (check, { query }) => ({
        [`${P}/auth-url`]: `${address(check)}${query}`,
        [`${P}/auth-headers-succeed`]: check.identityHeaders.join(","),
      }),
      open: (check) => ({ [`${P}/config-backend`]: check.identityHeaders.join("\n") }),
      signIn: () => ({}),
      tls: (secure) => ({ [`${P}/ssl-redirect`]: String(secure) }),
      cors: () => ({}),
    };
    return new ControllerDescription(
      {
        kind: "haproxy-ingress",
        namespace: "ingress-controller",
        podLabels: { "app.kubernetes.io/name": "haproxy-ingress" },
        requestHeaderLimit: "16k",
        buffersResponseHeader: false,
        returnsAuthCookies: "none",
        foreignCertificate: "none",
        prefersExactPaths: true,
        renderer,
      },
      { className: "haproxy" },
    );
  };
  const protect = (ingressController: ControllerDescription, proxyPrefix?: string): TerraformStack => {
    const stack = newStack();
    new EntraIngressAuth(stack, "auth", {
      accessGroup: { name: "staff" },
      authProxy: { proxyPrefix },
      ingressController,
    }).protect("podinfo", { host: HOST, service: SERVICE, publicPaths: ["/healthz"] });
    return stack;
  };
  const hardCoded = ({ service, clusterDomain }: AuthCheck): string =>
    `http://${service.name}.${service.namespace}.svc.${clusterDomain}:${service.port}/oauth2/auth`;

  it("protects apps with what the library tells it of the check", () => {
    const stack = protect(haproxy(authUrl), "/door");

    expect(annotationsOf(stack, "/")[`${P}/auth-url`]).toMatch(
      /^http:\/\/oauth2-proxy\..*\.svc\.cluster\.local:4180\/door\/auth\?allowed_groups=/,
    );
    expect(annotationsOf(stack, "/healthz")[`${P}/config-backend`]).toContain("X-Auth-Request-User");
  });

  it("may know the prefix by heart as long as it is that one", () => {
    expect(annotationsOf(protect(haproxy(hardCoded)), "/")[`${P}/auth-url`]).toContain(":4180/oauth2/auth?");
  });

  it("is refused where it asks below another prefix than the auth proxy's", () => {
    expect(inputErrors(() => protect(haproxy(hardCoded), "/door"))).toEqual([
      '[stack/auth/apps/podinfo] haproxy-ingress would ask the auth proxy where it does not look at who may enter, because "protect" of its renderer does not follow "proxyPrefix" of the check; ask authUrl(check)',
    ]);
  });
});
