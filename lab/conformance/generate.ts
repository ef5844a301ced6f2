import fc from "fast-check";
import { isWithinPath, pathClaim } from "../../lib/rules/path";
import type { AppEntry, ConfigFile } from "./config-file";
import { GROUPS, type GroupName } from "./identities";
import { SHAPES } from "./requests";
import { NAMED_PORTS } from "./service-ports";

/** A random stack, and the ways in which its paths are asked for. */
export interface Specimen {
  readonly file: ConfigFile;
  /** Places in the list of shapes. */
  readonly shapes: readonly number[];
}

/*
 * Words that invite trouble: one is another's beginning, names made of two are a third, and "-" and "." stand where
 * something that makes one name of several cannot tell them apart.
 */
const NAMES = ["a", "b", "c", "a-b", "b-c", "a--b", "ab", "a-b-c", "a-public", "a-api", "a-a"] as const;
const NAMESPACES = ["a", "a-b", "a--b", "b"] as const;
const SERVICES = ["a", "b", "b-c", "c"] as const;
/** Every host that a stack of the run may have. */
export const HOSTS = [
  "a.example",
  "b.example",
  "a-b.example",
  "a.b.example",
  "a-b-example.test",
  "b-c.example",
] as const;
const PATHS = [
  "/",
  "/a",
  "/a/",
  "/ab",
  "/A",
  "/a/b",
  "/a/b/",
  "/a/b/c",
  "/a-b",
  "/a.b",
  "/a--b",
  "/a_b",
  "/b",
  "/public",
  "/api",
  "/a/a",
] as const;
/** What rules may name; nobody's rule names the others. */
const RULED = GROUPS.filter((group) => group !== "others");
const SHAPES_AT_ONCE = 8;

type Flavor = "groups" | "staff" | "roles" | "everybody" | "members";
/** How a group is written: by its object id alone, as an object, or by its display name. */
type Writing = "id" | "objectId" | "name";

/** One of two, and the other now and then. */
function mostly(usual: boolean): fc.Arbitrary<boolean> {
  return fc.oneof(
    { weight: 7, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constant(!usual) },
  );
}

const path = fc.record({
  path: fc.constantFrom(...PATHS),
  exact: mostly(false),
});
const rule = fc.subarray([...RULED], { minLength: 1, maxLength: 2 });
const maybeRule = fc.option(rule, { nil: undefined, freq: 2 });

const app = fc.record({
  name: fc.constantFrom(...NAMES),
  host: fc.constantFrom(...HOSTS),
  namespace: fc.constantFrom(...NAMESPACES),
  service: fc.constantFrom(...SERVICES),
  port: fc.constantFrom(...NAMED_PORTS.flatMap(({ name, port }) => [port, name])),
  rule: maybeRule,
  api: mostly(false),
  normalizesPaths: mostly(true),
  paths: fc.array(fc.record({ at: path, rule: maybeRule }), { minLength: 1, maxLength: 4 }),
  publicPaths: fc.array(path, { maxLength: 2 }),
  apiPaths: fc.array(fc.record({ within: fc.nat(3), below: fc.constantFrom("", "/b", "/rpc") }), {
    maxLength: 1,
  }),
  optionalSignInPaths: fc.array(path, { maxLength: 1 }),
});
type RawApp = typeof app extends fc.Arbitrary<infer T> ? T : never;

