import { IngressController, type AppProps } from "../../../lib";
import { inputErrors, newStack, toJson } from "../../support/construct-stack";
import { APP, facade, ingressRoutes, routesOf, type Route } from "../../support/middleware-routes";

describe("Traefik with IngressRoutes", () => {
  const routes = (app: Partial<AppProps> = {}): Record<string, Route> => {
    const stack = newStack();
    facade(ingressRoutes(), stack).protect("shop", { ...APP, ...app });
    return routesOf(toJson(stack));
  };
  const ruleOf = (route: Route | undefined): { match: string; priority: number } =>
    (route!.object.spec as { routes: { match: string; priority: number }[] }).routes[0]!;

  it("compares whole segments of a path, and lets the narrowest win", () => {
    const all = routes();

    expect(ruleOf(all["/admin"]).match).toBe(
      "Host(`shop.example.com`) && (Path(`/admin`) || PathPrefix(`/admin/`))",
    );
    expect(ruleOf(all["/"]).match).toBe("Host(`shop.example.com`) && PathPrefix(`/`)");
    expect(ruleOf(all["/healthz"]).match).toBe("Host(`shop.example.com`) && Path(`/healthz`)");
    const byPriority = Object.keys(all).sort(
      (one, other) => ruleOf(all[other]).priority - ruleOf(all[one]).priority,
    );
    expect(byPriority).toEqual(["/healthz", "/admin/api", "/oauth2", "/admin", "/api", "/"]);
  });

  it("leaves the questions of a certificate authority to whoever answers them", () => {
    const question = "Host(`a.de`) && PathPrefix(`/.well-known/acme-challenge/`)";

    expect(ruleOf(routes()["/"]).priority).toBeLessThan(question.length + 43);
  });

  it("has the certificate in the namespace of the app, and finds it by name at the sign-in", () => {
    const { "/": page, "/oauth2": signIn } = routes({ tls: { secretName: "shop-tls" } });

    expect(page!.object.spec.tls).toEqual({ secretName: "shop-tls" });
    expect(signIn!.object.spec.tls).toEqual({});
    expect(routes()["/"]!.object.spec.tls).toEqual({});
    expect(routes({ tls: "external" })["/"]!.object.spec.tls).toBeUndefined();
    expect(routes({ tls: { secretName: "a", proxySecretName: "b" } })["/oauth2"]!.object.spec.tls).toEqual({
      secretName: "b",
    });
  });

  it("says a class only where one was named, and no controller of Ingresses", () => {
    const stack = newStack();
    facade(IngressController.traefikIngressRoutes({ className: "public" }), stack).protect("shop", APP);

    expect(routesOf(toJson(stack))["/"]!.object.spec.ingressClassName).toBe("public");
    expect(routes()["/"]!.object.spec.ingressClassName).toBeUndefined();
    expect(
      inputErrors(() =>
        facade(
          IngressController.traefikIngressRoutes({ controllerClass: "k8s.io/ingress-nginx" }),
          newStack(),
        ),
      ),
    ).toEqual([expect.stringContaining("IngressRoutes are read by Traefik alone")]);
  });

  it("is Traefik's alone", () => {
    expect(
      inputErrors(() => facade(IngressController.ingressNginx({ resource: "IngressRoute" }), newStack())),
    ).toEqual([expect.stringContaining("ingress-nginx reads Ingresses")]);
  });
});
