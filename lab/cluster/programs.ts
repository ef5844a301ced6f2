import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A program that the lab builds from a Go module. */
export interface Program {
  readonly name: ProgramName;
  /** Version of the module that it comes from, such as v1.36.3. */
  readonly version: string;
  /** Folder with the go.mod that pins it and everything it is made of. */
  readonly module: string;
  /** Go package of its main function. */
  readonly package: string;
  /** Go variables to set when linking: built plainly, a program does not know its version, and clients ask for it. */
  readonly variables: Readonly<Record<string, string>>;
}

interface Source {
  /** Folder under programs/. */
  readonly folder: string;
  /** Go module whose version counts. */
  readonly module: string;
  readonly package: string;
  readonly variables?: (version: string) => Record<string, string>;
}

const KUBERNETES = (command: string): Source => ({
  folder: "kubernetes",
  module: "k8s.io/kubernetes",
  package: `k8s.io/kubernetes/cmd/${command}`,
  variables: (version) => {
    const [major = "", minor = ""] = version.slice(1).split(".");
    const path = "k8s.io/component-base/version";
    return { [`${path}.gitVersion`]: version, [`${path}.gitMajor`]: major, [`${path}.gitMinor`]: minor };
  },
});

const SOURCES = {
  etcd: { folder: "etcd", module: "go.etcd.io/etcd/server/v3", package: "go.etcd.io/etcd/server/v3" },
  "kube-apiserver": KUBERNETES("kube-apiserver"),
  "kube-controller-manager": KUBERNETES("kube-controller-manager"),
  "kube-scheduler": KUBERNETES("kube-scheduler"),
  "kube-proxy": KUBERNETES("kube-proxy"),
  coredns: { folder: "coredns", module: "github.com/coredns/coredns", package: "." },
  "oauth2-proxy": {
    folder: "oauth2-proxy",
    module: "github.com/oauth2-proxy/oauth2-proxy/v7",
    package: "github.com/oauth2-proxy/oauth2-proxy/v7",
    variables: (version) => ({ "github.com/oauth2-proxy/oauth2-proxy/v7/pkg/version.VERSION": version }),
  },
  traefik: {
    folder: "traefik",
    module: "github.com/traefik/traefik/v3",
    package: "github.com/traefik/traefik/v3/cmd/traefik",
    variables: (version) => ({ "github.com/traefik/traefik/v3/pkg/version.Version": version.slice(1) }),
  },
} satisfies Record<string, Source>;

/** Names of the programs that the lab builds. */
export type ProgramName = keyof typeof SOURCES;

/** Every program that the lab builds, cheapest first. */
export const PROGRAM_NAMES = Object.keys(SOURCES) as readonly ProgramName[];

/** What there is to know of a program before it is built. */
export function program(name: ProgramName): Program {
  const source: Source = SOURCES[name];
  const module = join(__dirname, "programs", source.folder);
  const version = requiredVersion(readFileSync(join(module, "go.mod"), "utf8"), source.module);
  return { name, version, module, package: source.package, variables: source.variables?.(version) ?? {} };
}

/** Version that a go.mod requires of a module. */
export function requiredVersion(goMod: string, module: string): string {
  for (const line of goMod.split("\n")) {
    const [path, version] = line
      .replace(/^require\s/, "")
      .trim()
      .split(/\s+/);
    if (path === module && version?.startsWith("v")) return version;
  }
  throw new Error(`go.mod does not require ${module}`);
}

/** Folder for what the lab builds once: outside the repository, so that a clean checkout finds it again. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "entra-ingress-auth");
}

/** Where a program is, or will be, in the cache: a changed version, dependency or recipe is another folder. */
export function programPath(name: ProgramName, cache = cacheFolder()): string {
  const built = program(name);
  const digest = createHash("sha256").update(
    JSON.stringify([built.package, built.variables, goBuildFlags(built)]),
  );
  for (const file of readdirSync(built.module, { recursive: true, encoding: "utf8" }).sort()) {
    if (/\.(go|mod|sum)$/.test(file)) digest.update(file).update(readFileSync(join(built.module, file)));
  }
  return join(cache, `${name}-${built.version}-${digest.digest("hex").slice(0, 12)}`, name);
}

/** Flags of `go build` beside the output and the package. */
export function goBuildFlags(built: Program): string[] {
  const variables = Object.entries(built.variables).map(([name, value]) => `-X ${name}=${value}`);
  return ["-mod=readonly", "-ldflags", ["-s", "-w", ...variables].join(" ")];
}
