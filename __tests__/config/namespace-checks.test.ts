import { andThen, complaints, instead, SHORTEST } from "../support/config-texts";

const REDIS = "redis: { url: rediss://r.example.com, passwordSecret: { name: redis, key: password } }";
const SESSION = `session: { store: { ${REDIS} } }`;
const CLIENT = "0f8fad5b-d9cb-469f-a165-70867728950e";
const EARLIER =
  "If an earlier apply of this stack made the namespace, take it out of the state first (terraform state rm), or the next apply deletes it with everything in it";
const NEW_APPLICATION =
  'entra.credential.existingSecret: names a Secret with the client secret of an application that this stack is only about to make, so that nobody can have put one there; leave "credential" out, so that the stack makes the secret too and keeps it new, or register the application first, put a secret of it there, and name the application by its client id (application: { clientId: ... }) or, to manage it here from then on, by its object id (application.adopt)';

const inVain = (place: string, secret: string, namespace: string, byDefault = ""): string =>
  `${place}: the Secret "${secret}" has to be in the namespace "${namespace}" before the auth proxy starts, but this stack makes that namespace${byDefault}, so that a first apply would wait for the Secret in vain; make the namespace (kubectl create namespace ${namespace}) and the Secret first, and write authProxy.namespace: { name: ${namespace}, create: false }. ${EARLIER}`;
const BY_DEFAULT = ", because authProxy.namespace says nothing else";

const withCredential = (application: string): string =>
  instead("entra:", `entra:\n  ${application}credential: { existingSecret: { name: cred, key: secret } }`);

describe("a Secret that a config brings along", () => {
  it("is not in a namespace that the stack makes", () => {
    const text = andThen(`authProxy:\n  ${SESSION}\n  namespace: { name: auth, create: true }\n`);

    expect(complaints(text)).toEqual([
      `config.yaml:11:61: ${inVain("authProxy.session.store.redis.passwordSecret", "redis", "auth")}`,
    ]);
  });

  it("is not in the namespace that the stack makes where nothing is said", () => {
    expect(complaints(andThen(`authProxy:\n  ${SESSION}\n`))).toEqual([
      `config.yaml:11:61: ${inVain("authProxy.session.store.redis.passwordSecret", "redis", "oauth2-proxy", BY_DEFAULT)}`,
    ]);
  });

  it("may be the certificate of a CA", () => {
    const redis = "{ url: rediss://r.example.com, caSecret: { name: ca, key: ca.crt } }";

    expect(complaints(andThen(`authProxy: { session: { store: { redis: ${redis} } } }\n`))).toEqual([
      `config.yaml:10:72: ${inVain("authProxy.session.store.redis.caSecret", "ca", "oauth2-proxy", BY_DEFAULT)}`,
    ]);
  });

  it("is noticed whatever is wrong with the rest", () => {
    const text = andThen(`authProxy:\n  ${SESSION}\n  replicas: 0\n`);

    expect(complaints(text)).toEqual([
      expect.stringContaining("passwordSecret: the Secret"),
      expect.stringContaining("authProxy.replicas"),
    ]);
  });

  it.each([
    `authProxy:\n  namespace: { name: auth }\n  ${SESSION}\n`,
    `authProxy:\n  namespace: { name: kube-system, create: false }\n  ${SESSION}\n`,
    "authProxy: { session: { store: { redis: { url: rediss://r.example.com } } } }\n",
  ])("may be in a namespace that is there, and need not be: %s", (text) => {
    expect(complaints(andThen(text))).toEqual([]);
  });

  it("may be the client secret of GitHub's OAuth app, whose namespace is not made by default", () => {
    const rest = SHORTEST.slice(SHORTEST.indexOf("ingressController:"));
    const github = `github:\n  clientId: Ov23liAbCdEfGhIjKlMn\n  clientSecret: { name: github, key: secret }\n  users: [octocat]\n${rest}`;

    expect(complaints(github)).toEqual([]);
    expect(complaints(`${github}authProxy: { namespace: { name: auth, create: true } }\n`)).toEqual([
      `config.yaml:3:3: ${inVain("github.clientSecret", "github", "auth")}`,
    ]);
  });
});

