import { join } from "node:path";
import type { V1Ingress } from "@kubernetes/client-node";
import { type Annotations, type Location, type SecretName, type Server, serversOf } from "./nginx-servers";

/**
 * What ingress-nginx 1.15 makes of Ingress objects, as far as nginx itself does it: servers and locations, the
 * auth check, the sign-in redirect, buffers, header limits and the headers that apps get. Read from its template
 * and code: https://github.com/kubernetes/ingress-nginx, rootfs/etc/nginx/template/nginx.tmpl.
 *
 * Not modelled: its Lua parts. It balances over the Pods of a Service, and here the Service does; it redirects to
 * https by Lua, and here nginx's `return` does.
 */
export interface NginxSettings {
  /** Folder for what it writes, and for the certificates. */
  readonly folder: string;
  /** The address on whose ports 80 and 443 it answers. */
  readonly address: string;
  /** Address of the DNS server that knows the Services. */
  readonly resolver: string;
  /** Folder of nginx's modules. */
  readonly modules: string;
  /** File with certificate and key for hosts whose TLS section names no Secret. */
  readonly defaultCertificate: string;
}

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] as const;
/** The buffers of ingress-nginx where an Ingress names none. */
const BUFFERS = { size: "4k", number: "4" } as const;
/** What ingress-nginx takes for a size. Anything else it drops without a word. */
const SIZE = /^\d+[bkmg]?$/i;

