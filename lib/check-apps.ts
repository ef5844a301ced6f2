import { Token } from "cdktf";
import type { IngressController } from "./ingress/ingress-controller";
import type { ProtectedApp } from "./ingress/protected-app";
import type { SignInIngress } from "./ingress/sign-in-ingress";
import type { SharedSignInProps } from "./props";
import {
  formatProblem,
  ingressNameProblems,
  quote,
  routeProblems,
  shadowedProblems,
  signInProblems,
  type NamedIngress,
  type Path,
} from "./rules";

/** What only all apps together can tell. */
export function appsProblems(all: {
  readonly apps: readonly ProtectedApp[];
  readonly signInIngresses: readonly SignInIngress[];
  /** The auth proxy's namespace, by name. */
  readonly proxyNamespace: string;
  readonly controller: IngressController;
  readonly signIn?: SharedSignInProps;
}): string[] {
  const { apps, controller, signIn } = all;
  const at = (i: number): Path => [apps[i]?.name ?? ""];
  const problems = [
    ...routeProblems(apps, at),
    ...(controller.prefersExactPaths ? [] : shadowedProblems(apps, at, controller.kind)),
    ...ingressNameProblems([...apps.flatMap(ingressesOf), ...signInOf(all)]),
  ];
  if (signIn !== undefined) {
    const hosts = apps
      .filter((app) => !Token.isUnresolved(app.host))
      .map((app) => ({ host: app.host, path: [app.name, "host"] }));
    problems.push(...signInProblems(signIn, ["signIn"], hosts));
  }
  return problems.map(formatProblem);
}

function ingressesOf(app: ProtectedApp): NamedIngress[] {
  return app.ingresses.map(({ metadata }) => ({
    namespace: metadata.namespaceInput ?? "",
    name: metadata.nameInput ?? "",
    owner: `app ${quote(app.name)}`,
    path: [app.name],
  }));
}

function signInOf(all: {
  readonly signInIngresses: readonly SignInIngress[];
  readonly proxyNamespace: string;
}): NamedIngress[] {
  return all.signInIngresses.map(({ host, resource }) => ({
    namespace: all.proxyNamespace,
    name: resource.metadata.nameInput ?? "",
    owner: `the sign-in at ${quote(host)}`,
    path: ["sign-in", host],
  }));
}
