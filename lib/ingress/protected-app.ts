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
import { checkTls, issuerAnnotations, tlsSection, type Tls } from "./tls";

/** The Service that an app's requests go to. */
export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
  /** The Service's port, 1 to 65535. */
  readonly port: number;
}

/** A path, with everything below it unless it is exact. */
export type PathReference = string | { readonly path: string; readonly pathType: "Prefix" | "Exact" };

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
}

/** A path as Kubernetes takes it. */
export interface IngressPath {
  readonly path: string;
  readonly pathType: "Prefix" | "Exact";
}

/** The Ingress of a protected app, one for its public paths, and one for paths that answer programs. */
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
  /** Missing where somebody else owns the Ingress. */
  readonly ingress?: IngressV1;
  readonly publicIngress?: IngressV1;
  readonly apiIngress?: IngressV1;
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
    this.publicPaths = (props.publicPaths ?? []).map(normalizePath);
    this.apiPaths = (props.apiPaths ?? []).map(normalizePath);
    this.paths = (props.paths ?? ["/"])
      .map(normalizePath)
      .filter((path) => !this.apiPaths.some((apiPath) => samePath(path, apiPath)));
    this.annotations = controller.renderer.protect(check, { api: props.api === true });
    this.namespace = props.service?.namespace;
    this.proxyIngressName = props.proxyIngressName;
    this.isExternal = props.externalIngress === true;
    const { service } = props;
    if (service === undefined) {
      return;
    }

    const common = {
      ...props.extraAnnotations,
      ...controller.renderer.tls(this.tls !== "external"),
      ...issuerAnnotations(this.tls),
      ...(props.cors === undefined ? {} : controller.renderer.cors(props.cors)),
    };
    const ingress = (
      ingressId: string,
      ingressName: string,
      annotations: Record<string, string>,
      paths: readonly IngressPath[],
    ) =>
      new IngressV1(this, ingressId, {
        metadata: { name: ingressName, namespace: service.namespace, annotations },
        spec: {
          ingressClassName: controller.className,
          tls: tlsSection(props.host, this.tls, `${name}-tls`),
          rule: [
            {
              host: props.host,
              http: {
                path: paths.map((path) => ({
                  ...path,
                  backend: { service: { name: service.name, port: { number: service.port } } },
                })),
              },
            },
          ],
        },
      });
    this.ingress = ingress("ingress", name, { ...common, ...this.annotations }, this.paths);
    if (this.publicPaths.length > 0) {
      const open = { ...common, ...controller.renderer.open(check) };
      this.publicIngress = ingress("public-ingress", `${name}-public`, open, this.publicPaths);
    }
    if (this.apiPaths.length > 0) {
      const protection = controller.renderer.protect(check, { api: true });
      // No app has this name: an app's name has no dots.
      this.apiIngress = ingress("api-ingress", `${name}.api`, { ...common, ...protection }, this.apiPaths);
    }
  }
}

function normalizePath(path: PathReference): IngressPath {
  return typeof path === "string" ? { path, pathType: "Prefix" } : path;
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
      props.paths?.map((path) => normalizePath(path).path),
      appPath,
    )
    .each(
      ["publicPaths"],
      props.publicPaths?.map((path) => normalizePath(path).path),
      appPath,
    )
    .each(
      ["apiPaths"],
      props.apiPaths?.map((path) => normalizePath(path).path),
      appPath,
    )
    .value(["service", "namespace"], props.service?.namespace, objectName)
    .value(["service", "name"], props.service?.name, objectName)
    .value(["service", "port"], props.service?.port, port)
    .keys(["extraAnnotations"], props.extraAnnotations, extraAnnotation)
    .value(["proxyIngressName"], props.proxyIngressName, subdomainName);
  checkTls(checks, ["tls"], props.tls);
  checkCors(checks, ["cors"], props.cors);
  checks.all(appProblems(props)).throwIfAny(scope);
}
