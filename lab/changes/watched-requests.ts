import { decide, type Who } from "../../lib/model/decide";
import type { Model } from "../../lib/model/model";
import { APP_HOST } from "../lab";
import type { Asker } from "./people";
import type { Watched } from "./watch";

/** What those ask who may neither before a change nor after it, and those who may both before and after. */
export function watchedRequests(
  { before, after }: { readonly before: Model; readonly after: Model },
  askers: readonly Asker[],
  paths: readonly string[],
): Watched[] {
  return askers.flatMap(({ name, who, headers }) =>
    paths.flatMap((path): Watched[] => {
      const may = mayEnter(before, path, who);
      if (may !== mayEnter(after, path, who)) return [];
      return [{ who: name, path, headers, expected: may ? "open" : "closed" }];
    }),
  );
}

function mayEnter(model: Model, path: string, who: Who): boolean {
  const { answer } = decide(model, { host: APP_HOST, path }, who);
  return ["let-in", "public", "anonymous"].includes(answer);
}
