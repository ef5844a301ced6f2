import { PROXY_PREFIX } from "../rules";
import type { AuthCheck, IngressRenderer } from "./controller";

const PREFIX = "nginx.ingress.kubernetes.io";

/** The annotations of ingress-nginx, which Traefik 3.7.12 and later reads too. */
export const nginxAnnotations: IngressRenderer = {
  protect(check, { api }) {
    return {
      [`${PREFIX}/auth-url`]: authUrl(check),
      // Without a sign-in page the 401 of the auth check reaches the client.
      ...(api ? {} : { [`${PREFIX}/auth-signin`]: signInUrl(check) }),
      [`${PREFIX}/auth-response-headers`]: check.identityHeaders.join(","),
      [`${PREFIX}/proxy-buffer-size`]: check.bufferSize,
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
};

function authUrl({ via, signInHost, service, clusterDomain }: AuthCheck): string {
  if (via === "public-host") {
    return `https://${signInHost ?? "$host"}${PROXY_PREFIX}/auth`;
  }
  // The controller resolves no search domains, so the name is complete.
  return `http://${service.name}.${service.namespace}.svc.${clusterDomain}:${service.port}${PROXY_PREFIX}/auth`;
}

function signInUrl({ signInHost }: AuthCheck): string {
  return signInHost === undefined
    ? `https://$host${PROXY_PREFIX}/start?rd=$escaped_request_uri`
    : `https://${signInHost}${PROXY_PREFIX}/start?rd=https://$host$escaped_request_uri`;
}
