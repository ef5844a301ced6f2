import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { KubernetesObject } from "@kubernetes/client-node";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { explainMissingGo, GO_ENVIRONMENT } from "./build-programs";
import { cacheFolder, requiredVersion } from "./programs";

interface Source {
  /** Folder under programs/ with the go.mod that pins the module. */
  readonly folder: string;
  /** Go module that carries the definitions. */
  readonly module: string;
  /** The file with them, or the folder of such files, in the module. */
  readonly place: string;
  /** How the names of the files in the folder end that are taken. @default - all are */
  readonly endings?: readonly string[];
}

const SOURCES = {
  /** The standard channel. */
  "gateway-api": {
    folder: "definitions",
    module: "sigs.k8s.io/gateway-api",
    place: "config/crd/standard",
  },
  traefik: {
    folder: "traefik",
    module: "github.com/traefik/traefik/v3",
    place: "docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml",
  },
  "envoy-gateway": {
    folder: "definitions",
    module: "github.com/envoyproxy/gateway",
    place: "charts/gateway-helm/charts/crds/crds/generated",
  },
  istio: {
    folder: "definitions",
    module: "istio.io/api",
    place: "kubernetes/customresourcedefinitions.gen.yaml",
  },
  /** Of its operator, those that a stack makes. */
  prometheus: {
    folder: "monitoring",
    module: "github.com/prometheus-operator/prometheus-operator",
    place: "example/prometheus-operator-crd",
    endings: ["_servicemonitors.yaml", "_prometheusrules.yaml"],
  },
} satisfies Record<string, Source>;

/** Whose custom resource definitions the lab can install. */
export type DefinitionsName = keyof typeof SOURCES;

export const DEFINITIONS_NAMES = Object.keys(SOURCES) as readonly DefinitionsName[];

/** Those of the objects that Traefik reads beside Ingresses. */
export const ROUTE_DEFINITIONS: readonly DefinitionsName[] = ["gateway-api", "traefik"];

const KIND = "CustomResourceDefinition";
const object = z.looseObject({ apiVersion: z.string(), kind: z.string() });
const definition = object.extend({
  kind: z.literal(KIND),
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    group: z.string(),
    names: z.looseObject({ plural: z.string() }),
    versions: z.array(z.looseObject({ name: z.string(), served: z.boolean() })),
  }),
}) satisfies z.ZodType<KubernetesObject>;
type Definition = z.infer<typeof definition>;

/** Where definitions are, or will be, in the cache: another version or checksum is another folder. */
export function definitionsPath(name: DefinitionsName, cache = cacheFolder()): string {
  const { module, place } = SOURCES[name];
  const digest = createHash("sha256").update(JSON.stringify([module, place]));
  for (const file of ["go.mod", "go.sum"]) digest.update(readFileSync(join(moduleFolder(name), file)));
  const folder = `${name}-definitions-${definitionsVersion(name)}-${digest.digest("hex").slice(0, 12)}`;
  return join(cache, folder, "definitions.json");
}

/** Version of the module that definitions come from. */
export function definitionsVersion(name: DefinitionsName): string {
  return requiredVersion(readFileSync(join(moduleFolder(name), "go.mod"), "utf8"), SOURCES[name].module);
}

/** Takes the definitions that the cache lacks out of their Go modules, whose checksums Go compares. */
export async function fetchDefinitions(
  names: readonly DefinitionsName[],
  cache = cacheFolder(),
): Promise<void> {
  for (const name of names) await fetchOne(name, cache);
}

async function fetchOne(name: DefinitionsName, cache: string): Promise<void> {
  const target = definitionsPath(name, cache);
  if (existsSync(target)) return;
  const { place: within, endings = [""] }: Source = SOURCES[name];
  const place = join(await downloaded(name), within);
  const files = statSync(place).isDirectory()
    ? readdirSync(place)
        .filter((file) => endings.some((ending) => file.endsWith(ending)))
        .sort()
        .map((file) => join(place, file))
    : [place];
  const definitions = files
    .flatMap((file) => parseAllDocuments(readFileSync(file, "utf8")).map((one): unknown => one.toJS()))
    .filter((each) => object.safeParse(each).data?.kind === KIND);
  if (definitions.length === 0) throw new Error(`there is no ${KIND} in ${place}`);
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, `.${basename(dirname(target))}-`));
  try {
    await writeFile(join(scratch, basename(target)), JSON.stringify(definitions));
    // Complete or absent, and two at once do no harm.
    await rename(scratch, dirname(target)).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Folder of the module in Go's cache. */
async function downloaded(name: DefinitionsName): Promise<string> {
  const { stdout } = await promisify(execFile)("go", ["mod", "download", "-json", SOURCES[name].module], {
    cwd: moduleFolder(name),
    env: { ...process.env, ...GO_ENVIRONMENT },
  }).catch((error: unknown) => {
    throw explainMissingGo(error);
  });
  return z.object({ Dir: z.string() }).parse(JSON.parse(stdout)).Dir;
}

function moduleFolder(name: DefinitionsName): string {
  return join(__dirname, "programs", SOURCES[name].folder);
}

/** The definitions themselves, as they are in the cache. */
export function readDefinitions(name: DefinitionsName, cache = cacheFolder()): Definition[] {
  const path = definitionsPath(name, cache);
  if (!existsSync(path))
    throw new Error(`the definitions of ${name} are not here: npm run lab:build -- ${name}-definitions`);
  return z.array(definition).parse(JSON.parse(readFileSync(path, "utf8")));
}
