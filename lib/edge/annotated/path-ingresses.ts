import { Construct } from "constructs";
import { IngressV1, type IngressV1Config } from "@cdktf/provider-kubernetes/lib/ingress-v1";
import { addressOf, listAtSynth, textAtSynth } from "../../terraform/at-synth";
import { lateText } from "../../terraform/known-late";
import { certificateIngressName, pathIngressName, pathSlug } from "../../model/names";
import { digest } from "../../rules/digest";
import { withoutTraces } from "../../terraform/without-traces";
import type { ControllerDescription } from "./controller";
import { directlyWithin, isOutside, type IngressPath } from "../../model/route-plan";
import { keepsName } from "./lifecycle";
import { Moves } from "../../terraform/moves";
import { TerraformData } from "../../terraform/terraform-data";
import type { TlsEntry } from "./tls";
import { keyOfText } from "../../terraform/late-key";

/** One path of a host, and what its Ingress says. */
export interface PathIngress {
  readonly host: string;
  readonly path: IngressPath;
  /** The name of the Ingress. @default - follows from host and path */
  readonly name?: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly tls?: TlsEntry[];
  readonly service: { readonly name: string; readonly port: number };
  /** A construct at whose address the Ingress was before it was addressed by host and path. @default - none */
  readonly movedFrom?: Construct;
}

interface MadeIngress extends IngressPath {
  readonly resource: IngressV1;
}

interface HostIngresses {
  readonly scope: Construct;
  readonly made: MadeIngress[];
  readonly certificates: Map<string, IngressV1>;
}

/**
 * One Ingress for each host and path, addressed by the two: whatever happens to a path's app, rule or kind changes
 * its Ingress in place, so that there is no moment at which a wider path answers for it. Of paths within one another
 * the narrower is made first and goes last, over all apps.
 */
export class PathIngresses extends Construct {
  private readonly hosts = new Map<string, HostIngresses>();
  private readonly moves: Moves;
  private order: TerraformData | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly controller: ControllerDescription,
  ) {
    super(scope, id);
    this.moves = new Moves(this, "Moves");
  }

  add({ host, path, name, namespace, annotations, tls, service, movedFrom }: PathIngress): IngressV1 {
    const key = keyOfText(this, host);
    const { scope, made } = this.hostOf(key);
    this.order ??= this.keepOrder();
    const id = this.idOf(path);
    // A path that is claimed twice is refused with all else that only the whole can tell.
    const isTaken = made.some((other) => this.idOf(other) === id);
    const config: IngressV1Config = {
      metadata: { name: name ?? pathIngressName(key, path), namespace, annotations },
      spec: {
        ingressClassName: this.controller.className,
        tls,
        rule: [
          {
            host: lateText(this, host, "host"),
            http: {
              path: [
                { ...path, backend: { service: { name: service.name, port: { number: service.port } } } },
              ],
            },
          },
        ],
      },
      lifecycle: { createBeforeDestroy: true, ...keepsName(this.controller) },
    };
    const resource = withoutTraces(() => new IngressV1(scope, isTaken ? `${id}-${made.length}` : id, config));
    const one = { ...path, resource };
    made.push(one);
    made.filter((outer) => isOutside(outer, one)).forEach((outer) => waitForThoseWithin(outer, made));
    if (made.some((inner) => isOutside(one, inner))) {
      waitForThoseWithin(one, made);
    }
    if (movedFrom !== undefined) {
      this.moves.add(resource, movedFrom);
    }
    return resource;
  }

  /** An Ingress without a path, which asks for a host's certificate; two apps with one certificate share it. */
  addCertificate({
    host,
    namespace,
    annotations,
    tls,
  }: Pick<PathIngress, "host" | "namespace" | "annotations"> & { readonly tls: TlsEntry[] }): IngressV1 {
    const { scope, certificates } = this.hostOf(keyOfText(this, host));
    const secret = tls[0]?.secretName ?? "";
    const id = keyOfText(this, `${namespace}/${secret}`);
    const known = certificates.get(id);
    if (known !== undefined) {
      known.metadata.annotations = { ...known.metadata.annotationsInput, ...annotations };
      return known;
    }
    const made = new IngressV1(scope, `certificate-${digest(id)}`, {
      metadata: {
        name: certificateIngressName(keyOfText(this, host), id),
        namespace,
        annotations: { ...annotations },
      },
      spec: { ingressClassName: this.controller.className, tls, rule: [{ host }] },
    });
    certificates.set(id, made);
    return made;
  }

  /**
   * Where one path can have one type only, the type is no part of the address: the path is never left to a wider one
   * while its type changes, and the new type never has to take the place of the old.
   */
  private idOf(path: IngressPath): string {
    return pathSlug(this.controller.refusesTakenPaths ? { ...path, pathType: "Prefix" } : path);
  }

  /**
   * Stands after every Ingress, and changes with the paths that there are: an Ingress that is no longer wanted goes
   * after it. Terraform forgets what an Ingress waits for when a change of it fails, and the next apply would remove
   * a narrow path before the wider one is closed; this it remembers until all others are as they should be.
   */
  private keepOrder(): TerraformData {
    const made = (): IngressV1[] =>
      [...this.hosts.values()].flatMap((host) => host.made.map((one) => one.resource));
    const paths = (): string =>
      digest(
        made()
          // Below this construct, so that the facade can go elsewhere without a change.
          .map(({ node }) => node.path.slice(this.node.path.length))
          .sort()
          .join(" "),
      );
    const order = new TerraformData(this, "Order", { paths: textAtSynth(paths) });
    order.dependsOn = listAtSynth(() => made().map(addressOf));
    return order;
  }

  private hostOf(key: string): HostIngresses {
    const known = this.hosts.get(key);
    if (known !== undefined) {
      return known;
    }
    const host = { scope: new Construct(this, key), made: [], certificates: new Map() };
    this.hosts.set(key, host);
    return host;
  }
}

/** Which they are is complete at synth. */
function waitForThoseWithin(outer: MadeIngress, made: readonly MadeIngress[]): void {
  outer.resource.dependsOn = listAtSynth(() =>
    directlyWithin(outer, made).map(({ resource }) => addressOf(resource)),
  );
}
