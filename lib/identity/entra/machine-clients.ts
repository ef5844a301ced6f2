import { Construct } from "constructs";
import { AccessGroup } from "./access-group";
import { type IAccessGroup } from "./group-props";
import type { IAppRegistration } from "./application-props";
import { MachineClient, type MachineClientProps } from "./machine-client";

/** Makes or finds the machine clients, and adds them to the access group, or assigns them where everybody enters. */
export function makeMachineClients(
  scope: Construct,
  machineClients: readonly MachineClientProps[] = [],
  target: {
    readonly appRegistration: IAppRegistration;
    readonly accessGroup?: IAccessGroup;
    /** Whether everybody enters what has no rule. @default false */
    readonly everybody?: boolean;
  },
): MachineClient[] {
  const { accessGroup, appRegistration, everybody = false } = target;
  // Without a group, or with one that is only read, nobody can be added; the checks have said so.
  if (machineClients.length === 0 || !(everybody || accessGroup instanceof AccessGroup)) {
    return [];
  }
  const clients = new Construct(scope, "machine-clients");
  return machineClients.map((props) => {
    const client = new MachineClient(clients, props.name, { ...props, resource: appRegistration });
    if (accessGroup instanceof AccessGroup) {
      accessGroup.addMachineClient(client);
    } else {
      const { name, servicePrincipalObjectId } = client;
      appRegistration.assignments?.addServicePrincipal(`machine-client-${name}`, servicePrincipalObjectId);
    }
    return client;
  });
}
