import type { AuthCheck } from "../../../lib";
import { nginxAnnotations } from "../../../lib/edge/annotated/nginx-annotations";

const CHECK: AuthCheck = {
  service: { namespace: "auth", name: "oauth2-proxy", port: 4180 },
  clusterDomain: "cluster.local",
  via: "cluster",
  identityHeaders: ["X-Auth-Request-User", "X-Auth-Request-Email"],
  bufferSize: "64k",
};
const START = "https://$host/oauth2/start?rd=$escaped_request_uri";
const SHARED_START = "https://auth.example.com/oauth2/start?rd=https://$host$escaped_request_uri";

describe("the annotations of a protected Ingress", () => {
  it.each<[string, Partial<AuthCheck>, string, string]>([
    [
      "inside the cluster, by the Service's full name",
      {},
      "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth",
      START,
    ],
    [
      "inside a cluster with a domain of its own",
      { clusterDomain: "k8s.example.com" },
      "http://oauth2-proxy.auth.svc.k8s.example.com:4180/oauth2/auth",
      START,
    ],
    ["through the app's public host", { via: "public-host" }, "https://$host/oauth2/auth", START],
    [
      "inside the cluster, with a shared sign-in",
      { signInHost: "auth.example.com" },
      "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth",
      SHARED_START,
    ],
    [
      "through the shared sign-in's host",
      { via: "public-host", signInHost: "auth.example.com" },
      "https://auth.example.com/oauth2/auth",
      SHARED_START,
    ],
  ])("check %s", (_, check, authUrl, signIn) => {
    expect(nginxAnnotations.protect({ ...CHECK, ...check }, { api: false, query: "" })).toEqual({
      "nginx.ingress.kubernetes.io/auth-url": authUrl,
      "nginx.ingress.kubernetes.io/auth-signin": signIn,
      "nginx.ingress.kubernetes.io/auth-response-headers": "X-Auth-Request-User,X-Auth-Request-Email",
      "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
    });
  });

  it("have no sign-in page for an api, so that the 401 reaches the client", () => {
    expect(nginxAnnotations.protect(CHECK, { api: true, query: "" })).toEqual({
      "nginx.ingress.kubernetes.io/auth-url": "http://oauth2-proxy.auth.svc.cluster.local:4180/oauth2/auth",
      "nginx.ingress.kubernetes.io/auth-response-headers": "X-Auth-Request-User,X-Auth-Request-Email",
      "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
    });
  });
});

describe("the annotations of the sign-in's Ingress", () => {
  it("keep it out of a controller-wide check, with a buffer for the callback", () => {
    expect(nginxAnnotations.signIn("512k")).toEqual({
      "nginx.ingress.kubernetes.io/enable-global-auth": "false",
      "nginx.ingress.kubernetes.io/proxy-buffer-size": "512k",
    });
  });
});

describe("the redirect to TLS", () => {
  it("is asked for, except where TLS ends before the controller", () => {
    expect(nginxAnnotations.tls(true)).toEqual({ "nginx.ingress.kubernetes.io/ssl-redirect": "true" });
    expect(nginxAnnotations.tls(false)).toEqual({});
  });
});

describe("the annotations of a public Ingress", () => {
  it("have the controller remove identity headers, but not the app's own Authorization", () => {
    const identityHeaders = ["X-Auth-Request-User", "X-Auth-Request-Email", "Authorization"];

    expect(nginxAnnotations.open({ ...CHECK, identityHeaders })).toEqual({
      "nginx.ingress.kubernetes.io/auth-url": "http://oauth2-proxy.auth.svc.cluster.local:4180/ping",
      "nginx.ingress.kubernetes.io/auth-response-headers": "X-Auth-Request-User,X-Auth-Request-Email",
    });
  });

  it("are none where the check goes through the public host", () => {
    expect(nginxAnnotations.open({ ...CHECK, via: "public-host" })).toEqual({});
  });
});

describe("the annotations for pages of other origins", () => {
  it("say everything, so that no default of a controller decides", () => {
    expect(
      nginxAnnotations.cors({
        origins: ["https://a.example.com"],
        methods: ["GET"],
        headers: ["X-Request-Id"],
        credentials: true,
        maxAge: "10m",
      }),
    ).toEqual({
      "nginx.ingress.kubernetes.io/enable-cors": "true",
      "nginx.ingress.kubernetes.io/cors-allow-origin": "https://a.example.com",
      "nginx.ingress.kubernetes.io/cors-allow-methods": "GET",
      "nginx.ingress.kubernetes.io/cors-allow-headers": "X-Request-Id",
      "nginx.ingress.kubernetes.io/cors-allow-credentials": "true",
      "nginx.ingress.kubernetes.io/cors-max-age": "600",
    });
  });
});
