import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { logoProblem, logoSizeProblem, logoUri } from "../oauth2-proxy/page-props";
import { quote, type Problem } from "../rules/rule";
import { isSystemError, systemReason } from "./file-error";

const file = z.looseObject({
  authProxy: z.looseObject({ pages: z.looseObject({ logo: z.string() }) }),
});

/** A config's data with the picture in it that `logo` names, and what is wrong with that. */
export function withLogo(
  input: unknown,
  folder: string,
): { readonly input: unknown; readonly problems: readonly Problem[] } {
  const parsed = file.safeParse(input).data;
  const logo = parsed?.authProxy.pages.logo;
  if (parsed === undefined || logo === undefined || logo === "" || logo.startsWith("data:")) {
    return { input, problems: [] };
  }
  const read = readLogo(resolve(folder, logo));
  const { authProxy } = parsed;
  const { logo: _name, ...pages } = authProxy.pages;
  const isRead = typeof read !== "string";
  return {
    input: {
      ...parsed,
      authProxy: { ...authProxy, pages: isRead ? { ...pages, logo: logoUri(read) } : pages },
    },
    problems: isRead ? [] : [{ path: ["authProxy", "pages", "logo"], message: `${quote(logo)} ${read}` }],
  };
}

/** The picture, or what keeps it from being one. */
function readLogo(path: string): Buffer | string {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) {
      return "is no file; write the name of a picture, from the folder of the config file on";
    }
    const size = logoSizeProblem(stats.size);
    if (size !== undefined) {
      return size;
    }
    const bytes = readFileSync(path);
    return logoProblem(bytes) ?? bytes;
  } catch (error) {
    if (isSystemError(error)) {
      return `cannot be read: ${systemReason(error)}; mend that, or name another`;
    }
    throw error;
  }
}
