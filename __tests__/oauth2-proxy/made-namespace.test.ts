import { existingSecretProblems } from "../../lib/identity/entra/existing-secret";
import {
  broughtProblems,
  madeNamespace,
  stateNamespaceProblems,
  takenNamespaceProblems,
} from "../../lib/oauth2-proxy/made-namespace";

const AT = ["authProxy", "namespace"];
const SAID = { name: "auth", path: [...AT, "create"] };
const BY_DEFAULT = { name: "oauth2-proxy" };
const EARLIER =
  "If an earlier apply of this stack made the namespace, take it out of the state first (terraform state rm), or the next apply deletes it with everything in it";

describe("the namespace that a stack makes", () => {
  it("is the default one where nothing is said, and has no place then", () => {
    expect(madeNamespace(undefined, AT)).toEqual(BY_DEFAULT);
  });

  it("is one that is asked for", () => {
    expect(madeNamespace({ name: "auth", create: true }, AT)).toEqual(SAID);
  });

  it.each([{ name: "auth" }, { name: "auth", create: false }])("is none with %j", (said) => {
    expect(madeNamespace(said, AT)).toBeUndefined();
  });
});

describe("a namespace that is there already", () => {
  const shop = (namespace: string) => ({
    namespace,
    what: 'the Service of app "shop"',
    path: ["apps", 0, "service", "namespace"],
  });

  it.each(["default", "kube-system", "kube-public", "kube-node-lease"])(
    "cannot be made: %s is in every cluster",
    (name) => {
      expect(takenNamespaceProblems({ ...SAID, name }, [shop(name)])).toEqual([
        {
          path: ["authProxy", "namespace", "create"],
          message: `"${name}" is a namespace that every cluster has, so that it cannot be made, and destroying a stack that owned it would delete it with everything in it; leave "create" out to use it as it is, or name a namespace of the auth proxy's own`,
        },
      ]);
    },
  );

  it("cannot be made where an app is in it; one message is enough for all apps", () => {
    expect(takenNamespaceProblems(SAID, [shop("web"), shop("auth"), shop("auth")])).toEqual([
      {
        path: ["authProxy", "namespace", "create"],
        message: `"auth" is to be made by this stack, but the Service of app "shop" is in it, so that it is there already and cannot be made, and destroying the stack would delete it with everything in it; write authProxy.namespace: { name: auth, create: false }, or name a namespace of the auth proxy's own. ${EARLIER}`,
      },
    ]);
  });

  it("is said where the other thing is, if the stack makes the namespace by default", () => {
    expect(takenNamespaceProblems(BY_DEFAULT, [shop("oauth2-proxy")])).toEqual([
      {
        path: ["apps", 0, "service", "namespace"],
        message: `"oauth2-proxy" is to be made by this stack, because authProxy.namespace says nothing else, but the Service of app "shop" is in it, so that it is there already and cannot be made, and destroying the stack would delete it with everything in it; write authProxy.namespace: { name: oauth2-proxy, create: false }, or name a namespace of the auth proxy's own. ${EARLIER}`,
      },
    ]);
  });

  it("is not one of others'", () => {
    expect(takenNamespaceProblems(SAID, [shop("web"), shop("auth-two")])).toEqual([]);
  });
});

describe("a Secret that is brought along", () => {
  const secret = (name: string) => ({ kind: "Secret" as const, name, path: [name] });

  it("cannot be in a namespace that the stack makes", () => {
    expect(broughtProblems(SAID, [secret("redis")])).toEqual([
      {
        path: ["redis"],
        message: `the Secret "redis" has to be in the namespace "auth" before the auth proxy starts, but this stack makes that namespace, so that a first apply would wait for the Secret in vain; make the namespace (kubectl create namespace auth) and the Secret first, and write authProxy.namespace: { name: auth, create: false }. ${EARLIER}`,
      },
    ]);
  });

  it("is said together with the others", () => {
    expect(broughtProblems(BY_DEFAULT, [secret("redis"), secret("redis-ca")])).toEqual([
      {
        path: ["redis"],
        message: `the Secrets "redis" and "redis-ca" have to be in the namespace "oauth2-proxy" before the auth proxy starts, but this stack makes that namespace, because authProxy.namespace says nothing else, so that a first apply would wait for the Secrets in vain; make the namespace (kubectl create namespace oauth2-proxy) and the Secrets first, and write authProxy.namespace: { name: oauth2-proxy, create: false }. ${EARLIER}`,
      },
    ]);
  });

  it("is named by its kind beside objects of others", () => {
    const objects = [secret("registry"), { kind: "ConfigMap" as const, name: "company-ca", path: ["ca"] }];

    expect(broughtProblems(SAID, objects)).toEqual([
      {
        path: ["registry"],
        message: `the Secret "registry" and the ConfigMap "company-ca" have to be in the namespace "auth" before the auth proxy starts, but this stack makes that namespace, so that a first apply would wait for them in vain; make the namespace (kubectl create namespace auth) and them first, and write authProxy.namespace: { name: auth, create: false }. ${EARLIER}`,
      },
    ]);
  });

  it("may be missing", () => {
    expect(broughtProblems(SAID, [])).toEqual([]);
  });
});

describe("the secret of an application", () => {
  it("cannot be there before the application", () => {
    expect(existingSecretProblems(["credential"], true)).toEqual([
      {
        path: ["credential"],
        message:
          'names a Secret with the client secret of an application that this stack is only about to make, so that nobody can have put one there; leave "credential" out, so that the stack makes the secret too and keeps it new, or register the application first, put a secret of it there, and name the application by its client id (application: { clientId: ... }) or, to manage it here from then on, by its object id (application.adopt)',
      },
    ]);
  });

  it("may be there with it", () => {
    expect(existingSecretProblems(["credential"], false)).toEqual([]);
  });
});

describe("the state in a Secret of the cluster", () => {
  const path = ["state"];

  it("cannot be in a namespace that the stack makes", () => {
    expect(
      stateNamespaceProblems(BY_DEFAULT, { backend: "kubernetes", namespace: "oauth2-proxy" }, path),
    ).toEqual([
      {
        path,
        message:
          '"oauth2-proxy" is made by this stack, because authProxy.namespace says nothing else, but the state has to have its place before that, and destroying the stack would delete the state with the namespace; keep the state in another namespace',
      },
    ]);
  });

  it.each([
    { backend: "kubernetes", namespace: "state" },
    { backend: "kubernetes", namespace: undefined },
    { backend: "http", namespace: "oauth2-proxy" },
    { namespace: "oauth2-proxy" },
  ])("may be elsewhere: %j", (state) => {
    expect(stateNamespaceProblems(BY_DEFAULT, state, path)).toEqual([]);
  });
});
