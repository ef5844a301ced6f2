import { ACCESS_KEYS, type AccessProps } from "../identity";
import { edgeReferenceProblems, type EdgeReference } from "../model/edges";
import type { PathReference } from "../model/route-plan";
import { PROTECTED_APP_KEYS, type ProtectedAppProps } from "../edge/protected-app-props";
import { wildcardProblems } from "../model/wildcard";
import type { Problem } from "../rules/rule";
import { ANY, type KeysOf } from "../rules/keys";

/** A path with a rule of its own, which takes the place of the app's. */
export interface RuledPath {
  /** Begins with "/", such as "/admin". */
  readonly path: string;
  /** With everything below it, or alone. @default "Prefix" */
  readonly pathType?: "Prefix" | "Exact";
  /** Who may enter there, in the place of the app's rule. */
  readonly access: AccessProps;
}

/** An app with who may enter it. */
export interface AppProps extends Omit<ProtectedAppProps, "paths"> {
  /** Who may enter. @default - members of the access group, those who have the access role, or everybody who may sign in with GitHub */
  readonly access?: AccessProps;
  /** The edge on which the app stands, or several, by name. @default - the default one, or the only one */
  readonly edge?: EdgeReference;
  /** Protected paths; the rule of the most specific one counts. @default ["/"] */
  readonly paths?: readonly (PathReference | RuledPath)[];
}

/** The keys of an app's props. */
export const APP_KEYS: KeysOf<AppProps> = {
  ...PROTECTED_APP_KEYS,
  paths: { path: ANY, pathType: ANY, access: ACCESS_KEYS } satisfies KeysOf<PathReference | RuledPath>,
  access: ACCESS_KEYS,
  edge: ANY,
};

/** What of an app does not go with its stack: the edges that are there, by name, and where people sign in. */
export function appInStackProblems(
  props: AppProps,
  { edges, hasSignIn }: { readonly edges: readonly string[]; readonly hasSignIn: boolean },
): Problem[] {
  return [...edgeReferenceProblems(props, edges), ...wildcardProblems(props, hasSignIn)];
}
