import { z } from "zod";
import { IngressController } from "../edge";
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
import { quote, type Place, type Problem } from "../rules/rule";
import { FILE_IDENTITIES, identityOf } from "./identities";
import { proxyNamespace, secretKeyReference, sections } from "./schema";

type File = Readonly<Record<string, unknown>>;

const REDIS: Place = ["authProxy", "session", "store", "redis"];

/** Where a file may name a Secret in the auth proxy's namespace that somebody else makes. */
const SECRETS: readonly Place[] = [
  ...FILE_IDENTITIES.flatMap(({ traits, secrets }) => secrets.map((path) => [traits.kind, ...path])),
  [...REDIS, "passwordSecret"],
  [...REDIS, "caSecret"],
];

/** What has to be there before the auth proxy, and could not be in a namespace that the stack makes. */
export function namespaceProblems(file: File): Problem[] {
  if (valueAt(file, ["authProxy", "service"]) !== undefined) {
    return [];
  }
  const made = madeBy(file);
  return [
    ...FILE_IDENTITIES.flatMap(({ secretProblems }) => secretProblems?.(file) ?? []),
    ...(made === undefined
      ? []
      : [
          ...takenNamespaceProblems(made, residentsOf(file)),
          ...broughtSecretProblems(
            made,
            SECRETS.flatMap((path) => secretAt(file, path)),
          ),
          ...stateProblems(file, made),
        ]),
  ];
}

/** The namespace that the stack of a file makes, where that can be told. */
export function madeBy(file: File): MadeNamespace | undefined {
  const said = proxyNamespace.safeParse(file.authProxy ?? {});
  const fallback = { ...DEFAULT_NAMESPACE, create: identityOf(file).makesNamespace };
  return said.success ? madeNamespace(said.data.namespace, ["authProxy", "namespace"], fallback) : undefined;
}

function secretAt(file: File, path: Place): BroughtSecret[] {
  const { data } = secretKeyReference.safeParse(valueAt(file, path));
  return data === undefined ? [] : [{ name: data.name, path }];
}

function residentsOf(file: File): Resident[] {
  const apps = z.array(z.unknown()).safeParse(file.apps).data ?? [];
  const services = apps.flatMap((entry, i): Resident[] => {
    const namespace = valueAt(entry, ["service", "namespace"]);
    return typeof namespace === "string"
      ? [
          {
            namespace,
            what: `the Service of app ${quote(valueAt(entry, ["name"]))}`,
            path: ["apps", i, "service", "namespace"],
          },
        ]
      : [];
  });
  const controller = sections.ingressController.safeParse(file.ingressController).data;
  return controller === undefined
    ? services
    : [
        ...services,
        {
          namespace: IngressController.ofKind(controller.kind, controller).namespace,
          what: "the ingress controller",
          path: ["ingressController"],
        },
      ];
}

function stateProblems(file: File, made: MadeNamespace): Problem[] {
  const { backend, arguments: args = {} } = sections.state.safeParse(file.state).data ?? {};
  return stateNamespaceProblems(made, { backend, namespace: args.namespace }, [
    "state",
    "arguments",
    "namespace",
  ]);
}

/** What stands at a place of the file, whatever is wrong with the rest. */
function valueAt(input: unknown, path: Place): unknown {
  return path.reduce<unknown>(
    (value, key) => z.record(z.string(), z.unknown()).safeParse(value).data?.[key],
    input,
  );
}
