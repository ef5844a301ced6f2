import { Token } from "cdktf";
import type { Construct } from "constructs";
import type { IAccessGroup } from "../identity/entra/group-props";
import type { Problem } from "../rules/rule";
import { appAccessProblems, usesRoles } from "../identity/entra/access-rules";
import { Accounts } from "../identity/entra/accounts";
import { asksForAccount } from "../identity/entra/everybody";
import { Access } from "./access";
import { Groups, type GroupsContext } from "../identity/entra/groups";
import type { AppProps } from "./app-props";
import type { SignInSetProps } from "../identity/entra/sign-in-set";
import { Roles } from "../identity/entra/roles";

/** Makes the groups or roles of a stack, below the facade, and what tells who may enter where. */
export function makeAccess(
  facade: Construct,
  props: SignInSetProps,
  context: GroupsContext,
): { readonly access: Access; readonly accessGroup?: IAccessGroup } {
  const problemsOf = (app: AppProps): Problem[] =>
    appAccessProblems(app, props, [], (text) => !Token.isUnresolved(text));
  if (asksForAccount(props)) {
    return { access: new Access(new Accounts(), problemsOf) };
  }
  if (usesRoles(props)) {
    return { access: new Access(new Roles(facade, props, context), problemsOf) };
  }
  const groups = new Groups(facade, props, context);
  return { access: new Access(groups, problemsOf), accessGroup: groups.accessGroup };
}
