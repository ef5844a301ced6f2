import { entriesOf, partOf, pick, type Draft } from "../contracts/draft";
import {
  broughtSecretProblems,
  DEFAULT_NAMESPACE,
  madeNamespace,
  stateNamespaceProblems,
  takenNamespaceProblems,
  type BroughtSecret,
  type MadeNamespace,
  type Resident,
} from "../oauth2-proxy/made-namespace";
import { edgeResident } from "../edge";
import { quote, type Place, type Problem } from "../rules/rule";
import { IDENTITY_KINDS } from "../identity";
import { fileIdentity, NAMED_SECRETS } from "./identities";
import type { FileModel } from "./model";
import type { FileDraft } from "./schema";

const REDIS: Place = ["authProxy", "session", "store", "redis"];

/** Where a file may name a Secret in the auth proxy's namespace that somebody else makes. */
const SECRETS: readonly Place[] = [...NAMED_SECRETS, [...REDIS, "passwordSecret"], [...REDIS, "caSecret"]];

/** What has to be there before the auth proxy, and could not be in a namespace that the stack makes. */
export function namespaceProblems(model: FileModel): Problem[] {
  const { file } = model;
  if (partOf(file, "authProxy", "service").isSaid) {
    return [];
  }
  const made = madeBy(model);
  return [
    ...IDENTITY_KINDS.flatMap((kind) => fileIdentity(kind).secretProblems?.(partOf(file, kind)) ?? []),
    ...(made === undefined
      ? []
      : [
          ...takenNamespaceProblems(made, residentsOf(model)),
          ...broughtSecretProblems(
            made,
            SECRETS.flatMap((path) => secretAt(file, path)),
          ),
          ...stateProblems(file, made),
        ]),
  ];
}

/** The namespace that the stack of a file makes, where that can be told. */
export function madeBy({ file, identity }: FileModel): MadeNamespace | undefined {
  const said = pick(partOf(file, "authProxy"), "namespace");
  const fallback = { ...DEFAULT_NAMESPACE, create: identity.makesNamespace };
  return said && madeNamespace(said.namespace, ["authProxy", "namespace"], fallback);
}

function secretAt(file: FileDraft, path: Place): BroughtSecret[] {
  const secret = path.reduce<Draft<unknown>>((draft, key) => draft.inner(key), file).whole;
  return typeof secret === "object" && secret !== null && "name" in secret && typeof secret.name === "string"
    ? [{ name: secret.name, path }]
    : [];
}

function residentsOf({ file, edge }: FileModel): Resident[] {
  const services = entriesOf(partOf(file, "apps")).flatMap((app, i): Resident[] => {
    const namespace = partOf(app, "service", "namespace").whole;
    return namespace === undefined
      ? []
      : [
          {
            namespace,
            what: `the Service of app ${quote(partOf(app, "name").whole ?? i)}`,
            path: ["apps", i, "service", "namespace"],
          },
        ];
  });
  return edge === undefined ? services : [...services, edgeResident(edge)];
}

function stateProblems(file: FileDraft, made: MadeNamespace): Problem[] {
  const { backend, arguments: args = {} } = partOf(file, "state").whole ?? {};
  const place: Place = ["state", "arguments", "namespace"];
  return stateNamespaceProblems(made, { backend, namespace: args.namespace }, place);
}
