import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { pathSlug } from "../model/names";
import { directlyWithin, isOutside, type IngressPath } from "../model/route-plan";
import { digest } from "../rules/digest";
import { addressOf, listAtSynth, textAtSynth } from "../terraform/at-synth";
import { keyOfText } from "../terraform/late-key";
import { Moves } from "../terraform/moves";
import { TerraformData } from "../terraform/terraform-data";

/** A path of a host, which gets an object of its own. */
export interface PlacedPath {
  readonly host: string;
  readonly path: IngressPath;
  /** What has to be there before its object, and goes after it. @default - nothing */
  readonly after?: readonly TerraformResource[];
  /**
   * The same, of this path alone: what decides who passes there. It waits for narrower paths as the object does, so
   * that it lets in more people only once those have a check of their own. @default - nothing
   */
  readonly guards?: readonly TerraformResource[];
  /** A construct at whose address its object was before it was addressed by host and path. @default - none */
  readonly movedFrom?: Construct;
}

interface MadeObject<Resource> extends IngressPath {
  readonly resource: Resource;
  readonly after: readonly TerraformResource[];
}

interface HostObjects<Resource> {
  readonly scope: Construct;
  readonly made: MadeObject<Resource>[];
}

/**
 * One object for each host and path, addressed by the two: whatever happens to a path's app, rule or kind changes
 * its object in place, so that there is no moment at which a wider path answers for it. Of paths within one another
 * the narrower is made first and goes last, over all apps.
 */
export class PathObjects<Resource extends TerraformResource> extends Construct {
  private readonly hosts = new Map<string, HostObjects<Resource>>();
  private readonly moves: Moves;
  private order: TerraformData | undefined;

  constructor(
    scope: Construct,
    id: string,
    /** Whether one path can have one type only, so that a path with everything below it and the path alone are one. */
    private readonly hasOneType: boolean,
  ) {
    super(scope, id);
    this.moves = new Moves(this, "Moves");
  }

  /** Adds a path; `make` gets where its object stands, and what it is called there. */
  place(
    { host, path, after: before = [], guards = [], movedFrom }: PlacedPath,
    make: (scope: Construct, id: string) => Resource,
  ): Resource {
    const { scope, made } = this.hostOf(keyOfText(this, host));
    this.order ??= this.keepOrder();
    const id = this.idOf(path);
    // A path that is claimed twice is refused with all else that only the whole can tell.
    const isTaken = made.some((other) => this.idOf(other) === id);
    const resource = make(scope, isTaken ? `${id}-${made.length}` : id);
    const after = [...before, ...guards];
    const one = { ...path, resource, after };
    made.push(one);
    made.filter((outer) => isOutside(outer, one)).forEach((outer) => waitForThoseWithin(outer, made));
    if (after.length > 0 || made.some((inner) => isOutside(one, inner))) {
      waitForThoseWithin(one, made);
    }
    for (const guard of guards) {
      guard.dependsOn = listAtSynth(() =>
        [...before, ...directlyWithin(one, made).map((inner) => inner.resource)].map(addressOf),
      );
    }
    if (movedFrom !== undefined) {
      this.moves.add(resource, movedFrom);
    }
    return resource;
  }

  /** Where the objects of a host stand, by a text that is equal for all ways to write it. */
  protected scopeOf(key: string): Construct {
    return this.hostOf(key).scope;
  }

  /**
   * Where one path can have one type only, the type is no part of the address: the path is never left to a wider one
   * while its type changes, and the new type never has to take the place of the old.
   */
  private idOf(path: IngressPath): string {
    return pathSlug(this.hasOneType ? { ...path, pathType: "Prefix" } : path);
  }

  /**
   * Stands after every object, and changes with the paths that there are: an object that is no longer wanted goes
   * after it. Terraform forgets what an object waits for when a change of it fails, and the next apply would remove
   * a narrow path before the wider one is closed; this it remembers until all others are as they should be.
   */
  private keepOrder(): TerraformData {
    const made = (): TerraformResource[] => {
      const all = [...this.hosts.values()].flatMap((host) => host.made);
      return [...new Set([...all.map(({ resource }) => resource), ...all.flatMap(({ after }) => after)])];
    };
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

  private hostOf(key: string): HostObjects<Resource> {
    const known = this.hosts.get(key);
    if (known !== undefined) {
      return known;
    }
    const host = { scope: new Construct(this, key), made: [] };
    this.hosts.set(key, host);
    return host;
  }
}

/** Which they are is complete at synth. */
function waitForThoseWithin<Resource extends TerraformResource>(
  outer: MadeObject<Resource>,
  made: readonly MadeObject<Resource>[],
): void {
  outer.resource.dependsOn = listAtSynth(() =>
    [...outer.after, ...directlyWithin(outer, made).map(({ resource }) => resource)].map(addressOf),
  );
}
