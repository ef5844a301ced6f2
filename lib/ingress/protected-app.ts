import { Construct } from "constructs";
import { IngressV1 } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { Checks } from "../checks";
import {
  appPath,
  appProblems,
  extraAnnotation,
  host,
  objectName,
  port,
  samePath,
  subdomainName,
} from "../rules";
import type { AuthCheck, ControllerDescription } from "./controller";
import { checkCors, type CorsProps } from "./cors";
import {
  planIngresses,
  toIngressPath,
  type IngressPath,
  type PathReference,
  type PlannedIngress,
} from "./ingress-plan";
import { checkTls, issuerAnnotations, tlsSection, type Tls } from "./tls";

/** The Service that an app's requests go to. */
export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  /** The Service's port, 1 to 65535. */
  readonly port: number;
}

/** A host and paths in front of a Service, reachable only through the auth proxy. */
export interface ProtectedAppProps {
  /** A DNS name in lower case, such as "podinfo.example.com". */
  readonly host: string;
  /** Where allowed requests go; left out where somebody else owns the Ingress. */
  readonly service?: ServiceReference;
  /**
   * Whether somebody else owns the app's Ingress. The stack then makes no Ingress for the app: its owner
   * takes the annotations from `annotations` or from the output. @default false
   */
  readonly externalIngress?: boolean;
  /** @default ["/"] */
  readonly paths?: readonly PathReference[];
  /** Paths open to everybody, without identity headers. The most specific path wins. @default - none */
  readonly publicPaths?: readonly PathReference[];
  /** Whether a request without a session gets a 401 instead of a redirect to the sign-in. @default false */
  readonly api?: boolean;
  /**
   * Those of the paths where that is so; they must lie within `paths`, and become an Ingress of their own.
   * The most specific path wins. @default - none
   */
  readonly apiPaths?: readonly PathReference[];
  /**
   * Which pages of other origins may call the app. The controller itself answers their preflight requests,
   * which carry no session; the app never sees them. @default - none: a preflight is refused like any
   * request without a session
   */
  readonly cors?: CorsProps;
  /** @default - the controller's default certificate */
  readonly tls?: Tls;
  /** Annotations of the app's Ingress that do not decide who gets in. @default - none */
  readonly extraAnnotations?: Readonly<Record<string, string>>;
  /** The name of the `/oauth2` Ingress of the app's host. @default "<auth proxy>-<host>" */
  readonly proxyIngressName?: string;
}

/** What a facade adds: which controller, and how requests are checked. */
export interface ProtectedAppContext {
  /** The app's name, and its Ingress's. */
  readonly name: string;
  readonly controller: ControllerDescription;
  readonly check: AuthCheck;
  /**
   * The query of the auth URL, which says who may enter of those who may sign in, such as
   * "?allowed_groups=..."; may be known only at synth. @default - none, everybody who may sign in
   */
  readonly authQuery?: string;
  /** The same for paths with a rule of their own, by their place in `paths`. @default - none */
  readonly pathQueries?: readonly (string | undefined)[];
  /** Checks more of the app, so that everything is said at once. @default - nothing */
  readonly alsoCheck?: (checks: Checks) => void;
}

/**
 * The Ingress of a protected app, one for each path with a rule of its own, one for its public paths, and
 * one for paths that answer programs.
 */
export class ProtectedApp extends Construct {
  readonly name: string;
  readonly host: string;
  readonly tls: Tls;
  /** Without those of `apiPaths`. */
  readonly paths: readonly IngressPath[];
  readonly publicPaths: readonly IngressPath[];
  readonly apiPaths: readonly IngressPath[];
  /** What an Ingress needs to be behind the auth check. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Missing where somebody else owns the Ingress, or where every path has a rule of its own. */
  readonly ingress?: IngressV1;
  readonly publicIngress?: IngressV1;
  readonly apiIngress?: IngressV1;
  /** Every Ingress that is made for the app, those of paths with a rule of their own first. */
  readonly ingresses: readonly IngressV1[] = [];
  readonly namespace?: string;
  readonly proxyIngressName?: string;
  readonly isExternal: boolean;

