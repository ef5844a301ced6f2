import type { DirectoryObject } from "./model";
import { notFound } from "./errors";

/** The objects of one kind in a tenant; what is not visible yet is as if it were not there. */
export class Collection<T extends DirectoryObject> {
  private readonly objects = new Map<string, T>();

  constructor(private readonly now: () => number) {}

  add(object: T): T {
    this.objects.set(object.id, object);
    return object;
  }

  get(id: string): T | undefined {
    const object = this.objects.get(id) ?? this.objects.get(id.toLowerCase());
    return object && object.visibleFrom <= this.now() ? object : undefined;
  }

  require(id: string): T {
    const object = this.get(id);
    if (!object) throw notFound(id);
    return object;
  }

  list(): T[] {
    return [...this.objects.values()].filter(({ visibleFrom }) => visibleFrom <= this.now());
  }

  find(matches: (object: T) => boolean): T | undefined {
    return this.list().find(matches);
  }

  /** Objects count and collide from the moment they are made, visible or not. */
  all(): T[] {
    return [...this.objects.values()];
  }

  delete(id: string): void {
    this.objects.delete(id);
  }
}
