import { randomUUID } from "node:crypto";
import {
  same,
  type Application,
  type Directory,
  type Group,
  type Tenant,
  type User,
} from "../entra/directory";
import { membershipsOf, type EntraConfig, type Membership } from "./memberships";
import type { Person } from "./people";
import type { Program } from "./programs";

/** What a stack's outputs say, as far as the directory needs it. */
export type Outputs = Readonly<Record<string, unknown>>;

/** A program as the directory has it. */
export interface KnownProgram {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface DirectoryContents {
  readonly config: EntraConfig;
  readonly people: readonly Person[];
  readonly programs: readonly Program[];
}

/** The part of Entra that is not the stack's: everybody and everything that a config file takes for granted. */
export class StackDirectory {
  private readonly users = new Map<Person, User>();
  private readonly programs = new Map<Program, Application>();
  private readonly memberships: readonly Membership[];
  /** The ids of groups and applications that were not there before. */
  private readonly added: string[] = [];

  constructor(
    private readonly directory: Directory,
    private readonly tenant: Tenant,
    private readonly contents: DirectoryContents,
  ) {
    this.memberships = membershipsOf(contents.config);
  }

  /** Makes what is there before the stack is. */
  prepare(): void {
    const { people, programs, config } = this.contents;
    for (const person of people) this.users.set(person, this.user(person));
    for (const program of programs) {
      if (program.source.kind === "existing")
        this.programs.set(program, this.program(program, program.source));
      if (program.audience !== "self") this.api(program.audience.clientId);
    }
    for (const membership of this.memberships) {
      if (membership.kind === "existing group") this.existingGroup(membership);
    }
    this.application(config);
    this.adoptedGroups(config);
  }

  /** Puts the lab's own people into the groups and roles that the stack has made, and registers what is somebody's duty. */
  complete(outputs: Outputs): void {
    for (const [holder, id] of [...this.users, ...this.programs].map(([one, { id }]) => [one, id] as const)) {
      for (const wanted of holder.joins) this.join(wanted, this.principal(id), outputs);
    }
    const application = this.ownApplication(outputs);
    const { redirect_uris: uris } = outputs;
    if (application !== undefined && Array.isArray(uris)) application.web.redirectUris = uris.map(String);
  }

  /** Takes away what another stack could trip over: groups and applications, by whose names it makes its own. */
  clear(): void {
    for (const id of this.added.splice(0)) this.tenant.delete(id);
  }

  /** A secret of a program whose application exists. */
  secretOf(program: Program): KnownProgram {
    const application = this.programs.get(program);
    if (application === undefined) throw new Error(`${program.name} is not of the lab's making`);
    const { secretText } = this.tenant.addPassword(application, { displayName: "prove" });
    return { clientId: application.appId, clientSecret: secretText };
  }

  /** A secret of the application that the stack only reads. */
  secretOfApplication(clientId: string): string {
    const application = this.tenant.applications.find(({ appId }) => same(appId, clientId));
    if (application === undefined) throw new Error(`there is no application ${clientId}`);
    return this.tenant.addPassword(application, { displayName: "prove" }).secretText;
  }

  private user(person: Person): User {
    const { userPrincipalName, mail, objectId, account } = person;
    const { tenant } = this;
    const known = tenant.users.find((user) => same(user.userPrincipalName, userPrincipalName));
    if (known !== undefined) {
      known.mail ??= mail;
      return known;
    }
    const displayName = userPrincipalName.split(/[@_]/)[0] ?? userPrincipalName;
    if (account === undefined) return tenant.addUser({ id: objectId, userPrincipalName, displayName, mail });
    const home = this.homeOf(account);
    return tenant.addUser({
      id: objectId,
      userPrincipalName,
      displayName,
      mail,
      userType: "Guest",
      home: { tenantId: home.tenant.id, userId: home.user.id },
    });
  }

  /** A guest's account elsewhere. */
  private homeOf(account: string): { readonly tenant: Tenant; readonly user: User } {
    const domain = account.slice(account.lastIndexOf("@") + 1);
    const tenant =
      this.directory.findTenant(domain) ??
      this.directory.addTenant({ id: randomUUID(), displayName: domain, domains: [domain] });
    const user =
      tenant.users.find(({ userPrincipalName }) => same(userPrincipalName, account)) ??
      tenant.addUser({ userPrincipalName: account, displayName: account, mail: account });
    return { tenant, user };
  }

  private program(
    program: Program,
    { clientId, objectId }: { clientId?: string; objectId?: string },
  ): Application {
    const { tenant } = this;
    const byObject = objectId === undefined ? undefined : tenant.servicePrincipals.get(objectId);
    const appId = byObject?.appId ?? clientId?.toLowerCase();
    const known = tenant.applications.find((one) =>
      appId === undefined ? one.displayName === program.name : same(one.appId, appId),
    );
    if (known !== undefined) return known;
    const application = this.noted(tenant.addApplication({ displayName: program.name, appId }));
    tenant.addServicePrincipal({ appId: application.appId, id: objectId });
    return application;
  }

