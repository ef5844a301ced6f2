import { readdirSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { loadConfig } from "../../lib/config";
import { modelOf } from "../../lib/config/model";
import type { Model } from "../../lib/model/model";
import { configuredStack } from "../../lib/stack";
import { ROOT } from "../support/files";

const EXAMPLES = readdirSync(join(ROOT, "examples")).filter((file) => file.endsWith(".yaml"));

/** A model without object ids, which only the file's names and the stack's references have in common. */
function plain({ apps, signInSet, ...rest }: Model): unknown {
  const names = (allowed: Model["signInSet"]): string[] =>
    allowed === "everybody" ? [allowed] : allowed.map(({ id, displayName }) => displayName ?? id);
  return {
    ...rest,
    // In which order they are found differs.
    signInSet: names(signInSet)
      .map((name) => name.replace(/^id /, ""))
      .sort(),
    apps: apps.map(({ name, host, service, routes, normalizesPaths }) => ({
      name,
      host,
      service,
      normalizesPaths,
      routes: routes.map(({ guard, ...route }) => ({
        ...route,
        guard:
          guard.kind === "check"
            ? { ...guard, allowed: names(guard.allowed).map((one) => one.replace(/^id /, "")) }
            : guard,
      })),
    })),
  };
}

describe("what a file promises", () => {
  it.each(["entra-ingress-auth.yaml", ...EXAMPLES.map((file) => `examples/${file}`)])(
    "is what its stack promises: %s",
    (file) => {
      const config = loadConfig(join(ROOT, file), {});
      const { auth } = configuredStack(new App({ stackTraces: false }), config);

      expect(plain(modelOf(config))).toEqual(plain(auth.model));
    },
  );
});
