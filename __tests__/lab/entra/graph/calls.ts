import { addDeployer, type Deployer } from "../../../../lab/entra/seed";
import type { Emulator } from "../support";

export const GROUP = { displayName: "g", mailNickname: "g", mailEnabled: false, securityEnabled: true };

/** An application of contoso with these permissions of Microsoft Graph. */
export function deployer(lab: Emulator, ...permissions: string[]): Deployer {
  return addDeployer(lab.seed.contoso, permissions.join(), permissions);
}

export function reference(id: string): { "@odata.id": string } {
  return { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
}

/** Status, code and message of a call that Graph refuses. */
export async function error(call: Promise<{ statusCode: number; json: () => unknown }>) {
  const answer = await call;
  const { error: body } = answer.json() as { error: { code: string; message: string } };
  return [answer.statusCode, body.code, body.message];
}