  /** An application whose tokens are version 2 and name groups, as docs/machines.md asks of it. */
  private api(appId: string): Application {
    const known = this.tenant.applications.find((one) => same(one.appId, appId));
    const application =
      known ?? this.noted(this.tenant.addApplication({ displayName: `api-${appId.slice(0, 8)}`, appId }));
    if (this.tenant.servicePrincipalOf(application.appId) === undefined) {
      this.tenant.addServicePrincipal({ appId: application.appId });
    }
    application.groupMembershipClaims = "SecurityGroup";
    application.api.requestedAccessTokenVersion = 2;
    return application;
  }

  private existingGroup({ id, name, objectId }: Membership): void {
    const group = this.group(name, objectId);
    const joining = [...this.users, ...this.programs].filter(([{ joins }]) => joins.includes(id));
    // Whoever an earlier stack had in it is out.
    group.members.splice(
      0,
      group.members.length,
      ...joining.map(([, { id: member }]) => this.principal(member)),
    );
  }

  private group(displayName: string, objectId?: string): Group {
    const known = this.tenant.groups.find((group) =>
      objectId === undefined ? same(group.displayName, displayName) : same(group.id, objectId),
    );
    return known ?? this.noted(this.tenant.addGroup({ id: objectId, displayName }));
  }

  private noted<T extends { readonly id: string }>(added: T): T {
    this.added.push(added.id);
    return added;
  }

  /** The application of the stack, where it exists already: read only, or to be adopted. */
  private application({ entra, apps }: EntraConfig): void {
    const { application } = entra;
    if (application === undefined) return;
    if ("clientId" in application) {
      const registered = this.api(application.clientId.toLowerCase());
      registered.appRoles = this.memberships
        .filter(({ kind }) => kind === "role")
        .map(({ name }) => ({
          id: randomUUID(),
          value: name,
          displayName: name,
          description: name,
          isEnabled: true,
          allowedMemberTypes: ["User", "Application"],
        }));
      if (entra.everybody === "members") {
        const acct = { name: "acct", source: null, essential: false, additionalProperties: [] };
        registered.optionalClaims = { idToken: [acct], accessToken: [acct], saml2Token: [] };
      }
      registered.web.redirectUris = apps.map(({ host }) => `https://${host}/oauth2/callback`);
    } else if (
      application.adopt !== undefined &&
      this.tenant.applications.get(application.adopt) === undefined
    ) {
      const adopted = this.tenant.addApplication({ id: application.adopt, displayName: application.name });
      const { appId } = this.noted(adopted);
      this.tenant.addServicePrincipal({ appId });
    }
  }

  private adoptedGroups({ entra }: EntraConfig): void {
    const { accessGroup, groups = [] } = entra;
    const made = [...(accessGroup !== undefined && "name" in accessGroup ? [accessGroup] : []), ...groups];
    for (const { adopt, name } of made) if (adopt !== undefined) this.group(name, adopt);
  }

  private join(wanted: string, principal: string, outputs: Outputs): void {
    const membership = this.memberships.find(({ id }) => id === wanted);
    if (membership === undefined || membership.kind === "existing group") return;
    if (membership.kind === "role") {
      this.assign(membership.name, principal, outputs);
      return;
    }
    const group = this.tenant.groups.find(({ displayName }) => same(displayName, membership.name));
    if (group === undefined) throw new Error(`the stack has made no group ${membership.name}`);
    if (!group.members.includes(principal)) this.tenant.addMember(group.id, principal);
  }

  private assign(role: string, principalId: string, outputs: Outputs): void {
    const application = this.ownApplication(outputs);
    const resourceId = application && this.tenant.servicePrincipalOf(application.appId)?.id;
    const appRoleId = application?.appRoles.find(({ value }) => value === role)?.id;
    if (resourceId === undefined || appRoleId === undefined) {
      throw new Error(`the application of the stack has no role ${role}`);
    }
    const assigned = this.tenant.appRoleAssignments.find(
      (one) =>
        one.principalId === principalId && one.resourceId === resourceId && one.appRoleId === appRoleId,
    );
    if (assigned === undefined) this.tenant.assign({ principalId, resourceId, appRoleId });
  }

  private ownApplication({ client_id: clientId }: Outputs): Application | undefined {
    return this.tenant.applications.find(({ appId }) => same(appId, String(clientId)));
  }

  /** What stands for a user or an application in groups and roles. */
  private principal(id: string): string {
    const application = this.tenant.applications.get(id);
    return (application && this.tenant.servicePrincipalOf(application.appId)?.id) ?? id;
  }
}
