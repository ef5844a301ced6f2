import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import {
  AppRegistration,
  AuthProxy,
  EntraIngressAuth,
  IngressController,
  type EntraIngressAuthProps,
  existingClientSecret,
} from "../../lib";
import { proxyProps, settled } from "../support/auth-proxy";
import { blocksOf, inputErrors, newStack, toJson, unknownText } from "../support/construct-stack";

const CLIENT = "0f8fad5b-d9cb-469f-a165-70867728950e";
const CREDENTIAL = { existingSecret: { name: "credential", key: "client-secret" } };
const REDIS = { url: "rediss://r.example.com", passwordSecret: { name: "redis", key: "password" } };
const SESSION = { store: { redis: REDIS } };

function facade(props: Partial<EntraIngressAuthProps>, stack = newStack()): EntraIngressAuth {
  return new EntraIngressAuth(stack, "auth", {
    accessGroup: { name: "users" },
    ingressController: IngressController.ingressNginx(),
    ...props,
  });
}

describe("a Secret that is brought along", () => {
  it("is refused in a namespace that the facade makes", () => {
    const authProxy = { namespace: { name: "auth", create: true }, session: SESSION };

    expect(inputErrors(() => facade({ authProxy }))).toEqual([
      expect.stringMatching(
        /^\[stack\/auth\] authProxy\.session\.store\.redis\.passwordSecret: the Secret "redis" has to be in the namespace "auth" before/,
      ),
    ]);
  });

  it("is refused in the namespace that is made where nothing is said", () => {
    expect(inputErrors(() => facade({ application: { clientId: CLIENT }, credential: CREDENTIAL }))).toEqual([
      expect.stringMatching(
        /^\[stack\/auth\] credential\.existingSecret: the Secret "credential" has to be in the namespace "oauth2-proxy" .*because authProxy\.namespace says nothing else/,
      ),
    ]);
  });

  it("is refused by an auth proxy on its own", () => {
    const program = (): AuthProxy =>
      new AuthProxy(
        newStack(),
        "proxy",
        proxyProps({
          redis: REDIS,
          resolved: settled({ session: SESSION }),
          credential: existingClientSecret(CREDENTIAL.existingSecret),
        }),
      );

    expect(inputErrors(program)).toEqual([
      expect.stringMatching(
        /^\[stack\/proxy\] credential\.variables\[0\]\.secret: the Secrets "credential" and "redis" have to be in the namespace "oauth2-proxy"/,
      ),
    ]);
  });

  it("may be one that the program makes, given by reference", () => {
    const stack = newStack();
    const secret = new SecretV1(stack, "redis", { metadata: { name: "redis", namespace: "auth" } });
    const passwordSecret = { name: secret.metadata.name, key: "password" };
    facade({ authProxy: { session: { store: { redis: { ...REDIS, passwordSecret } } } } }, stack);

    expect(JSON.stringify(blocksOf(toJson(stack).resource, "kubernetes_deployment_v1"))).toContain(
      "${kubernetes_secret_v1.redis.metadata[0].name}",
    );
  });
});

describe("a Secret with an application's client secret", () => {
  const authProxy = { namespace: { name: "auth" } };
  const refused = [
    expect.stringMatching(
      /^\[stack\/auth\] credential\.existingSecret: names a Secret with the client secret of an application that this stack is only about to make/,
    ),
  ];

  it.each([undefined, { name: "shop" }])(
    "is refused where the facade makes the application: %j",
    (application) => {
      expect(inputErrors(() => facade({ application, credential: CREDENTIAL, authProxy }))).toEqual(refused);
    },
  );

  it("is refused where the program makes the application", () => {
    const stack = newStack();
    const application = new AppRegistration(stack, "application", { name: "shop" });

    expect(inputErrors(() => facade({ application, credential: CREDENTIAL, authProxy }, stack))).toEqual(
      refused,
    );
  });

  it("is accepted where the application is there, or the program makes the Secret", () => {
    const stack = newStack();
    const adopted = new AppRegistration(stack, "adopted", { name: "shop", adopt: CLIENT });
    const existing = AppRegistration.fromClientId(stack, "existing", { clientId: CLIENT });
    const made = { existingSecret: { name: unknownText(stack, "secret"), key: "a" } };

    expect([
      ...inputErrors(() => facade({ application: adopted, credential: CREDENTIAL, authProxy }, stack)),
      ...inputErrors(() => facade({ application: existing, credential: CREDENTIAL, authProxy })),
      ...inputErrors(() => facade({ application: { clientId: CLIENT }, credential: CREDENTIAL, authProxy })),
      ...inputErrors(() =>
        facade({ application: { name: "shop", adopt: CLIENT }, credential: CREDENTIAL, authProxy }),
      ),
      ...inputErrors(() => facade({ credential: made })),
    ]).toEqual([]);
  });
});

describe("a namespace that the facade makes", () => {
  it.each(["default", "kube-system", "kube-public", "kube-node-lease"])("is not %s", (name) => {
    expect(inputErrors(() => facade({ authProxy: { namespace: { name, create: true } } }))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^\\[stack/auth\\] authProxy\\.namespace\\.create: "${name}" is a namespace that every cluster has`,
        ),
      ),
    ]);
  });

  it("is not the controller's", () => {
    const authProxy = { namespace: { name: "ingress-nginx", create: true } };

    expect(inputErrors(() => facade({ authProxy }))).toEqual([
      expect.stringContaining("but the ingress controller is in it"),
    ]);
  });

  it("is not an app's, however late the app is protected", () => {
    const stack = newStack();
    const auth = facade({}, stack);
    auth.protect("shop", {
      host: "shop.example.com",
      service: { namespace: "oauth2-proxy", name: "web", port: 80 },
    });

    expect(() => toJson(stack)).toThrow(
      /shop\.service\.namespace: "oauth2-proxy" is to be made by this stack, because authProxy\.namespace says nothing else, but the Service of app "shop" is in it/,
    );
  });

  it("may be that of an app which is deployed into it by reference", () => {
    const stack = newStack();
    const auth = facade({}, stack);
    auth.protect("shop", {
      host: "shop.example.com",
      service: { namespace: auth.authProxy.service.namespace, name: "web", port: 80 },
    });

    expect(() => toJson(stack)).not.toThrow();
  });
});