  constructor(scope: Construct, id: string, props: ProtectedAppProps & ProtectedAppContext) {
    super(scope, id);
    checkApp(this, props);
    const { controller, name, check } = props;
    this.name = name;
    this.host = props.host;
    this.tls = props.tls ?? {};
    this.publicPaths = (props.publicPaths ?? []).map(toIngressPath);
    this.apiPaths = (props.apiPaths ?? []).map(toIngressPath);
    this.paths = (props.paths ?? ["/"])
      .map(toIngressPath)
      .filter((path) => !this.apiPaths.some((apiPath) => samePath(path, apiPath)));
    const protection = (api: boolean, query = ""): Record<string, string> =>
      controller.renderer.protect(check, { api, query });
    this.annotations = protection(props.api === true, props.authQuery);
    this.namespace = props.service?.namespace;
    this.proxyIngressName = props.proxyIngressName;
    this.isExternal = props.externalIngress === true;
    const { service, pathQueries = [] } = props;
    if (service === undefined) {
      return;
    }

    const common = {
      ...props.extraAnnotations,
      ...controller.renderer.tls(this.tls !== "external"),
      ...issuerAnnotations(this.tls),
      ...(props.cors === undefined ? {} : controller.renderer.cors(props.cors)),
    };
    const annotationsOf = ({ kind, rule }: PlannedIngress): Record<string, string> =>
      kind === "public"
        ? controller.renderer.open(check)
        : protection(
            kind === "api" || props.api === true,
            rule === undefined ? props.authQuery : pathQueries[rule],
          );
    const made = new Map<string, IngressV1>();
    for (const plan of planIngresses(props, (i) => pathQueries[i] !== undefined)) {
      const after = plan.after.flatMap((id) => made.get(id) ?? []);
      const ingress = new IngressV1(this, plan.id, {
        metadata: {
          name: plan.name,
          namespace: service.namespace,
          annotations: { ...common, ...annotationsOf(plan) },
        },
        spec: {
          ingressClassName: controller.className,
          tls: tlsSection(props.host, this.tls, `${name}-tls`),
          rule: [
            {
              host: props.host,
              http: {
                path: plan.paths.map((path) => ({
                  ...path,
                  backend: { service: { name: service.name, port: { number: service.port } } },
                })),
              },
            },
          ],
        },
        dependsOn: after.length > 0 ? after : undefined,
      });
      made.set(plan.id, ingress);
    }
    this.ingress = made.get("ingress");
    this.publicIngress = made.get("public-ingress");
    this.apiIngress = made.get("api-ingress");
    this.ingresses = [...made.values()];
  }
}

function checkApp(scope: Construct, props: ProtectedAppProps & ProtectedAppContext): void {
  const checks = new Checks()
    .value(["name"], props.name, objectName)
    .value(["host"], props.host, host)
    .known(["paths"], props.paths)
    .known(["publicPaths"], props.publicPaths)
    .known(["apiPaths"], props.apiPaths)
    .known(["extraAnnotations"], props.extraAnnotations)
    .each(
      ["paths"],
      props.paths?.map((path) => toIngressPath(path).path),
      appPath,
    )
    .each(
      ["publicPaths"],
      props.publicPaths?.map((path) => toIngressPath(path).path),
      appPath,
    )
    .each(
      ["apiPaths"],
      props.apiPaths?.map((path) => toIngressPath(path).path),
      appPath,
    )
    .value(["service", "namespace"], props.service?.namespace, objectName)
    .value(["service", "name"], props.service?.name, objectName)
    .value(["service", "port"], props.service?.port, port)
    .keys(["extraAnnotations"], props.extraAnnotations, extraAnnotation)
    .value(["proxyIngressName"], props.proxyIngressName, subdomainName);
  checkTls(checks, ["tls"], props.tls);
  checkCors(checks, ["cors"], props.cors);
  checks.all(appProblems(props));
  props.alsoCheck?.(checks);
  checks.throwIfAny(scope);
}
