import type { Tls } from "../../contracts/route";
import type { IngressPath } from "../../model/route-plan";
import type { ServicePort } from "../../rules/kubernetes";
import type { ClusterObject } from "../../terraform/cluster-object";

/** A path of a host as an IngressRoute says it. */
export interface IngressRouteProps {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly className?: string;
  readonly host: string;
  readonly path: IngressPath;
  /** Names of Middlewares of the same namespace, in order. @default - none */
  readonly middlewares?: readonly string[];
  /** A Service of the same namespace. */
  readonly service: { readonly name: string; readonly port: ServicePort };
  readonly tls: Tls;
  /** The Secret with the certificate, in the same namespace. @default - Traefik finds one by the host's name */
  readonly secretName?: string;
}

/** An IngressRoute of one path. */
export function ingressRoute(props: IngressRouteProps): ClusterObject {
  const { name, namespace, annotations, className, host, path, middlewares = [], service } = props;
  const match = `Host(\`${host}\`) && ${matchOf(path)}`;
  const priority = priorityOf(path);
  return {
    apiVersion: "traefik.io/v1alpha1",
    kind: "IngressRoute",
    metadata: { name, namespace, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      routes: [
        {
          kind: "Rule",
          match,
          priority,
          ...(middlewares.length === 0 ? {} : { middlewares: middlewares.map((one) => ({ name: one })) }),
          services: [{ name: service.name, port: service.port }],
        },
        // Traefik passes over a route whose Middleware it does not find, and would leave the path to a wider one. It
        // takes two routes of one text for one.
        ...(middlewares.length === 0
          ? []
          : [{ kind: "Rule", match: `(${match})`, priority: priority - 1, services: [NOWHERE] }]),
      ],
      ...(props.tls === "external"
        ? {}
        : { tls: props.secretName === undefined ? {} : { secretName: props.secretName } }),
    },
  };
}

/** Traefik's own service that leads nowhere and answers 418. */
const NOWHERE = { kind: "TraefikService", name: "noop@internal" };

/** A prefix of a rule is compared letter by letter, so that one without a slash at its end would take more. */
function matchOf({ path, pathType }: IngressPath): string {
  if (pathType === "Exact") {
    return `Path(\`${path}\`)`;
  }
  const base = path.replace(/\/$/, "");
  return base === "" ? "PathPrefix(`/`)" : `(Path(\`${base}\`) || PathPrefix(\`${base}/\`))`;
}

/** Above what Traefik gives an ordinary rule by its length, and below that of a certificate authority's question. */
const WHOLE_HOST = 80;

/** The narrowest path wins, as with HTTPRoutes. Without a priority, the longest rule would. */
function priorityOf({ path, pathType }: IngressPath): number {
  if (pathType === "Exact") {
    return 100_000;
  }
  return path === "/" ? WHOLE_HOST : 10_000 + 100 * path.length;
}
