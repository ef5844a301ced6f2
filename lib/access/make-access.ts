import { Token } from "cdktf";
import type { Construct } from "constructs";
import type { IAccessGroup } from "../entra/access-group";
import { appAccessProblems, usesRoles, type Problem } from "../rules";
import { Access } from "./access";
import { Groups, type GroupsContext } from "./groups";
import type { AppProps, SignInSetProps } from "./props";
import { Roles } from "./roles";

/** Makes the groups or roles of a stack, below the facade, and what tells who may enter where. */
export function makeAccess(
  facade: Construct,
  props: SignInSetProps,
  context: GroupsContext,
): { readonly access: Access; readonly accessGroup?: IAccessGroup } {
  const problemsOf = (app: AppProps): Problem[] =>
    appAccessProblems(app, props, [], (text) => !Token.isUnresolved(text));
  if (usesRoles(props)) {
    return { access: new Access(new Roles(facade, props, context), problemsOf) };
  }
  const groups = new Groups(facade, props, context);
  return { access: new Access(groups, problemsOf), accessGroup: groups.accessGroup };
}