describe("a Secret with an application's client secret", () => {
  it.each(["", "application: { name: shop }\n  "])(
    "is refused where the stack only makes the application: %j",
    (application) => {
      const text = `${withCredential(application)}authProxy: { namespace: { name: auth } }\n`;

      expect(complaints(text)).toEqual([`config.yaml:${application === "" ? 2 : 3}:17: ${NEW_APPLICATION}`]);
    },
  );

  it("is refused together with a namespace that only the stack makes", () => {
    const text = `${withCredential("")}authProxy: { namespace: { name: auth, create: true } }\n`;

    expect(complaints(text)).toEqual([
      `config.yaml:2:17: ${NEW_APPLICATION}`,
      `config.yaml:2:17: ${inVain("entra.credential.existingSecret", "cred", "auth")}`,
    ]);
  });

  it.each([`application: { clientId: ${CLIENT} }\n  `, `application: { name: a, adopt: ${CLIENT} }\n  `])(
    "is accepted with an application that is there: %s",
    (application) => {
      expect(complaints(`${withCredential(application)}authProxy: { namespace: { name: auth } }\n`)).toEqual(
        [],
      );
    },
  );

  it("is nothing to wait for where somebody else runs the auth proxy", () => {
    const text = `${withCredential("")}authProxy: { service: { namespace: a, name: b, port: 1 } }\n`;

    expect(complaints(text)).toEqual([]);
  });
});

describe("a namespace that a config makes", () => {
  const made = (name: string): string => `authProxy: { namespace: { name: ${name}, create: true } }\n`;

  it.each(["default", "kube-system", "kube-public", "kube-node-lease"])("is not %s", (name) => {
    const text = instead("namespace: default", "namespace: web") + made(name);

    expect(complaints(text)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^config\\.yaml:10:\\d+: authProxy\\.namespace\\.create: "${name}" is a namespace that every cluster has`,
        ),
      ),
    ]);
  });

  it.each([
    ["an app's Service", 'the Service of app "podinfo"', instead("namespace: default", "namespace: web")],
    ["the ingress controller's Pods", "the ingress controller", instead("nginx", "nginx\n  namespace: web")],
  ])("is not that of %s", (_whose, what, text) => {
    expect(complaints(text + made("web"))).toEqual([
      expect.stringContaining(
        `authProxy.namespace.create: "web" is to be made by this stack, but ${what} is in it`,
      ),
    ]);
  });

  it("is not that of a controller as it is usually installed", () => {
    expect(complaints(andThen(made("ingress-nginx")))).toEqual([
      expect.stringContaining(
        '"ingress-nginx" is to be made by this stack, but the ingress controller is in it',
      ),
    ]);
  });

  it("is not that of an app where nothing is said, which is noticed at the app", () => {
    expect(complaints(instead("namespace: default", "namespace: oauth2-proxy"))).toEqual([
      `config.yaml:9:16: apps[0].service.namespace: "oauth2-proxy" is to be made by this stack, because authProxy.namespace says nothing else, but the Service of app "podinfo" is in it, so that it is there already and cannot be made, and destroying the stack would delete it with everything in it; write authProxy.namespace: { name: oauth2-proxy, create: false }, or name a namespace of the auth proxy's own. ${EARLIER}`,
    ]);
  });

  it("is not that of the state", () => {
    const state =
      "state: { backend: kubernetes, arguments: { secret_suffix: a, namespace: oauth2-proxy } }\n";

    expect(complaints(andThen(state))).toEqual([
      expect.stringContaining('state.arguments.namespace: "oauth2-proxy" is made by this stack'),
    ]);
    expect(complaints(andThen(`authProxy: { namespace: { name: oauth2-proxy } }\n${state}`))).toEqual([]);
  });

  it.each([
    made("auth"),
    "authProxy: { namespace: { name: kube-system } }\n",
    "authProxy: { namespace: { name: default } }\n",
    "authProxy: { service: { namespace: default, name: proxy, port: 80 } }\n",
  ])("may be any other, and need not be made: %s", (text) => {
    expect(complaints(andThen(text))).toEqual([]);
  });
});
