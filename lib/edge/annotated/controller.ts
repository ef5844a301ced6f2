import type { IngressRenderer } from "./renderer";
import type { EdgeTraits, ServiceOfObject } from "../../contracts/edge";
import { strictPath } from "../../rules/path";
import { PRIVATE_RANGES } from "../../rules/private-address";
import { unknownControllerRule, type AnnotationRule } from "./annotation-table";
import { renderedPrefixes } from "./guard";
import { usableHeader } from "../request-header";
import { ANY, type KeysOf } from "../../rules/keys";
import { quote } from "../../rules/rule";

/** What can be said of any ingress controller; each kind fills in what is left out. */
export interface IngressControllerProps {
  /** The IngressClass. @default - "nginx", or that of an installation which is known by its namespace, such as AKS application routing */
  readonly className?: string;
  /**
   * What that IngressClass says in `spec.controller`. Needed where the class has the usual name of another
   * controller's, such as "traefik", whose own provider reads no auth check. @default "k8s.io/ingress-nginx"
   */
  readonly controllerClass?: string;
  /**
   * The namespace of the controller's Pods; the auth proxy accepts connections from there only. @default - the one
   * of its usual installation, or of one that is known by its class
   */
  readonly namespace?: string;
  /**
   * Labels of the controller's Pods; `{}` admits every Pod of the namespace. @default - those of its usual
   * installation in its usual namespace, or of one that is known by name; in another namespace, none
   */
  readonly podLabels?: Readonly<Record<string, string>>;
  /**
   * The port at which people reach it over https, such as 8443 behind a NodePort or a load balancer of that port.
   * @default 443
   */
  readonly httpsPort?: number;
  /** Addresses that its requests to the auth proxy come from, in CIDR notation. @default - all private ranges */
  readonly trustedAddresses?: readonly string[];
  /**
   * Whether it refuses requests with an encoded slash or backslash: in Traefik both `allowEncodedSlash: false` and
   * `allowEncodedBackSlash: false` under the entry point's `http.encodedCharacters`. Only then may several rules hold
   * for paths of one Service that does not say `normalizesPaths`. @default false
   */
  readonly refusesEncodedSlashes?: boolean;
  /**
   * What a route is on Traefik: an Ingress with annotations of ingress-nginx (provider kubernetesIngressNGINX), or an
   * IngressRoute with Middlewares (provider kubernetesCRD). @default "Ingress"
   */
  readonly resource?: "Ingress" | "IngressRoute";
  /** The longest request header line it takes, such as "8k" (nginx: large_client_header_buffers). @default - what it takes as installed: 8k with ingress-nginx, 1m with Traefik */
  readonly requestHeaderLimit?: string;
}

/** The keys of it. */
export const CONTROLLER_KEYS: KeysOf<IngressControllerProps> = {
  className: ANY,
  controllerClass: ANY,
  namespace: ANY,
  podLabels: ANY,
  httpsPort: ANY,
  trustedAddresses: ANY,
  requestHeaderLimit: ANY,
  refusesEncodedSlashes: ANY,
  resource: ANY,
};

/** How the `/oauth2` Ingress speaks TLS where the certificate's Secret is in another namespace. */
export type ForeignCertificate =
  /** No TLS section: the host's certificate is taken from the app's Ingress, and one of its own would replace it. */
  | "none"
  /** A TLS section without a Secret: without it the path is not served over TLS, and the certificate is found by name. */
  | "host-only";

