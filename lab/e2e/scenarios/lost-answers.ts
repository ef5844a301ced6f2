import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Tenant } from "../../entra/directory";
import type { Lab } from "../../lab";
import type { Terraform } from "../../terraform";
import { accessGroup } from "../directory";
import type { TerraformScenario } from "../scenario";
import { assertNothingLeft } from "./deploy";

const FILE = "lab/e2e/interrupted.yaml";

/** What Entra keeps as part of another object, so that nothing but the answer to its making tells Terraform of it. */
interface Part {
  readonly type: string;
  /** The start of its address, where there are several of its type. */
  readonly start?: string;
  /** The request that makes it. */
  readonly made: RegExp;
  /** What the next apply says. */
  readonly said: RegExp;
  /** What `terraform import` takes. */
  readonly id: (tenant: Tenant, aliceId: string) => string;
}

const PARTS: readonly Part[] = [
  {
    type: "azuread_group_member",
    start: "auth_access-group_member-user-alice",
    made: /^POST \S+\/members\/\$ref/,
    said: /A resource with the ID "\S+\/member\/\S+" already exists/,
    id: (tenant, aliceId) => `${accessGroup(tenant)}/member/${aliceId}`,
  },
  {
    type: "azuread_app_role_assignment",
    made: /^POST \S+\/appRoleAssignedTo/,
    said: /Permission being assigned already exists on the object/,
    id: (tenant) => {
      const groupId = accessGroup(tenant);
      const assignment = tenant.appRoleAssignments.find(({ principalId }) => principalId === groupId);
      assert.ok(assignment, "Entra has no assignment");
      return `/servicePrincipals/${assignment.resourceId}/appRoleAssignedTo/${assignment.id}`;
    },
  },
  {
    type: "azuread_application_federated_identity_credential",
    made: /^POST \S+\/federatedIdentityCredentials/,
    said: /FederatedIdentityCredential with .* already exists/,
    id: (tenant) => {
      const owner = tenant.applications.find(({ displayName }) => displayName === "nightly");
      const credential = owner?.federatedIdentityCredentials[0];
      assert.ok(owner && credential, "Entra has no federated credential");
      return `${owner.id}/federatedIdentityCredential/${credential.id}`;
    },
  },
  {
    type: "azuread_service_principal_delegated_permission_grant",
    made: /^POST \S+\/oauth2PermissionGrants/,
    said: /Permission entry already exists/,
    id: (tenant) => {
      const grant = tenant.permissionGrants.find(({ principalId }) => principalId === null);
      assert.ok(grant, "Entra has no grant");
      return `/oauth2PermissionGrants/${grant.id}`;
    },
  },
];

export const lostAnswers: TerraformScenario = {
  needs: "terraform",
  name: "20d Terraform killed between what Entra did and the state (a member, an assignment, a federated credential, a consent): the next apply says what is there, one import mends it, and a plan then changes nothing",
  seenFailing: "without the import: the apply failed",
  async run({ lab, clear }) {
    await clear();
    await lab.deployer(FILE).init();
    await lab.deployer(FILE).apply();
    for (const part of PARTS) await assertMended(lab, part);
    await lab.deployer(FILE).destroy();
    await assertNothingLeft(lab);
  },
};

async function assertMended(lab: Lab, { type, start = "", made, said, id }: Part): Promise<void> {
  const terraform = lab.deployer(FILE);
  const address = addressOf(lab.synthesize(FILE), type, start);
  const { faults, seed } = lab.entra;
  let done = false;
  faults.loseAnswer(made, () => {
    done = true;
    terraform.kill();
  });
  await assert.rejects(terraform.apply({ replace: address }), `${type}: Terraform was not killed`);
  assert.ok(done, `${type}: nothing was made before Terraform ended`);

  assert.match(await failureOf(terraform), said);
  await terraform.import(address, id(seed.contoso, seed.people.alice.id));
  assert.equal(
    await terraform.wouldChange(),
    false,
    `${type}: a plan after the import would change something`,
  );
}

/** What an apply that fails says, without the frame that Terraform draws around it. */
async function failureOf(terraform: Terraform): Promise<string> {
  const said = await terraform.apply().then(
    () => "the apply succeeded",
    (error: unknown) => String(error),
  );
  return said.replace(/^[│╷╵]\s*/gm, "").replace(/\s+/g, " ");
}

const stackFile = z.object({ resource: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** Where a resource of the stack has its address. */
function addressOf(file: string, type: string, start: string): string {
  const { resource } = stackFile.parse(JSON.parse(readFileSync(file, "utf8")));
  const name = Object.keys(resource[type] ?? {}).find((candidate) => candidate.startsWith(start));
  assert.ok(name !== undefined, `the stack has no ${type}`);
  return `${type}.${name}`;
}