const stack = fc
  .record({
    flavor: fc.oneof(
      { weight: 6, arbitrary: fc.constant<Flavor>("groups") },
      { weight: 2, arbitrary: fc.constant<Flavor>("roles") },
      { weight: 1, arbitrary: fc.constant<Flavor>("staff") },
      { weight: 2, arbitrary: fc.constant<Flavor>("everybody") },
      { weight: 2, arbitrary: fc.constant<Flavor>("members") },
    ),
    writing: fc.constantFrom<Writing>("objectId", "id", "name"),
    byDefault: fc.boolean(),
    bounded: fc.boolean(),
    publicHost: mostly(false),
    apps: fc.uniqueArray(app, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
  })
  .map(toConfigFile);

/** What is made at random. */
export const specimen: fc.Arbitrary<Specimen> = fc.record({
  file: stack,
  shapes: fc.subarray(
    SHAPES.map((_, i) => i),
    { minLength: SHAPES_AT_ONCE, maxLength: SHAPES_AT_ONCE },
  ),
});

interface RawStack {
  readonly flavor: Flavor;
  readonly writing: Writing;
  readonly byDefault: boolean;
  readonly bounded: boolean;
  readonly publicHost: boolean;
  readonly apps: readonly RawApp[];
}

/** The config file of a random stack, without what is sure to be refused. */
function toConfigFile({ flavor, writing, byDefault, bounded, publicHost, apps }: RawStack): ConfigFile {
  const reference = (group: GroupName): unknown => {
    const id = `\${${group.toUpperCase()}}`;
    return writing === "id" ? id : writing === "objectId" ? { objectId: id } : { name: group };
  };
  const access = (groups: readonly GroupName[] | undefined): AppEntry["access"] => {
    if (groups === undefined || flavor === "staff") return undefined;
    // One of the three groups stands for a word of everybody.
    const opens = groups.includes("finance");
    if (flavor === "members") return { everybody: opens ? "membersAndGuests" : "members" };
    if (flavor === "everybody" && opens) return { everybody: "membersAndGuests" };
    return flavor === "roles" ? { roles: [...groups] } : { groups: groups.map(reference) };
  };
  const isOpen = flavor === "members" || (flavor === "everybody" && bounded);
  const hasDefault = byDefault || flavor === "staff" || isOpen;
  // In a stack of roles without any rule everybody gets in who may sign in at the auth proxy, which is not its own.
  const isRuled = apps.some(
    ({ rule: own, paths }) => own !== undefined || paths.some((one) => one.rule !== undefined),
  );
  const needsRule = !hasDefault || (flavor === "roles" && !isRuled);
  const taken = new Map<string, Set<string>>();
  return {
    entra:
      flavor === "roles"
        ? {
            ...(hasDefault ? { accessRole: { value: "staff" } } : {}),
            roles: GROUPS.filter((group) => group !== "staff" || !hasDefault).map((value) => ({ value })),
          }
        : flavor === "members"
          ? { everybody: "members" }
          : isOpen
            ? { everybody: "membersAndGuests" }
            : {
                ...(hasDefault
                  ? { accessGroup: writing === "name" ? { name: "staff" } : { objectId: "${STAFF}" } }
                  : {}),
                ...(bounded && flavor === "groups" ? { signInGroups: GROUPS.map(reference) } : {}),
              },
    ...(publicHost ? { authCheck: "public-host" as const } : {}),
    apps: apps.map((raw): AppEntry => {
      const claims = taken.get(raw.host) ?? new Set();
      taken.set(raw.host, claims);
      return toApp(publicHost ? { ...raw, optionalSignInPaths: [] } : raw, access, needsRule, claims);
    }),
  };
}

function toApp(
  raw: RawApp,
  access: (groups: readonly GroupName[] | undefined) => AppEntry["access"],
  needsRule: boolean,
  claims: Set<string>,
): AppEntry {
  const isFree = (one: { readonly path: string; readonly pathType?: string }): boolean => {
    const claim = pathClaim(one);
    return !claims.has(claim) && claims.add(claim).size > 0;
  };
  const paths = raw.paths
    .map(({ at, rule: groups }) => ({ ...toPath(at), ...only("access", access(groups)) }))
    .filter(isFree);
  const publicPaths = raw.publicPaths.map(toPath).filter(isFree);
  const apiPaths = raw.apiPaths
    .flatMap(({ within, below }) => {
      const outer = paths[within % Math.max(paths.length, 1)];
      if (outer === undefined || outer.pathType === "Exact" || raw.api || paths.length < 2) return [];
      return [{ path: below === "" ? outer.path : `${outer.path.replace(/\/$/, "")}${below}` }];
    })
    .filter((one) => paths.some(({ path }) => path === one.path) || isFree(one))
    .filter((one) => paths.some((outer) => isWithinPath(one.path, outer.path)));
  const optionalSignInPaths = raw.optionalSignInPaths.map(toPath).filter(isFree);
  const own = access(raw.rule) ?? (needsRule ? access(["staff"]) : undefined);
  return {
    name: raw.name,
    host: raw.host,
    service: { namespace: raw.namespace, name: raw.service, port: raw.port },
    ...only("access", own),
    ...(paths.length === 0 ? {} : { paths }),
    ...(publicPaths.length === 0 ? {} : { publicPaths }),
    ...(apiPaths.length === 0 ? {} : { apiPaths }),
    ...(optionalSignInPaths.length === 0 ? {} : { optionalSignInPaths }),
    ...(raw.api ? { api: true } : {}),
    ...(raw.normalizesPaths ? { normalizesPaths: true } : {}),
  };
}

function toPath({ path: text, exact }: { readonly path: string; readonly exact: boolean }): {
  path: string;
  pathType?: "Exact";
} {
  return exact ? { path: text, pathType: "Exact" } : { path: text };
}

function only<Key extends string, Value>(key: Key, value: Value | undefined): { [key in Key]?: Value } {
  const entry: { [key in Key]?: Value } = {};
  if (value !== undefined) entry[key] = value;
  return entry;
}