/** Where the Pods of an installed controller are, and what labels they have. */
export interface Installation {
  /** Its IngressClass. */
  readonly className: string;
  /** The namespace of its Pods. */
  readonly namespace: string;
  /** The labels of its Pods there. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/**
 * What a kind of controller is known for. What it leaves out of how paths are read
 * and names are told apart is taken at its strictest.
 */
export interface ControllerKind extends Partial<
  Pick<
    EdgeTraits,
    | "matches"
    | "forwards"
    | "pathRule"
    | "exactPathRule"
    | "objectKey"
    | "serviceKey"
    | "takesPortNames"
    | "refusesTakenPaths"
    | "longestCheckUrl"
  >
> {
  /** Its name in messages, such as "traefik". */
  readonly kind: string;
  /**
   * The IngressClass of its usual installation. @default - "nginx" where it reads the annotations of ingress-nginx;
   * another one has to have a class here or in `className`
   */
  readonly className?: string;
  /** The namespace of its usual installation. */
  readonly namespace: string;
  /** The labels of the Pods in that namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Other installations, such as a cloud's own, each known by its class or its namespace. @default - none */
  readonly installations?: readonly Installation[];
  /** The longest request header line that it takes as installed, in nginx's notation such as "8k". */
  readonly requestHeaderLimit: string;
  /** Whether a response header must fit into a buffer of a size that an annotation sets. */
  readonly buffersResponseHeader: boolean;
  /** Which cookies of the auth response reach the browser. */
  readonly returnsAuthCookies: "all" | "one" | "none";
  /** What it does about a certificate in another namespace than the `/oauth2` Ingress. */
  readonly foreignCertificate: ForeignCertificate;
  /** Whether a path alone always wins over one with everything below it. */
  readonly prefersExactPaths: boolean;
  /** Writes the annotations that it reads. */
  readonly renderer: IngressRenderer;
  /**
   * What is wrong with an annotation of the user's: one that it does not read, or whose value could undo a check,
   * break the sign-in or a certificate. @default - refuses every one under the prefixes that its renderer writes
   */
  readonly annotation?: AnnotationRule;
}

/** Joins namespace and name and takes every run of other characters for one "-", so that little stays apart. */
export function joinedKey(namespace: string, name: string): string {
  return `${namespace}-${name}`.replace(/[^A-Za-z0-9]+/g, "-");
}

/** The same of a Service behind an Ingress. */
export function joinedServiceKey({ namespace, object, service, port }: ServiceOfObject): string {
  return joinedKey(namespace, `${object}-${service}-${port}`);
}

/** An ingress controller, described by what follows from it rather than by its name. */
export class ControllerDescription implements EdgeTraits {
  /** What it makes of a route: an Ingress whose annotations guard it. */
  readonly form = "annotated-ingress";
  /** Its name in messages, such as "traefik". */
  readonly kind: string;
  /** The IngressClass. */
  readonly className: string;
  /** The namespace of its Pods. */
  readonly namespace: string;
  /** The labels of its Pods there; none is every Pod of the namespace. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** The port at which people reach it. Missing where it is 443. */
  readonly httpsPort?: number;
  /** Addresses that its requests come from, in CIDR notation. */
  readonly addresses: readonly string[];
  /** How much of a request header line it takes can be used, in bytes. */
  readonly requestHeaderLimit: number;
  /** Whether a response header must fit into a buffer of a size that an annotation sets. */
  readonly buffersResponseHeader: boolean;
  /** Which cookies of the auth response reach the browser. */
  readonly returnsAuthCookies: "all" | "one" | "none";
  /** What it does about a certificate in another namespace than the `/oauth2` Ingress. */
  readonly foreignCertificate: ForeignCertificate;
  /** Whether a path alone always wins over one with everything below it. */
  readonly prefersExactPaths: boolean;
  /** Writes the annotations that it reads. */
  readonly renderer: IngressRenderer;
  /** Whether its class was said, by its kind or in the props. */
  readonly hasClass: boolean;
  /** What is wrong with an annotation of the user's. */
  readonly annotation: AnnotationRule;
  /** Its class: another edge of a stack has to have another one. */
  readonly serves: string;
  /** Which form of a request's path is compared with the paths of routes. */
  readonly matches: EdgeTraits["matches"];
  /** Which form reaches the app. */
  readonly forwards: EdgeTraits["forwards"];
  /** Whether requests with an encoded slash or backslash are refused. */
  readonly refusesEncodedSlashes: boolean;
  /** A path that it would skip, refuse or read otherwise than it is written. */
  readonly pathRule: EdgeTraits["pathRule"];
  /** The same for a path alone, beside `pathRule`. */
  readonly exactPathRule: EdgeTraits["exactPathRule"];
  /** Two objects for which this is equal are one to it. */
  readonly objectKey: EdgeTraits["objectKey"];
  /** Two Services for which this is equal are one to it. */
  readonly serviceKey: EdgeTraits["serviceKey"];
  /** Whether its Ingresses can name a port of a Service. */
  readonly takesPortNames: boolean;
  /** Whether it refuses a host and path that another Ingress of the cluster has. */
  readonly refusesTakenPaths: boolean;
  /** The longest URL of the auth check that it takes, in bytes. Missing where any that fits will do. */
  readonly longestCheckUrl?: number;

  constructor(
    known: ControllerKind,
    /** What was said of the installation. */
    readonly props: IngressControllerProps = {},
  ) {
    this.kind = known.kind;
    const installation = installationOf(known, props);
    this.className = props.className ?? installation.className;
    this.serves = `the IngressClass ${quote(this.className)}`;
    this.hasClass = (props.className ?? known.className) !== undefined;
    this.namespace = props.namespace ?? installation.namespace;
    // The Pods of another namespace are another installation's, whose labels nobody has told.
    this.podLabels =
      props.podLabels ?? (this.namespace === installation.namespace ? installation.podLabels : {});
    this.httpsPort = props.httpsPort;
    this.addresses = props.trustedAddresses ?? PRIVATE_RANGES;
    this.requestHeaderLimit = usableHeader(props.requestHeaderLimit ?? known.requestHeaderLimit);
    this.buffersResponseHeader = known.buffersResponseHeader;
    this.returnsAuthCookies = known.returnsAuthCookies;
    this.foreignCertificate = known.foreignCertificate;
    this.prefersExactPaths = known.prefersExactPaths;
    this.renderer = known.renderer;
    this.annotation =
      known.annotation ?? unknownControllerRule(known.kind, () => renderedPrefixes(known.renderer));
    this.matches = known.matches ?? "decoded";
    this.refusesEncodedSlashes = props.refusesEncodedSlashes === true;
    this.exactPathRule = known.exactPathRule;
    this.forwards = known.forwards ?? "raw";
    this.pathRule = known.pathRule ?? strictPath(`${known.kind} may read other paths otherwise`);
    this.objectKey = known.objectKey ?? joinedKey;
    this.serviceKey = known.serviceKey ?? joinedServiceKey;
    this.takesPortNames = known.takesPortNames ?? false;
    this.refusesTakenPaths = known.refusesTakenPaths ?? false;
    this.longestCheckUrl = known.longestCheckUrl;
  }

  /** Whether its renderer knows paths where the sign-in is optional; no part of a copy, which may make other routes. */
  get asksByGuard(): boolean {
    return this.renderer.optional !== undefined;
  }
}

/** The installation that the class or the namespace names, the other being the same or left out; or the usual one. */
function installationOf(known: ControllerKind, props: IngressControllerProps): Installation {
  const usual = {
    className: known.className ?? "nginx",
    namespace: known.namespace,
    podLabels: known.podLabels,
  };
  const named = known.installations?.find(
    ({ className, namespace }) =>
      (props.className === className || props.namespace === namespace) &&
      (props.className ?? className) === className &&
      (props.namespace ?? namespace) === namespace,
  );
  return named ?? usual;
}
