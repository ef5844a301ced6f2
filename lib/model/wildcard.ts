import { domainBelow } from "../rules/host";
import { quote, type Problem } from "../rules/rule";
import type { Warning } from "../rules/warning";
import type { Model, ModelApp } from "./model";

/** What of an app bears on whether its host may be a wildcard. */
interface HostedApp {
  readonly host: string;
  readonly externalIngress?: boolean;
}

/** Why an app cannot be at every host below a domain. */
export function wildcardProblems({ host, externalIngress }: HostedApp, hasSignIn: boolean): Problem[] {
  const domain = domainBelow(host);
  if (domain === undefined) {
    return [];
  }
  const path = ["host"];
  return [
    ...(hasSignIn
      ? []
      : [
          {
            path,
            message: `${quote(host)} is every host below ${quote(domain)}, and people come back from signing in to a redirect URI, which cannot have a wildcard; write signIn: { host: auth.${domain}, cookieDomain: ${domain} }, so that all of them sign in at one host, or list each host`,
          },
        ]),
    ...(externalIngress === true
      ? []
      : [
          {
            path,
            message: `${quote(host)} is every host below ${quote(domain)}, and an Ingress of a wildcard would be the stack's only here: Traefik prefers the longer rule, so that one path of it could take the place of another app's host; write externalIngress: true, so that whoever makes these hosts gives each its own Ingress with the annotations of the output, or list each host`,
          },
        ]),
  ];
}

/** Whoever makes a host that sees the session cookie has the sessions of its visitors. */
export function wildcardWarnings({ apps, signIn: { cookieDomain } }: Model): Warning[] {
  const isWildcard = ({ host }: ModelApp): boolean => domainBelow(host) !== undefined;
  const others = [...new Set(apps.filter((app) => !isWildcard(app)).map(({ host }) => host))];
  return apps
    .filter((app) => isWildcard(app) && others.length > 0)
    .map(({ host, at }) => ({
      path: [...at, "host"],
      message: `whoever makes a host of ${quote(host)} is sent the session cookie of everybody who visits it, and can use it at ${others.slice(0, MOST).join(", ")}${others.length > MOST ? " and others" : ""}, because all of them share the cookie domain ${quote(cookieDomain)}; give these hosts a stack of their own with a cookie domain of their own, unless you trust whoever makes them with all of it`,
    }));
}

/** As many hosts are named. */
const MOST = 3;
