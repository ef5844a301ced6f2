import type { KubeConfig } from "@kubernetes/client-node";
import { StrictObjects } from "../cluster/strict-objects";
import { describeObject, exists, removeObject } from "./kubernetes-kind";
import { manifestArguments } from "./manifest-arguments";
import type { Arguments, ObjectKind } from "./object-kind";

/** Objects of any kind, written in a stack as they are, put in place by server-side apply as Terraform does it. */
export function manifestKind(config: KubeConfig): ObjectKind {
  const put = async (args: Arguments) => {
    const { manifest, field_manager } = manifestArguments.parse(args);
    // The client remembers the kinds of a group, to which others may have been added since.
    const objects = config.makeApiClient(StrictObjects);
    await objects.apply(manifest, field_manager.name, field_manager.force_conflicts);
    return { object: manifest };
  };
  return {
    create: async (args) => {
      const { manifest } = manifestArguments.parse(args);
      if (await exists(config.makeApiClient(StrictObjects), manifest)) {
        throw new Error(`${describeObject(manifest)} already exists`);
      }
      return put(args);
    },
    adopt: (_id, args) => put(args),
    update: async (before, args) => {
      const [old, wanted] = [before.args, args].map((each) => manifestArguments.parse(each).manifest);
      const isSame =
        old?.apiVersion === wanted?.apiVersion && describeObject(old ?? {}) === describeObject(wanted ?? {});
      return isSame ? put(args) : undefined;
    },
    remove: ({ args }) =>
      removeObject(config.makeApiClient(StrictObjects), manifestArguments.parse(args).manifest),
  };
}
