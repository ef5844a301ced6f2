import type { V1Ingress } from "@kubernetes/client-node";
import { nginxConfiguration } from "../../../lab/ingress/nginx-configuration";
import { HOST, ingress } from "./ingress-objects";

const SETTINGS = {
  folder: "/lab/nginx",
  address: "10.41.0.3",
  resolver: "10.42.0.1",
  modules: "/usr/lib/nginx/modules",
  defaultCertificate: "/lab/default.pem",
};

/** The lines of the block that starts so, without indentation. */
function block(configuration: string, head: string): string[] {
  const lines = configuration.split("\n");
  const start = lines.findIndex((line) => line.trim() === `${head} {`);
  if (start < 0) throw new Error(`there is no ${head}`);
  const indent = /^ */.exec(lines[start] ?? "")?.[0] ?? "";
  const end = lines.indexOf(`${indent}}`, start);
  return lines.slice(start + 1, end).map((line) => line.trim());
}

const render = (...ingresses: V1Ingress[]): string => nginxConfiguration(ingresses, SETTINGS);

/** What stands in every location that passes requests on. */
const HEADERS = [
  "proxy_set_header Host $http_host;",
  "proxy_set_header Upgrade $http_upgrade;",
  "proxy_set_header Connection $connection_upgrade;",
  "proxy_set_header X-Request-ID $request_id;",
  "proxy_set_header X-Real-IP $remote_addr;",
  "proxy_set_header X-Forwarded-For $remote_addr;",
  "proxy_set_header X-Forwarded-Host $http_host;",
  "proxy_set_header X-Forwarded-Port $server_port;",
  "proxy_set_header X-Forwarded-Proto $scheme;",
  "proxy_set_header X-Forwarded-Scheme $scheme;",
  "proxy_set_header X-Scheme $scheme;",
  "proxy_set_header X-Original-Forwarded-For $http_x_forwarded_for;",
  "proxy_set_header X-Original-Forwarded-Host $http_x_forwarded_host;",
  'proxy_set_header Proxy "";',
];
const buffersOf = (size: string): string[] => [
  "proxy_buffering off;",
  `proxy_buffer_size ${size};`,
  `proxy_buffers 4 ${size};`,
];
const BACKEND = [
  "proxy_http_version 1.1;",
  'set $backend "http://podinfo.default.svc.cluster.local:80";',
  "proxy_pass $backend;",
];

