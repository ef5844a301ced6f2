import type { AuthCheck } from "../../lib";
import { nginxAnnotations } from "../../lib/ingress/nginx-annotations";

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
    expect(nginxAnnotations.protect({ ...CHECK, ...check }, { api: false })).toEqual({
      "nginx.ingress.kubernetes.io/auth-url": authUrl,
      "nginx.ingress.kubernetes.io/auth-signin": signIn,
      "nginx.ingress.kubernetes.io/auth-response-headers": "X-Auth-Request-User,X-Auth-Request-Email",
      "nginx.ingress.kubernetes.io/proxy-buffer-size": "64k",
    });
  });

  it("have no sign-in page for an api, so that the 401 reaches the client", () => {
    expect(nginxAnnotations.protect(CHECK, { api: true })).toEqual({
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
