import { z } from "zod";
import { IngressController } from "../edge";
import { existingSecretProblems } from "../identity/entra/existing-secret";
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
import { quote, type Path, type Problem } from "../rules/rule";
import { proxyNamespace, secretKeyReference, sections } from "./schema";

type File = Readonly<Record<string, unknown>>;

const CREDENTIAL: Path = ["entra", "credential", "existingSecret"];
const REDIS: Path = ["authProxy", "session", "store", "redis"];

/** Where a file may name a Secret in the auth proxy's namespace that somebody else makes. */
const SECRETS: readonly Path[] = [
  CREDENTIAL,
  ["github", "clientSecret"],
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
    ...(valueAt(file, CREDENTIAL) === undefined
      ? []
      : existingSecretProblems(CREDENTIAL, makesApplication(file))),
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
  // The client secret of GitHub is in the namespace, and so the namespace is there.
  const fallback = { ...DEFAULT_NAMESPACE, create: file.github === undefined };
  return said.success ? madeNamespace(said.data.namespace, ["authProxy", "namespace"], fallback) : undefined;
}

function makesApplication(file: File): boolean {
  const application = valueAt(file, ["entra", "application"]) ?? {};
  return ["clientId", "adopt"].every((key) => valueAt(application, [key]) === undefined);
}

function secretAt(file: File, path: Path): BroughtSecret[] {
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
function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => z.record(z.string(), z.unknown()).safeParse(value).data?.[key],
    input,
  );
}