/** The configuration file. */
export function nginxConfiguration(ingresses: readonly V1Ingress[], settings: NginxSettings): string {
  const { folder, address, resolver, modules } = settings;
  const lines = [
    `load_module ${modules}/ndk_http_module.so;`,
    `load_module ${modules}/ngx_http_set_misc_module.so;`,
    "daemon off;",
    // The namespace has no other user.
    "user root;",
    "worker_processes 1;",
    `pid ${join(folder, "nginx.pid")};`,
    "error_log stderr notice;",
    ...block("events", ["worker_connections 1024;"]),
    ...block("http", [
      ...TEMPORARY.map((what) => `${what}_temp_path ${join(folder, what)};`),
      "access_log off;",
      `resolver ${resolver} valid=30s ipv6=off;`,
      "client_header_buffer_size 1k;",
      "large_client_header_buffers 4 8k;",
      "underscores_in_headers off;",
      "ignore_invalid_headers on;",
      ...block("map $http_upgrade $connection_upgrade", ["default upgrade;", `"" "";`]),
      ...block("server", [
        `listen ${address}:80 default_server;`,
        `listen ${address}:443 ssl http2 default_server;`,
        "ssl_reject_handshake on;",
        "return 404;",
      ]),
      ...serversOf(ingresses).flatMap((server) => serverBlock(server, settings)),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

/** The Secrets whose certificates the configuration names. */
export function certificateSecrets(ingresses: readonly V1Ingress[]): SecretName[] {
  const secrets = serversOf(ingresses).flatMap(({ secret }) => (typeof secret === "object" ? [secret] : []));
  return [...new Map(secrets.map((secret) => [certificateFile("", secret), secret])).values()];
}

/** The file with a Secret's certificate and key. */
export function certificateFile(folder: string, { namespace, name }: SecretName): string {
  return join(folder, `${namespace}-${name}.pem`);
}

function serverBlock({ host, secret, locations }: Server, settings: NginxSettings): string[] {
  const { folder, address, defaultCertificate } = settings;
  const certificate =
    typeof secret === "object" ? certificateFile(folder, secret) : secret && defaultCertificate;
  const tls =
    certificate === undefined
      ? []
      : [
          `listen ${address}:443 ssl http2;`,
          `ssl_certificate ${certificate};`,
          `ssl_certificate_key ${certificate};`,
        ];
  const hasRoot = locations.some(({ path }) => path === "/");
  return block("server", [
    `server_name ${quoted(host)};`,
    `listen ${address}:80;`,
    ...tls,
    ...locations.flatMap((location) => [
      ...checkLocation(location),
      ...signInLocation(location),
      ...appLocation(location, certificate !== undefined),
    ]),
    ...(hasRoot ? [] : block("location /", ["return 404;"])),
  ]);
}

/** The auth subrequest. It has the buffers of the app's Ingress. */
function checkLocation({ check, annotations }: Location): string[] {
  const url = annotations["auth-url"];
  if (url === undefined) return [];
  return block(`location = ${check}`, [
    "internal;",
    "proxy_pass_request_body off;",
    ...setHeaders({
      "Content-Length": `""`,
      "X-Forwarded-Proto": `""`,
      "X-Request-ID": "$request_id",
      Host: hostOf(url),
      "X-Original-URL": "$scheme://$http_host$request_uri",
      "X-Original-Method": "$request_method",
      "X-Sent-From": "nginx-ingress-controller",
      "X-Real-IP": "$remote_addr",
      "X-Forwarded-For": "$remote_addr",
      "X-Auth-Request-Redirect": "$request_uri",
    }),
    ...buffers(annotations),
    "proxy_ssl_server_name on;",
    "proxy_http_version 1.1;",
    `set $target ${quoted(url)};`,
    "proxy_pass $target;",
  ]);
}

function signInLocation({ signIn, annotations }: Location): string[] {
  const url = signInUrl(annotations);
  if (url === undefined) return [];
  return block(`location ${signIn}`, [
    "internal;",
    "add_header Set-Cookie $auth_cookie;",
    `return 302 ${quoted(url)};`,
  ]);
}

function appLocation(location: Location, secure: boolean): string[] {
  const { path, exact, check, signIn, backend, annotations } = location;
  const redirects = secure && annotations["ssl-redirect"] !== "false";
  return block(`location ${exact ? "= " : ""}${quoted(path)}`, [
    ...(redirects ? block("if ($scheme = http)", ["return 308 https://$http_host$request_uri;"]) : []),
    ...(annotations["auth-url"] === undefined
      ? []
      : [
          `auth_request ${check};`,
          "auth_request_set $auth_cookie $upstream_http_set_cookie;",
          "add_header Set-Cookie $auth_cookie;",
          ...responseHeaders(annotations["auth-response-headers"]),
        ]),
    ...(signInUrl(annotations) === undefined
      ? []
      : ["set_escape_uri $escaped_request_uri $request_uri;", `error_page 401 = ${signIn};`]),
    ...setHeaders({
      Host: "$http_host",
      Upgrade: "$http_upgrade",
      Connection: "$connection_upgrade",
      "X-Request-ID": "$request_id",
      "X-Real-IP": "$remote_addr",
      "X-Forwarded-For": "$remote_addr",
      "X-Forwarded-Host": "$http_host",
      "X-Forwarded-Port": "$server_port",
      "X-Forwarded-Proto": "$scheme",
      "X-Forwarded-Scheme": "$scheme",
      "X-Scheme": "$scheme",
      "X-Original-Forwarded-For": "$http_x_forwarded_for",
      "X-Original-Forwarded-Host": "$http_x_forwarded_host",
      Proxy: `""`,
    }),
    ...buffers(annotations),
    "proxy_http_version 1.1;",
    ...(backend === undefined
      ? // What the controller answers where it finds no endpoint, once the check has let somebody pass.
        ["try_files /none =503;"]
      : // A name in a variable is resolved when it is needed: the Service may come later than nginx.
        [`set $backend ${quoted(backend)};`, "proxy_pass $backend;"]),
  ]);
}

/** Where a 401 of the check leads; without a check there is none. */
function signInUrl(annotations: Annotations): string | undefined {
  return annotations["auth-url"] === undefined ? undefined : annotations["auth-signin"];
}

/** Headers of the auth response, in the place of what the client sent under these names. */
function responseHeaders(list = ""): string[] {
  const names = list.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
  return names.flatMap((name, i) => [
    `auth_request_set $authHeader${i} $upstream_http_${name.toLowerCase().replaceAll("-", "_")};`,
    `proxy_set_header ${quoted(name)} $authHeader${i};`,
  ]);
}

function buffers(annotations: Annotations): string[] {
  const wanted = annotations["proxy-buffer-size"] ?? BUFFERS.size;
  const size = SIZE.test(wanted) ? wanted : BUFFERS.size;
  const busy = annotations["proxy-busy-buffers-size"];
  return [
    "proxy_buffering off;",
    `proxy_buffer_size ${size};`,
    `proxy_buffers ${annotations["proxy-buffers-number"] ?? BUFFERS.number} ${size};`,
    ...(busy === undefined ? [] : [`proxy_busy_buffers_size ${busy};`]),
  ];
}

function setHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers).map(([name, value]) => `proxy_set_header ${name} ${value};`);
}

/** The host of a URL, which may be one of nginx's variables. */
function hostOf(url: string): string {
  return /^https?:\/\/([^/:?]+)/.exec(url)?.[1] ?? "";
}

function block(head: string, lines: readonly string[]): string[] {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), "}"];
}

function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
