import type { Construct } from "constructs";
import type { AuthCheck } from "../../contracts/edge";
import type {
  EdgeRoutes,
  GuardedApp,
  MadeApp,
  MadeRoute,
  RouteGuard,
  SignInRoute,
} from "../../contracts/route";
import { checkOf } from "../auth-check-address";
import { AuthQueries } from "../auth-query";
import { forCertificate } from "./annotation-table";
import type { ControllerDescription } from "./controller";
import { PathIngresses } from "./path-ingresses";
import { SignInIngress } from "./sign-in-ingress";
import { issuerAnnotations, tlsSection } from "./tls";

/** Guarded routes as Ingresses: their annotations say what must hold, and the edge that reads them asks the auth proxy. */
export class AnnotatedIngresses implements EdgeRoutes {
  private readonly paths: PathIngresses;
  private readonly queries = new AuthQueries();

  constructor(
    scope: Construct,
    id: string,
    private readonly controller: ControllerDescription,
    private readonly check: AuthCheck,
  ) {
    this.paths = new PathIngresses(scope, id, controller);
  }

  protect(app: GuardedApp): MadeApp {
    const { scope, host, service, tls, cors } = app;
    const { renderer } = this.controller;
    const { namespace } = service;
    const [forCertificate, forRequests] = splitAnnotations(app.extraAnnotations);
    const common = {
      ...forRequests,
      ...renderer.tls(tls !== "external"),
      ...(cors === undefined ? {} : renderer.cors(cors)),
    };
    const section = tlsSection(host, tls, `${app.name}-tls`);
    const routes: MadeRoute[] = [];
    for (const { path, pathType, name, guard, movedFrom } of app.routes) {
      const resource = this.paths.add({
        host,
        path: { path, pathType },
        name,
        namespace,
        annotations: { ...common, ...this.handedOver(scope, guard) },
        tls: section,
        service,
        movedFrom,
        after: guard.kind === "check" ? guard.asks?.resources : undefined,
      });
      const guardedBy = { kind: "Ingress", namespace, name: resource.metadata.nameInput ?? "" };
      routes.push({ resource, guardedBy: guard.kind === "check" ? [guardedBy] : [] });
    }
    const issues = { ...issuerAnnotations(tls), ...forCertificate };
    return section === undefined || Object.keys(issues).length === 0
      ? { routes }
      : {
          routes,
          certificate: this.paths.addCertificate({
            host,
            namespace,
            annotations: issues,
            tls: section,
            edge: app.edge,
          }),
        };
  }

  addSignIn(scope: Construct, id: string, route: SignInRoute): MadeRoute {
    const { controller, check } = this;
    const { resource } = new SignInIngress(scope, id, { ...route, controller, check });
    return { resource, guardedBy: [] };
  }

  handedOver(scope: Construct, guard: RouteGuard): Record<string, string> {
    const { renderer } = this.controller;
    const check = checkOf(this.check, guard);
    if (guard.kind === "open") {
      return renderer.open(check);
    }
    const query = this.queries.of(scope, guard.allowed);
    // A renderer that knows no such paths is refused.
    return guard.without === "anonymous" && renderer.optional !== undefined
      ? renderer.optional(check, { query })
      : renderer.protect(check, { api: guard.without !== "sign-in", query });
  }
}

/** Those that cert-manager reads belong to one Ingress, which asks for the certificate; the others to each path's. */
function splitAnnotations(
  annotations: Readonly<Record<string, string>> = {},
): [Record<string, string>, Record<string, string>] {
  const entries = Object.entries(annotations);
  const isForCertificate = ([key]: [string, string]): boolean => forCertificate(key);
  return [
    Object.fromEntries(entries.filter(isForCertificate)),
    Object.fromEntries(entries.filter((entry) => !isForCertificate(entry))),
  ];
}
