import { z } from "zod";
import { DEFAULT_PROXY_PREFIX, proxyPathProblems } from "../model/proxy-prefix";
import type { Problem } from "../rules/rule";
import { prefixOptions } from "./schema";

type File = Readonly<Record<string, unknown>>;

const path = z.union([z.string(), z.looseObject({ path: z.string() })]).optional();
const paths = z.array(path.catch(undefined)).optional().catch(undefined);
const app = z.object({ paths, publicPaths: paths, apiPaths: paths }).catch({});

/** Where the auth proxy of a file answers on every protected host, where that can be told. */
export function prefixOf({ authProxy = {} }: File): string | undefined {
  const options = prefixOptions.safeParse(authProxy).data;
  return options === undefined ? undefined : (options.proxyPrefix ?? DEFAULT_PROXY_PREFIX);
}

/** Apps' paths that the auth proxy would answer. */
export function prefixProblems(file: File): Problem[] {
  const prefix = prefixOf(file);
  const apps = z.array(app).safeParse(file.apps).data ?? [];
  return prefix === undefined
    ? []
    : proxyPathProblems(
        prefix,
        apps.map((one, i) => ({ ...one, path: ["apps", i] })),
      );
}
