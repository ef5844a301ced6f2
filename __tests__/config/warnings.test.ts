import { configWarnings } from "../../lib/config";
import { formatProblem } from "../../lib/rules/rule";
import { accepted, andThen, instead, SHORTEST } from "../support/config-texts";

const warnings = (text: string): string[] => configWarnings(accepted(text)).map(formatProblem);

const POD_LABELS =
  "ingressController.podLabels: name no label, so that every Pod of the namespace \"edge\" may connect to the auth proxy, and not the ingress controller's alone; write the labels of the controller's Pods (kubectl -n edge get pods --show-labels)";
const guest = (place: string, what: string, meanwhile: string): string =>
  `${place}: ${what} is to be in the namespace "oauth2-proxy", which this stack makes, because authProxy.namespace says nothing else: after a first apply ${meanwhile} until somebody puts it there, and destroying the stack deletes it; to have it there before, make the namespace with it first, and write authProxy.namespace: { name: oauth2-proxy, create: false }`;
const certificate = (place: string, secret: string, host: string): string =>
  guest(place, `the Secret "${secret}"`, `the sign-in at "${host}" has the controller's default certificate`);

describe("a config is warned", () => {
  it("of nothing where there is nothing to know", () => {
    expect(warnings(SHORTEST)).toEqual([]);
  });

  it.each(["namespace: edge", "podLabels: {}\n  namespace: edge"])(
    "that every Pod of the controller's namespace may connect: %s",
    (controller) => {
      expect(warnings(instead("ingress-nginx", `ingress-nginx\n  ${controller}`))).toEqual([POD_LABELS]);
    },
  );

  it("that a group of many users removes whoever is not named, unless the file says what it is to do", () => {
    const users = (count: number): string =>
      JSON.stringify(Array.from({ length: count }, (_, i) => `person-${i}@contoso.com`));
    const text = (more: string): string =>
      instead("name: users", `name: users\n    users: ${users(20)}\n    ${more}`);
    const groups = (count: number): string =>
      instead("name: users", `name: users\n  groups: [{ name: finance, users: ${users(count)} }]`);

    expect(warnings(text("description: all"))).toEqual([
      'entra.accessGroup.membership: with 20 users the group holds the list of its members itself, and an apply removes whoever else is in it; write "authoritative" to have it stay so with fewer than 20 users too, or "additive" to leave others alone',
    ]);
    expect(warnings(text("membership: authoritative"))).toEqual([]);
    expect(warnings(text("membership: additive"))).toEqual([]);
    expect(warnings(groups(20))).toEqual([
      expect.stringMatching(/^entra\.groups\[0\]\.membership: with 20 users the group holds the list/),
    ]);
    expect(warnings(groups(19))).toEqual([]);
  });

  it("of each client secret that Entra makes, where secrets are to stay out of the state", () => {
    const text = (credential: string, program: string): string =>
      instead("accessGroup:", `${credential}machineClients: [{ name: batch, ${program} }]\n  accessGroup:`);
    const clientSecrets = "credential: { clientSecret: {} }";
    const federated = "credential: { federated: { issuer: https://ci.example.com, subject: main } }";
    const identity = "credential: { workloadIdentity: { issuer: https://oidc.cluster.example.com } }\n  ";
    const inState =
      "is in Terraform's state with secrets: writeOnly too, because the azuread provider has no form of it that stays out";

    expect(warnings(`${text("", clientSecrets)}secrets: writeOnly\n`)).toEqual([
      `entra.credential: the client secret ${inState}; write credential: { workloadIdentity: { issuer } }, which has no secret, or for one that you keep existingSecret: { name, key }`,
      `entra.machineClients[0].credential: its client secret ${inState}; write federated: { issuer, subject }, which has no secret, or for a registration that somebody else keeps its clientId`,
    ]);
    expect(warnings(text("", clientSecrets))).toEqual([]);
    expect(warnings(`${text(identity, federated)}secrets: writeOnly\n`)).toEqual([]);
  });

  it("of no network where there is no policy, or somebody else's", () => {
    const text = instead("ingress-nginx", "ingress-nginx\n  namespace: edge");

    expect(warnings(`${text}authProxy: { networkPolicy: false }\n`)).toEqual([]);
    expect(warnings(`${text}authProxy: { service: { namespace: a, name: b, port: 1 } }\n`)).toEqual([]);
  });

  it("of a certificate that is not there when the sign-in answers first", () => {
    const two = `    tls: { proxySecretName: copy }
  - { name: two, host: podinfo.example.com, paths: [/two], externalIngress: true, tls: { proxySecretName: b } }
`;

    expect(warnings(andThen(two))).toEqual([
      expect.stringMatching(
        /^apps\[1\]\.externalIngress: somebody else owns an Ingress of "podinfo\.example\.com".*use-regex or rewrite-target/,
      ),
      certificate("apps[0].tls.proxySecretName", "copy", "podinfo.example.com"),
    ]);
  });

  it("of the same at a shared sign-in, unless cert-manager makes it", () => {
    const shared = (tls: string): string =>
      andThen(`signIn: { host: auth.example.com, cookieDomain: example.com, tls: ${tls} }\n`);

    expect(warnings(shared("{ secretName: sign-in-tls }"))).toEqual([
      certificate("signIn.tls", "sign-in-tls", "auth.example.com"),
    ]);
    expect(warnings(shared("{ secretName: sign-in-tls, issuer: { name: letsencrypt } }"))).toEqual([]);
    expect(warnings(shared("external"))).toEqual([]);
  });

  it.each(["redis", "redis.oauth2-proxy", "redis.oauth2-proxy.svc.cluster.local"])(
    "of a Redis that can only come later: %s",
    (host) => {
      expect(
        warnings(andThen(`authProxy: { session: { store: { redis: { url: "rediss://${host}:6379" } } } }\n`)),
      ).toEqual([
        guest("authProxy.session.store.redis.url", 'the Redis "redis"', "the auth proxy does not start"),
      ]);
    },
  );

  it.each(["rediss://oauth2-proxy.oauth2-proxy.example.com", "redis://redis.cache.svc", "redis://[fd00::1]"])(
    "of no Redis elsewhere: %s",
    (url) => {
      expect(warnings(andThen(`authProxy: { session: { store: { redis: { url: "${url}" } } } }\n`))).toEqual(
        [],
      );
    },
  );

  it("of nothing that is missing where the namespace is there before", () => {
    const text = andThen(
      "    tls: { proxySecretName: copy }\nauthProxy: { namespace: { name: auth }, session: { store: { redis: { url: redis://redis } } } }\n",
    );

    expect(warnings(text)).toEqual([]);
  });
});
