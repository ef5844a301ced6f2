import { Construct } from "constructs";
import { pathSlug } from "../../model/names";
import { toIngressPath, type PlannedApp, type PlannedRoute } from "../../model/route-plan";

/**
 * Where an app's Ingresses were before each path had one of its own: below the app, by kind and rule. Terraform is
 * told that they moved, so that an Ingress of one path stays where it is.
 */
export class FormerAddresses {
  private readonly taken = new Set<string>();

  constructor(private readonly app: Construct) {}

  /** The construct at whose address the Ingress of a route was, for the first route of each. */
  of({ kind, rule }: PlannedRoute, { paths = [] }: PlannedApp): Construct | undefined {
    if (kind === "optional") {
      return undefined;
    }
    const path = rule === undefined ? undefined : paths[rule];
    const suffix = path === undefined ? "" : `-${pathSlug(toIngressPath(path))}`;
    const id = { page: `ingress${suffix}`, api: `api-ingress${suffix}`, public: "public-ingress" }[kind];
    if (this.taken.has(id)) {
      return undefined;
    }
    this.taken.add(id);
    const former = new Construct(this.app, id);
    // It is there for its address alone, and every walk through the tree would pass it.
    this.app.node.tryRemoveChild(id);
    return former;
  }
}
