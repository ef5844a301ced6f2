import type { Construct } from "constructs";
import { IngressV1, type IngressV1Config } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { certificateIngressName, pathIngressName } from "../../model/names";
import { digest } from "../../rules/digest";
import type { ServicePort } from "../../rules/kubernetes";
import { lateText } from "../../terraform/known-late";
import { keyOfText } from "../../terraform/late-key";
import { withoutTraces } from "../../terraform/without-traces";
import { PathObjects, type PlacedPath } from "../path-objects";
import type { ControllerDescription } from "./controller";
import { keepsName } from "./lifecycle";
import type { TlsEntry } from "./tls";

/** One path of a host, and what its Ingress says. */
export interface PathIngress extends PlacedPath {
  /** The name of the Ingress. @default - follows from host and path */
  readonly name?: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly tls?: TlsEntry[];
  readonly service: { readonly name: string; readonly port: ServicePort };
}

/** One Ingress for each host and path. */
export class PathIngresses extends PathObjects<IngressV1> {
  private readonly certificates = new Map<string, IngressV1>();

  constructor(
    scope: Construct,
    id: string,
    private readonly controller: ControllerDescription,
  ) {
    super(scope, id, controller.refusesTakenPaths);
  }

  add({ name, namespace, annotations, tls, service, ...placed }: PathIngress): IngressV1 {
    const { host, path } = placed;
    const config: IngressV1Config = {
      metadata: { name: name ?? pathIngressName(keyOfText(this, host), path), namespace, annotations },
      spec: {
        ingressClassName: this.controller.className,
        tls,
        rule: [
          {
            host: lateText(this, host, "host"),
            http: {
              path: [
                { ...path, backend: { service: { name: service.name, port: backendPort(service.port) } } },
              ],
            },
          },
        ],
      },
      lifecycle: { createBeforeDestroy: true, ...keepsName(this.controller) },
    };
    return this.place(placed, (scope, id) => withoutTraces(() => new IngressV1(scope, id, config)));
  }

  /** An Ingress without a path, which asks for a host's certificate; two apps with one certificate share it. */
  addCertificate({
    host,
    namespace,
    annotations,
    tls,
    edge,
  }: Pick<PathIngress, "host" | "namespace" | "annotations"> & {
    readonly tls: TlsEntry[];
    readonly edge?: string;
  }): IngressV1 {
    const key = keyOfText(this, host);
    const secret = tls[0]?.secretName ?? "";
    const id = keyOfText(this, `${namespace}/${secret}`);
    const known = this.certificates.get(`${key} ${id}`);
    if (known !== undefined) {
      known.metadata.annotations = { ...known.metadata.annotationsInput, ...annotations };
      return known;
    }
    const made = new IngressV1(this.scopeOf(key), `certificate-${digest(id)}`, {
      metadata: { name: certificateIngressName(key, id, edge), namespace, annotations: { ...annotations } },
      spec: { ingressClassName: this.controller.className, tls, rule: [{ host }] },
    });
    this.certificates.set(`${key} ${id}`, made);
    return made;
  }
}

/** A port of a Service, as an Ingress says it. */
function backendPort(port: ServicePort): { readonly number: number } | { readonly name: string } {
  return typeof port === "number" ? { number: port } : { name: port };
}