describe("nginxConfiguration", () => {
  const CHECKED = {
    "auth-url": "https://$host/oauth2/auth",
    "auth-signin": "https://$host/oauth2/start?rd=$escaped_request_uri",
    "auth-response-headers": "X-Auth-Request-User, X-Auth-Request-Email",
    "proxy-buffer-size": "512k",
  };

  it("has ingress-nginx's limits for request headers, and no underscores in their names", () => {
    expect(block(render(), "http")).toEqual(
      expect.arrayContaining([
        "client_header_buffer_size 1k;",
        "large_client_header_buffers 4 8k;",
        "underscores_in_headers off;",
        "ignore_invalid_headers on;",
      ]),
    );
  });

  it("answers hosts that no Ingress names with 404, and no certificate", () => {
    expect(block(render(ingress({})), "server")).toEqual([
      "listen 10.41.0.3:80 default_server;",
      "listen 10.41.0.3:443 ssl http2 default_server;",
      "ssl_reject_handshake on;",
      "return 404;",
    ]);
  });

  it("asks the auth check with the app's buffers, and sends headers of its own in the place of the client's", () => {
    const configuration = render(ingress({ annotations: CHECKED }));

    expect(block(configuration, "location = /_external-auth-Lw-Prefix")).toEqual([
      "internal;",
      "proxy_pass_request_body off;",
      'proxy_set_header Content-Length "";',
      'proxy_set_header X-Forwarded-Proto "";',
      "proxy_set_header X-Request-ID $request_id;",
      "proxy_set_header Host $host;",
      "proxy_set_header X-Original-URL $scheme://$http_host$request_uri;",
      "proxy_set_header X-Original-Method $request_method;",
      "proxy_set_header X-Sent-From nginx-ingress-controller;",
      "proxy_set_header X-Real-IP $remote_addr;",
      "proxy_set_header X-Forwarded-For $remote_addr;",
      "proxy_set_header X-Auth-Request-Redirect $request_uri;",
      ...buffersOf("512k"),
      "proxy_ssl_server_name on;",
      "proxy_http_version 1.1;",
      'set $target "https://$host/oauth2/auth";',
      "proxy_pass $target;",
    ]);
  });

  it("lets the app see the check's headers only, and a 401 lead to the sign-in", () => {
    const configuration = render(ingress({ annotations: CHECKED }));

    expect(block(configuration, 'location "/"')).toEqual([
      "auth_request /_external-auth-Lw-Prefix;",
      "auth_request_set $auth_cookie $upstream_http_set_cookie;",
      "add_header Set-Cookie $auth_cookie;",
      "auth_request_set $authHeader0 $upstream_http_x_auth_request_user;",
      'proxy_set_header "X-Auth-Request-User" $authHeader0;',
      "auth_request_set $authHeader1 $upstream_http_x_auth_request_email;",
      'proxy_set_header "X-Auth-Request-Email" $authHeader1;',
      "set_escape_uri $escaped_request_uri $request_uri;",
      "error_page 401 = @sign-in-Lw-Prefix;",
      ...HEADERS,
      ...buffersOf("512k"),
      ...BACKEND,
    ]);
    expect(block(configuration, "location @sign-in-Lw-Prefix")).toEqual([
      "internal;",
      "add_header Set-Cookie $auth_cookie;",
      'return 302 "https://$host/oauth2/start?rd=$escaped_request_uri";',
    ]);
  });

  it("sends the host of a Service with an auth check inside of the cluster, and a 401 to the client", () => {
    const url = "http://oauth2-proxy.kube-system.svc.cluster.local:4180/oauth2/auth";

    const configuration = render(ingress({ annotations: { "auth-url": url } }));

    expect(block(configuration, "location = /_external-auth-Lw-Prefix")).toEqual(
      expect.arrayContaining([
        "proxy_set_header Host oauth2-proxy.kube-system.svc.cluster.local;",
        `set $target "${url}";`,
      ]),
    );
    expect(configuration).toContain("resolver 10.42.0.1 valid=30s ipv6=off;");
    expect(configuration).not.toContain("error_page");
  });

  it("asks nobody, and leads nowhere, without an auth URL", () => {
    const annotations = {
      "auth-signin": "https://$host/oauth2/start?rd=$escaped_request_uri",
      "enable-global-auth": "false",
    };

    const configuration = render(ingress({ annotations }));

    expect(block(configuration, 'location "/"')).toEqual([...HEADERS, ...buffersOf("4k"), ...BACKEND]);
    expect(configuration).not.toMatch(/auth_request|error_page|@sign-in/);
  });

  it.each([
    ["512k", {}, ["proxy_buffer_size 512k;", "proxy_buffers 4 512k;"]],
    ["1M", {}, ["proxy_buffer_size 1M;", "proxy_buffers 4 1M;"]],
    // ingress-nginx drops what is no size of nginx, without a word.
    ["64kb", {}, ["proxy_buffer_size 4k;", "proxy_buffers 4 4k;"]],
    [
      "16k",
      { "proxy-buffers-number": "8", "proxy-busy-buffers-size": "32k" },
      ["proxy_buffer_size 16k;", "proxy_buffers 8 16k;", "proxy_busy_buffers_size 32k;"],
    ],
  ])("makes buffers of the size %s", (size, more, lines) => {
    const configuration = render(ingress({ annotations: { "proxy-buffer-size": size, ...more } }));

    expect(block(configuration, 'location "/"').filter((line) => /_buffer/.test(line))).toEqual([
      "proxy_buffering off;",
      ...lines,
    ]);
  });

  it.each([
    ["/", "Prefix", ['location "/"']],
    ["/oauth2", "Prefix", ['location "/oauth2/"', 'location = "/oauth2"', "location /"]],
    ["/oauth2/", "Prefix", ['location "/oauth2/"', 'location = "/oauth2/"', "location /"]],
    ["/oauth2", "Exact", ['location = "/oauth2"', "location /"]],
    ["/oauth2", "ImplementationSpecific", ['location "/oauth2/"', 'location = "/oauth2"', "location /"]],
  ])("matches %s by %s", (path, pathType, locations) => {
    const configuration = render(ingress({ path, pathType }));

    expect(configuration.match(/location .*(?= \{)/g)).toEqual(locations);
  });

  it("prefers an exact path to what a prefix stands for itself", () => {
    const configuration = render(
      ingress({ name: "below", path: "/api" }),
      ingress({ name: "exactly", path: "/api", pathType: "Exact" }),
    );

    expect(configuration.match(/location .*(?= \{)/g)).toEqual([
      'location = "/api"',
      'location "/api/"',
      "location /",
    ]);
    expect(block(configuration, 'location = "/api"')).toContain(
      'set $backend "http://exactly.default.svc.cluster.local:80";',
    );
  });

  it("gives one path of one type to the oldest Ingress, and of one second to the last name", () => {
    const backendOf = (...ingresses: V1Ingress[]): string[] =>
      block(render(...ingresses), 'location "/"').filter((line) => line.startsWith("set $backend"));
    const young = ingress({ name: "young", created: "2026-01-01T00:00:01Z" });
    const twin = ingress({ name: "a-twin" });

    expect(backendOf(young, ingress({ name: "old" }), twin)).toEqual([
      'set $backend "http://old.default.svc.cluster.local:80";',
    ]);
  });

  it("answers 404 at paths that no Ingress of the host names", () => {
    expect(block(render(ingress({ path: "/api" })), "location /")).toEqual(["return 404;"]);
  });

  it.each([
    [undefined, true],
    ["true", true],
    ["false", false],
  ])("redirects to https with a certificate and ssl-redirect %s: %s", (value, redirects) => {
    const annotations: Record<string, string> = value === undefined ? {} : { "ssl-redirect": value };

    const configuration = render(ingress({ secret: "tls-secret", annotations }));

    expect(configuration.includes("return 308 https://$http_host$request_uri;")).toBe(redirects);
    expect(configuration).toContain("ssl_certificate /lab/nginx/default-tls-secret.pem;");
  });

  it("serves http only without a certificate", () => {
    const configuration = render(ingress({}));

    expect(configuration.match(/listen .*;/g)).toEqual([
      "listen 10.41.0.3:80 default_server;",
      "listen 10.41.0.3:443 ssl http2 default_server;",
      "listen 10.41.0.3:80;",
    ]);
    expect(configuration).not.toContain("308");
  });

  it("quotes values, so that none of them ends where it should not", () => {
    const configuration = render(ingress({ path: String.raw`/a"b\c`, pathType: "Exact" }));

    expect(configuration).toContain(String.raw`location = "/a\"b\\c" {`);
  });

  it("refuses an annotation that it does not know", () => {
    expect(() => render(ingress({ annotations: { satisfy: "any" } }))).toThrow(
      "Ingress default/podinfo: the lab's nginx does not know the annotation nginx.ingress.kubernetes.io/satisfy",
    );
  });

  it("answers 503 where no Service has the port that is named, behind the check all the same", () => {
    const named = ingress({
      annotations: { "auth-url": "http://proxy.auth.svc.cluster.local:4180/oauth2/auth" },
    });
    named.spec!.rules![0]!.http!.paths[0]!.backend.service!.port = { name: "http" };

    const configuration = render(named);

    expect(configuration).toContain("try_files /none =503;");
    expect(configuration).toMatch(/auth_request [^;]+;/);
    expect(configuration).not.toContain("proxy_pass $backend;");
  });

  it("shows the default certificate where a TLS section names no Secret", () => {
    const bare = ingress({});
    bare.spec!.tls = [{ hosts: [HOST] }];

    expect(render(bare)).toContain("ssl_certificate /lab/default.pem;");
  });

  it("leaves out what decides nothing about who gets where", () => {
    const annotations = { "proxy-body-size": "20m", "enable-cors": "true" };

    expect(render(ingress({ annotations }))).toBe(render(ingress({})));
  });
});
