import { Construct } from "constructs";
import type { Checks } from "../../schema/checks";
import { AccessGroup } from "./access-group";
import { type IAccessGroup } from "./group-props";
import type { IAppRegistration } from "./application-props";
import { checkMachineClient, MachineClient, type MachineClientProps } from "./machine-client";
import { machineClientProblems } from "./machine-client-rules";
import type { SignInSetProps } from "./sign-in-set";

/** What they are held against. */
interface Parts {
  readonly accessGroup?: SignInSetProps["accessGroup"];
  readonly application?: object | { readonly clientId: string };
  readonly machineClients?: readonly MachineClientProps[];
}

/** Holds the facade's machine clients against their rules, and against who else may enter. */
export function checkMachineClients(
  checks: Checks,
  { accessGroup, application, machineClients }: Parts,
  bearerTokens: boolean | undefined,
): void {
  checks.known(["machineClients"], machineClients);
  machineClients?.forEach((client, i) => checkMachineClient(checks, ["machineClients", i], client));
  const ownClientId =
    application !== undefined && "clientId" in application ? application.clientId : undefined;
  checks.all(
    machineClientProblems(
      {
        machineClients,
        accessGroup: accessGroup instanceof AccessGroup ? { name: accessGroup.displayName } : accessGroup,
        ownClientId,
        bearerTokens,
      },
      { machineClients: ["machineClients"], authProxy: ["authProxy"] },
    ),
  );
}

/** Makes or finds the machine clients, and adds them to the access group. */
export function makeMachineClients(
  scope: Construct,
  machineClients: readonly MachineClientProps[] = [],
  target: { readonly appRegistration: IAppRegistration; readonly accessGroup?: IAccessGroup },
): MachineClient[] {
  const { accessGroup, appRegistration } = target;
  // Without a group, or with one that is only read, nobody can be added; the checks have said so.
  if (machineClients.length === 0 || !(accessGroup instanceof AccessGroup)) {
    return [];
  }
  const clients = new Construct(scope, "machine-clients");
  return machineClients.map((props) => {
    const client = new MachineClient(clients, props.name, { ...props, resource: appRegistration });
    accessGroup.addMachineClient(client);
    return client;
  });
}
