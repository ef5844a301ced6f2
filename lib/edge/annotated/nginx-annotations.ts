import { authUrl, optionalUrl, serviceUrl } from "../auth-check-address";
import { DEFAULT_PROXY_PREFIX } from "../../model/proxy-prefix";
import { seconds } from "../../rules/duration";
import { addressOf } from "../../rules/host";
import { CORS_HEADERS, CORS_METHODS } from "../../rules/cors";
import type { IngressRenderer } from "./renderer";
import type { AuthCheck } from "../../contracts/edge";

const PREFIX = "nginx.ingress.kubernetes.io";

/** The annotations of ingress-nginx, which Traefik 3.7.12 and later reads too. */
export const nginxAnnotations: IngressRenderer = {
  protect(check, { api, query }) {
    return {
      [`${PREFIX}/auth-url`]: `${authUrl(check)}${query}`,
      // Without a sign-in page the 401 of the auth check reaches the client.
      ...(api ? {} : { [`${PREFIX}/auth-signin`]: signInUrl(check) }),
      [`${PREFIX}/auth-response-headers`]: check.identityHeaders.join(","),
      [`${PREFIX}/proxy-buffer-size`]: check.bufferSize,
    };
  },

  optional(check, { query }) {
    return {
      [`${PREFIX}/auth-url`]: `${optionalUrl(check)}${query}`,
      [`${PREFIX}/auth-response-headers`]: ofPeople(check).join(","),
      [`${PREFIX}/proxy-buffer-size`]: check.bufferSize,
    };
  },

  open(check): Record<string, string> {
    // Only a check makes these controllers touch request headers, so there is one that everybody passes. The
    // public host has no such path.
    return check.via === "public-host"
      ? {}
      : {
          [`${PREFIX}/auth-url`]: `${serviceUrl(check)}/ping`,
          [`${PREFIX}/auth-response-headers`]: ofPeople(check).join(","),
        };
  },

  signIn(bufferSize) {
    return {
      [`${PREFIX}/proxy-buffer-size`]: bufferSize,
      // Under a controller-wide check the sign-in would ask itself to sign in.
      [`${PREFIX}/enable-global-auth`]: "false",
    };
  },

  tls(secure): Record<string, string> {
    return secure ? { [`${PREFIX}/ssl-redirect`]: "true" } : {};
  },

  // Each is spelled out: what is left out would be any origin, with credentials, for 20 days.
  cors({ origins, methods = CORS_METHODS, headers = CORS_HEADERS, credentials = false, maxAge = "1h" }) {
    return {
      [`${PREFIX}/enable-cors`]: "true",
      [`${PREFIX}/cors-allow-origin`]: origins.join(","),
      [`${PREFIX}/cors-allow-methods`]: methods.join(","),
      [`${PREFIX}/cors-allow-headers`]: headers.join(","),
      [`${PREFIX}/cors-allow-credentials`]: String(credentials),
      [`${PREFIX}/cors-max-age`]: String(seconds(maxAge)),
    };
  },
};

/** An app may take an Authorization header of its own here, such as a webhook's. */
function ofPeople({ identityHeaders }: AuthCheck): string[] {
  return identityHeaders.filter((name) => name !== "Authorization");
}

/** The port is written out: `$host` has none, and `$http_host` is the client's to say. */
function signInUrl({ signInHost, httpsPort, proxyPrefix = DEFAULT_PROXY_PREFIX }: AuthCheck): string {
  const own = `https://${addressOf("$host", httpsPort)}`;
  return signInHost === undefined
    ? `${own}${proxyPrefix}/start?rd=$escaped_request_uri`
    : `https://${addressOf(signInHost, httpsPort)}${proxyPrefix}/start?rd=${own}$escaped_request_uri`;
}
