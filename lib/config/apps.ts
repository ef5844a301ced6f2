import { z } from "zod";
import type { Place } from "../rules/rule";
import { appModel } from "./schema";

type File = Readonly<Record<string, unknown>>;

/** An app of a file, as far as it is right, and where it stands. */
export interface LocatedApp {
  readonly app: z.infer<typeof appModel>;
  readonly path: Place;
}

/** The apps of a file that are right enough to be compared. */
export function appsOf(file: File): LocatedApp[] {
  const list = z.array(z.unknown()).safeParse(file.apps).data ?? [];
  return list.flatMap((entry, i) => {
    const app = appModel.safeParse(entry).data;
    return app === undefined ? [] : [{ app, path: ["apps", i] }];
  });
}
