import type { Construct } from "constructs";
import type { IAccessGroup } from "../entra/access-group";
import { usesRoles } from "../rules";
import { Access } from "./access";
import { Groups, type GroupsContext } from "./groups";
import type { SignInSetProps } from "./props";
import { Roles } from "./roles";

/** Makes the groups or roles of a stack, below the facade, and what tells who may enter where. */
export function makeAccess(
  facade: Construct,
  props: SignInSetProps,
  context: GroupsContext,
): { readonly access: Access; readonly accessGroup?: IAccessGroup } {
  if (usesRoles(props)) {
    return { access: new Access(new Roles(facade, props, context), props) };
  }
  const groups = new Groups(facade, props, context);
  return { access: new Access(groups, props), accessGroup: groups.accessGroup };
}
