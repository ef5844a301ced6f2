import { type Application, type Directory, type ServicePrincipal, type Tenant, type User } from "./directory";
import { GRAPH_APP_ID, graphApplication, graphRoleId, MICROSOFT_TENANT_ID } from "./microsoft-graph";

/** What the deployer of the stack may do, as the project's README says it. */
export const DEPLOYER_PERMISSIONS = [
  "Application.ReadWrite.All",
  "AppRoleAssignment.ReadWrite.All",
  "DelegatedPermissionGrant.ReadWrite.All",
  // Of a new group's owners, all but the deployer are looked up.
  "Directory.Read.All",
  "Group.ReadWrite.All",
  "User.Read.All",
] as const;

/** An application that signs in to Graph by itself, with the secret made for it. */
export interface Deployer {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly objectId: string;
}

/** The people and applications of the lab. */
export interface Seed {
  /** The tenant in which the stack is deployed: contoso.com. */
  readonly contoso: Tenant;
  /** A foreign tenant: fabrikam.com. */
  readonly fabrikam: Tenant;
  readonly people: {
    /** A member with mail, and with a manager. */
    readonly alice: User;
    /** A member without mail. */
    readonly bob: User;
    /** In the group `engineers`. */
    readonly carol: User;
    /** At fabrikam.com, and a guest of contoso.com. */
    readonly dave: User;
    /** A member of the tenant whom nobody lets in anywhere. */
    readonly mallory: User;
    /** At fabrikam.com, and nobody's guest. */
    readonly erin: User;
  };
  /** Dave as contoso.com knows him. */
  readonly guest: User;
  readonly deployer: Deployer;
}

/** Adds Microsoft Graph to a tenant, as every tenant has it. */
function addMicrosoftGraph(tenant: Tenant): ServicePrincipal {
  return tenant.addServicePrincipal({ appId: GRAPH_APP_ID });
}

/** Registers an application with its service principal and permissions of Graph, and makes a secret for it. */
export function addDeployer(
  tenant: Tenant,
  displayName: string,
  permissions: readonly string[],
): Deployer & { readonly application: Application } {
  const application = tenant.addApplication({ displayName });
  const servicePrincipal = tenant.addServicePrincipal({ appId: application.appId });
  const graph = tenant.servicePrincipalOf(GRAPH_APP_ID);
  if (!graph) throw new Error(`${tenant.displayName} has no Microsoft Graph.`);
  for (const permission of permissions) {
    tenant.assign({
      principalId: servicePrincipal.id,
      resourceId: graph.id,
      appRoleId: graphRoleId(permission),
    });
  }
  const { secretText } = tenant.addPassword(application, { displayName: "lab" });
  return {
    tenantId: tenant.id,
    clientId: application.appId,
    clientSecret: secretText,
    objectId: servicePrincipal.id,
    application,
  };
}

/** Invites a person of another tenant. */
export function addGuest(tenant: Tenant, home: { tenant: Tenant; user: User }): User {
  const { user } = home;
  const alias = user.userPrincipalName.replace("@", "_");
  return tenant.addUser({
    userPrincipalName: `${alias}#EXT#@${tenant.domains[0]}`,
    displayName: user.displayName,
    mail: user.mail,
    userType: "Guest",
    home: { tenantId: home.tenant.id, userId: user.id },
  });
}

function addPerson(tenant: Tenant, name: string, surname: string, more: Partial<User> = {}): User {
  const domain = tenant.domains.at(-1);
  return tenant.addUser({
    userPrincipalName: `${name.toLowerCase()}@${domain}`,
    displayName: `${name} ${surname}`,
    givenName: name,
    surname,
    mail: `${name.toLowerCase()}@${domain}`,
    ...more,
  });
}

/** The tenant of the lab where nobody names another id. */
export const TENANT_ID = "11111111-1111-1111-1111-111111111111";

/** Fills a directory with the lab's two tenants. */
export function seed(directory: Directory, graphUrl: string, tenantId: string = TENANT_ID): Seed {
  const microsoft = directory.addTenant({
    id: MICROSOFT_TENANT_ID,
    displayName: "Microsoft Services",
    domains: ["sharepoint.com"],
  });
  microsoft.addApplication(graphApplication(graphUrl));

  const contoso = directory.addTenant({
    id: tenantId,
    displayName: "Contoso",
    domains: ["contoso.onmicrosoft.com", "contoso.com"],
  });
  const fabrikam = directory.addTenant({
    id: "22222222-2222-2222-2222-222222222222",
    displayName: "Fabrikam",
    domains: ["fabrikam.onmicrosoft.com", "fabrikam.com"],
  });
  addMicrosoftGraph(contoso);
  addMicrosoftGraph(fabrikam);

  const mona = addPerson(contoso, "Mona", "Manager");
  const alice = addPerson(contoso, "Alice", "Adams", { manager: mona.id });
  const bob = addPerson(contoso, "Bob", "Brown", { mail: null });
  const carol = addPerson(contoso, "Carol", "Clark");
  const mallory = addPerson(contoso, "Mallory", "Moore");
  const dave = addPerson(fabrikam, "Dave", "Davis");
  const erin = addPerson(fabrikam, "Erin", "Evans");
  const guest = addGuest(contoso, { tenant: fabrikam, user: dave });
  contoso.addGroup({ displayName: "engineers", mailNickname: "engineers", members: [carol.id] });
  const { application, ...deployer } = addDeployer(contoso, "terraform", DEPLOYER_PERMISSIONS);
  void application;

  return { contoso, fabrikam, people: { alice, bob, carol, dave, mallory, erin }, guest, deployer };
}
